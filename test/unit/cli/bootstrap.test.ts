import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../support/sources";

const platform = `${process.platform}-${process.arch}`;

interface NodeModule {
  readonly entryName: (platform: string) => string;
  readonly isSupported: (version: string) => boolean;
}

async function nodeModule(): Promise<NodeModule> {
  const path: string = join(root, "setup", "node.mjs");
  return (await import(path)) as NodeModule;
}

/** What the program that the bootstrap starts sees. */
interface Seen {
  readonly node: string;
  readonly onPath: string;
  readonly forNpm: string;
  readonly proxies: Readonly<Record<string, string>>;
}

/** A checkout whose program prints what it sees, and a folder with an npm that fails or packs other content. */
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trireme-bootstrap-"));
  for (const file of ["cli/bootstrap.mjs", "setup/node.mjs"])
    cpSync(join(root, file), join(folder, "checkout", file));
  writeFileSync(
    join(folder, "checkout", "cli", "start.cjs"),
    `const { execFileSync } = require("node:child_process");
    const onPath = execFileSync("sh", ["-c", "command -v node"], { encoding: "utf8" }).trim();
    const proxies = Object.fromEntries(Object.entries(process.env).filter(([name]) => /proxy/i.test(name)));
    console.log(JSON.stringify({ node: process.argv0, onPath, forNpm: process.env.npm_node_execpath, proxies }));`,
  );
  symlinkSync(join(root, "node_modules"), join(folder, "checkout", "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a command in the place of npm. */
function npm(name: string, script: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return join(folder, name);
}

/** Runs the bootstrap as if this Node.js were of another version. */
function start(version: string, env: Record<string, string>) {
  const preload = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
  const args = ["--import", `data:text/javascript,${encodeURIComponent(preload)}`, "cli/bootstrap.mjs"];
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: join(folder, "checkout"), env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

describe("the bootstrap", { timeout: 60_000 }, () => {
  const path = (first: string) => `${first}:${process.env.PATH ?? ""}`;
  const cache = () => join(folder, "cache");

  it("runs under a supported Node.js and asks npm for no other", async () => {
    const { code, stdout, stderr } = await start("22.13.0", {
      PATH: path(npm("none", "echo asked >&2; exit 1")),
      TRIREME_CACHE: cache(),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((JSON.parse(stdout) as Seen).proxies).toEqual({});
    expect(existsSync(cache())).toBe(false);
  });

  it("runs all under the cached Node.js where this one is too old: itself, what PATH finds, and npm", async () => {
    const { entryName } = await nodeModule();
    const cached = join(folder, "cached");
    const bin = join(cached, entryName(platform), "bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(process.execPath, join(bin, "node"));
    const { stdout, stderr } = await start("20.20.2", {
      PATH: path(npm("none", "echo asked >&2; exit 1")),
      TRIREME_CACHE: cached,
    });
    expect(stderr).toBe("");
    const node = join(bin, "node");
    expect(JSON.parse(stdout)).toMatchObject({ node, onPath: node, forNpm: node });
  });

  it("tells the ways to get a newer Node.js where npm reaches none, and starts nothing", async () => {
    const { code, stdout, stderr } = await start("20.20.2", {
      PATH: path(npm("offline", "echo 'npm error code ENOTFOUND' >&2; exit 1")),
      TRIREME_CACHE: cache(),
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("Node.js 20.20.2 is too old: Trireme needs 22.13 or newer, or 24 and newer.");
    expect(stderr).toContain("npm error code ENOTFOUND");
    expect(stderr).toContain("→ install Node.js 22 or 24 from https://nodejs.org");
    expect(readdirSync(cache())).toEqual([]);
  });

  it("refuses a package of other content than the pinned one", async () => {
    const { code, stderr } = await start("18.20.0", {
      PATH: path(npm("other", "echo other > other.tgz; echo other.tgz")),
      TRIREME_CACHE: cache(),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/The node-\S+ from npm is not the pinned one: its checksum is sha512-/);
    expect(readdirSync(cache())).toEqual([]);
  });

  it("goes through proxies that the environment names, but not to this machine", async () => {
    const proxy = { https_proxy: "http://proxy.example:3128", NO_PROXY: "internal.example" };
    const { stdout, stderr } = await start("24.0.0", {
      PATH: path(npm("none", "exit 1")),
      ...proxy,
    });
    expect(stderr).toBe("");
    expect((JSON.parse(stdout) as Seen).proxies).toEqual({
      ...proxy,
      NODE_USE_ENV_PROXY: "1",
      NO_PROXY: "internal.example,localhost,127.0.0.1,::1,[::1]",
    });
  });
});

describe("the versions", () => {
  it("that the bootstrap supports are those of `engines`", async () => {
    const { isSupported } = await nodeModule();
    const all = ["18.20.0", "20.20.2", "22.12.0", "22.13.0", "22.23.2", "23.11.0", "24.0.0", "26.1.0"];
    expect(all.filter(isSupported)).toEqual(["22.13.0", "22.23.2", "24.0.0", "26.1.0"]);
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      engines: { node: string };
    };
    expect(manifest.engines.node).toBe("^22.13.0 || >=24");
  });
});
