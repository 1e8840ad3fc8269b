import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { root } from "../../support/sources";

/** The providers' SDKs that are loaded with a file, at once: what is imported later is not. */
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
      const sdk = /^@pulumi[/](aws|docker|kubernetes)\b/.exec(path)?.[1];
      if (sdk !== undefined) found.add(sdk);
    }
  };
  load(entry);
  return [...found].sort();
}

describe("a target", () => {
  it.each(["aws", "docker", "kubernetes"])("%s loads no other provider's SDK than its own", (target) => {
    expect(sdksOf(`components/${target}/platform.ts`)).toEqual([target]);
  });

  it("is loaded alone: the program itself loads none", () => {
    expect(sdksOf("stacks/index.ts")).toEqual([]);
  });
});
