import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { absentPlugins, placePlugins } from "../../../../lab/build/plugins";
import { BUILD_MARK, isOfficial, pluginFolder } from "../../../../setup/plugin-folders";

describe("a built plugin", () => {
  let home = "";
  const binary = () => join(pluginFolder(home, "random"), "pulumi-resource-random");
  const install = (mark?: string) => {
    mkdirSync(pluginFolder(home, "random"), { recursive: true });
    writeFileSync(binary(), "there before");
    if (mark !== undefined) writeFileSync(join(pluginFolder(home, "random"), BUILD_MARK), mark);
  };
  const place = (key: string) => {
    const [build] = absentPlugins(home, ["random"]);
    if (build === undefined) throw new Error("no build brings the plugin");
    const built = join(home, "built");
    mkdirSync(built);
    writeFileSync(join(built, "pulumi-resource-random"), "built");
    placePlugins(built, home, { ...build, key });
    return readFileSync(binary(), "utf8");
  };
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "trireme-plugins-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("is absent until it is there as the build of today's sources", () => {
    expect(absentPlugins(home, ["random"])).toMatchObject([{ names: ["random"] }]);
    install("of other sources");
    expect(absentPlugins(home, ["random"])).toMatchObject([{ names: ["random"] }]);
    install(absentPlugins(home, ["random"])[0]?.key);
    expect(absentPlugins(home, ["random"])).toEqual([]);
  });

  it("takes the place of one of other sources", () => {
    install("of other sources");
    expect(place("of these")).toBe("built");
    expect(isOfficial(home, "random")).toBe(false);
  });

  it("leaves one as Pulumi publishes it that came meanwhile", () => {
    install();
    expect(place("of these")).toBe("there before");
    expect(isOfficial(home, "random")).toBe(true);
  });
});
