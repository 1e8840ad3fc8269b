import { execFileSync, spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sitesFolder } from "../../../../../components/render/nginx";
import { renderPublish, siteRelease } from "../../../../../components/render/proxy/sites";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trireme-sites-"));
  mkdirSync(join(root, "dist", "assets"), { recursive: true });
  mkdirSync(join(root, "sites"));
  writeFileSync(join(root, "dist", "index.html"), "<html>");
  writeFileSync(join(root, "dist", "assets", "a.js"), "1", { mode: 0o600 });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function publish(release: string, fallback: string | undefined = "/index.html", from = join(root, "dist")) {
  const script = renderPublish({ site: "pages", from, release, fallback }).replaceAll(
    sitesFolder,
    join(root, "sites"),
  );
  return spawnSync("sh", ["-c", script], { encoding: "utf8" });
}

describe("publishing a site", () => {
  it("puts a release beside the ones before it, readable for all", () => {
    expect(publish("one").status).toBe(0);
    const { status, stdout } = publish("two");
    expect([status, stdout]).toEqual([0, "site pages: release two has 2 files\n"]);
    expect(readdirSync(join(root, "sites", "pages")).sort()).toEqual(["one", "two"]);
    const asset = join(root, "sites", "pages", "two", "assets", "a.js");
    expect(readFileSync(asset, "utf8")).toBe("1");
    expect(statSync(asset).mode & 0o777).toBe(0o644);
  });

  it("gives files the time of the release: builds that set all times alike would pass for unchanged", () => {
    utimesSync(join(root, "dist", "index.html"), 0, 0);
    publish("one");
    expect(statSync(join(root, "sites", "pages", "one", "index.html")).mtimeMs).toBeGreaterThan(
      Date.now() - 60_000,
    );
  });

  it("leaves a release alone that is there, and clears what a broken run left", () => {
    publish("one");
    writeFileSync(join(root, "sites", "pages", "one", "index.html"), "served");
    mkdirSync(join(root, "sites", "pages", ".incoming", "half"), { recursive: true });
    expect(publish("one").stdout).toContain("is there already");
    expect(readFileSync(join(root, "sites", "pages", "one", "index.html"), "utf8")).toBe("served");
    expect(publish("two").status).toBe(0);
    expect(readdirSync(join(root, "sites", "pages", "two")).sort()).toEqual(["assets", "index.html"]);
  });

  it.each([
    ["/missing", undefined, "its image has no folder"],
    ["/sites", undefined, "of its image is empty"],
    ["/dist", "/app.html", "which answers for unknown paths"],
  ])("refuses an image without the files: %s", (folder, fallback, reason) => {
    const { status, stderr } = publish("one", fallback, join(root, folder));
    expect(status).toBe(1);
    expect(stderr).toContain(reason);
  });

  it("publishes no file whose name begins with a dot, but /.well-known", () => {
    for (const [file, text] of Object.entries({
      ".env": "KEY=1",
      ".git/config": "[remote]",
      "assets/.htpasswd": "a:b",
      "assets/.well-known/x": "not at the top",
      ".well-known/security.txt": "Contact: a@example.com",
      ".well-known/.git/config": "[remote]",
    })) {
      mkdirSync(dirname(join(root, "dist", file)), { recursive: true });
      writeFileSync(join(root, "dist", file), text);
    }
    expect(publish("one").stdout).toBe("site pages: release one has 3 files\n");
    const files = readdirSync(join(root, "sites", "pages", "one"), { recursive: true }).map(String);
    expect(files.sort()).toEqual([
      ".well-known",
      ".well-known/security.txt",
      "assets",
      "assets/a.js",
      "index.html",
    ]);
  });

  it("copies what a link inside the folder leads to, so that no link is served", () => {
    symlinkSync("assets", join(root, "dist", "static"));
    symlinkSync(join(root, "dist", "assets", "a.js"), join(root, "dist", "main.js"));
    expect(publish("one").status).toBe(0);
    const release = join(root, "sites", "pages", "one");
    expect(readFileSync(join(release, "main.js"), "utf8")).toBe("1");
    expect(lstatSync(join(release, "main.js")).isFile()).toBe(true);
    expect(lstatSync(join(release, "static")).isDirectory()).toBe(true);
  });

  it("does not mind a link among what is not published", () => {
    mkdirSync(join(root, "dist", ".cache"));
    symlinkSync("/etc", join(root, "dist", ".cache", "etc"));
    expect(publish("one").status).toBe(0);
  });

  it.each([
    ["/etc/passwd", "page.txt", "out of the folder"],
    ["/", "root", "out of the folder"],
    ["../../etc/passwd", "up.txt", "out of the folder"],
    ["../dist-2/secret", "beside", "out of the folder"],
    ["nowhere", "dangling", "lead nowhere"],
    ["/proc/self/environ", "assets/env", "out of the folder"],
    [".", "self", "a folder that they lie in"],
    ["..", "assets/up", "a folder that they lie in"],
    ["/etc/passwd", "a name with 'quotes' and $(id)", "out of the folder"],
  ])("refuses a link to %s", (to, link, reason) => {
    mkdirSync(join(root, "dist-2"));
    writeFileSync(join(root, "dist-2", "secret"), "secret");
    symlinkSync(to, join(root, "dist", link));
    const { status, stderr } = publish("one");
    expect(status).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr).toContain(link);
    expect(readdirSync(join(root, "sites", "pages"))).toEqual([".incoming"]);
  });

  it("refuses what is neither file nor folder", () => {
    execFileSync("mkfifo", [join(root, "dist", "pipe")]);
    const { status, stderr } = publish("one");
    expect([status, stderr]).toEqual([1, "site pages: these are neither files nor folders: ./pipe\n"]);
  });
});

describe("the name of a release", () => {
  it("follows the image and the folder", () => {
    const names = [
      siteRelease({ folder: "/dist" }, "app:1"),
      siteRelease({ folder: "/dist" }, "app:2"),
      siteRelease({ folder: "/out" }, "app:1"),
    ];
    expect(new Set(names).size).toBe(3);
    expect(names[0]).toMatch(/^[0-9a-f]{12}$/);
  });
});
