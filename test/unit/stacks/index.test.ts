import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { targetNames, targets } from "../../../components/targets";
import { root } from "../../support/sources";

/** The provider plugins whose SDKs are loaded with a file, at once: what is imported later is not. */
function sdksOf(entry: string): readonly string[] {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    packages: "external",
    metafile: true,
    write: false,
    logLevel: "error",
    outdir: "out",
  });
  const seen = new Set<string>();
  const found = new Set<string>();
  const load = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (external !== true) load(path);
      const sdk = /^@pulumi[/](?!pulumi\b)([a-z-]+)/.exec(path)?.[1];
      if (sdk !== undefined) found.add(sdk);
    }
  };
  load(entry);
  return [...found].sort();
}

describe("a target", () => {
  it.each(targetNames)("%s loads the SDKs of the plugins that it names, and no other provider's", (name) => {
    expect(sdksOf(`components/${name}/platform.ts`)).toEqual([...targets[name].plugins].sort());
  });

  it.each(targetNames)("%s is described without any provider's SDK", (name) => {
    for (const file of readdirSync(join(root, "components", name)))
      if (/^(index|settings|idle|unsupported.*)\.ts$/.test(file))
        expect({ file, sdks: sdksOf(`components/${name}/${file}`) }).toEqual({ file, sdks: [] });
  });

  it("is loaded alone: the program itself loads none", () => {
    expect(sdksOf("stacks/index.ts")).toEqual([]);
  });
});
