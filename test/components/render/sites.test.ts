import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sitesFolder } from "../../../components/render/nginx";
import { renderPublish } from "../../../components/render/sites";

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
});
