import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder, pluginVersion } from "../../../setup/workspace";

describe("the cache", () => {
  it.each([
    [{ TRIREME_CACHE: "/a", XDG_CACHE_HOME: "/b" }, "/a"],
    [{ XDG_CACHE_HOME: "/b" }, "/b/trireme"],
    [{ TRIREME_CACHE: "", XDG_CACHE_HOME: "" }, join(homedir(), ".cache", "trireme")],
    [{}, join(homedir(), ".cache", "trireme")],
  ])("of %j is in %s", (env, folder) => {
    expect(cacheFolder(env)).toBe(folder);
  });
});

describe("a plugin's version", () => {
  it("is the one its npm package asks for", () => {
    expect(pluginVersion("docker")).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
