import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cachedEntry, cacheEntry, contentKey, entryFolder, filesBelow } from "../../../setup/cache";

const step = { say: () => undefined };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trireme-cache-"));
  vi.stubEnv("TRIREME_CACHE", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("the key of a cache entry", () => {
  it("does not depend on the order of its parts", () => {
    expect(contentKey({ a: "1", b: "2" })).toBe(contentKey({ b: "2", a: "1" }));
  });

  it("changes with any name or content", () => {
    const parts: Record<string, string>[] = [{ a: "1" }, { a: "2" }, { b: "1" }, { a: "1", b: "" }];
    const keys = parts.map(contentKey);
    expect(new Set(keys).size).toBe(4);
  });

  it("sees the mode of a file, which an image keeps", () => {
    const file = join(folder, "script");
    writeFileSync(file, "x", { mode: 0o644 });
    const plain = filesBelow(folder);
    rmSync(file);
    writeFileSync(file, "x", { mode: 0o755 });
    expect(filesBelow(folder)).not.toEqual(plain);
  });

  it("names files in sub-folders by their path", () => {
    mkdirSync(join(folder, "cmd"));
    writeFileSync(join(folder, "cmd", "main.go"), "package main");
    expect(Object.keys(filesBelow(folder))).toEqual(["cmd/main.go"]);
  });
});

describe("a cache entry", () => {
  const make = vi.fn((target: string) => {
    writeFileSync(join(target, "tool"), "#!");
    return Promise.resolve();
  });
  beforeEach(() => void make.mockClear());

  it("is made once, though two ask for it at the same time", async () => {
    const [first, second] = await Promise.all([
      cacheEntry("cli", "0123456789ab", step, make),
      cacheEntry("cli", "0123456789ab", step, make),
    ]);
    expect(first).toBe(second);
    expect(make).toHaveBeenCalledTimes(1);
    expect(readdirSync(first)).toEqual(["tool"]);
  });

  it("does not appear when making it failed, and is tried again", async () => {
    const failure = () => Promise.reject(new Error("no route"));
    await expect(cacheEntry("cli", "0123456789ab", step, failure)).rejects.toThrow("no route");
    expect(cachedEntry("cli", "0123456789ab")).toBeUndefined();
    await cacheEntry("cli", "0123456789ab", step, make);
    expect(cachedEntry("cli", "0123456789ab")).toBe(entryFolder("cli", "0123456789ab"));
  });

  it("goes when nobody used it for a month and a newer one is made; others' entries stay", async () => {
    const longAgo = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    for (const name of ["cli-aaaaaaaaaaaa", "cli-binary-bbbbbbbbbbbb", "plugins-cccccccccccc"]) {
      mkdirSync(join(folder, name));
      utimesSync(join(folder, name), longAgo, longAgo);
    }
    await cacheEntry("cli", "0123456789ab", step, make);
    expect(existsSync(join(folder, "cli-aaaaaaaaaaaa"))).toBe(false);
    expect(existsSync(join(folder, "cli-binary-bbbbbbbbbbbb"))).toBe(true);
    expect(existsSync(join(folder, "plugins-cccccccccccc"))).toBe(true);
  });
});
