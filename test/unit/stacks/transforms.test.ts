import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { children } from "../../../components/docker/children";
import type { transformsOf } from "../../../stacks/transforms";
import { root } from "../../support/sources";

const checkout = mkdtempSync(join(tmpdir(), "trireme-transforms-"));
afterAll(() => {
  rmSync(checkout, { recursive: true });
});

/** The reader as the program has it: bundled, with the systems' files of a checkout. */
function bundled(files: Readonly<Record<string, string>>): typeof transformsOf {
  mkdirSync(join(checkout, "stacks", "systems"), { recursive: true });
  for (const name of ["components", "node_modules"]) symlinkSync(join(root, name), join(checkout, name));
  for (const name of ["config", "transforms.ts"])
    cpSync(join(root, "stacks", name), join(checkout, "stacks", name), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(checkout, "stacks/systems", file, ".."), { recursive: true });
    writeFileSync(join(checkout, "stacks/systems", file), text);
  }
  const outfile = join(checkout, "out.cjs");
  buildSync({
    absWorkingDir: checkout,
    entryPoints: ["stacks/transforms.ts"],
    outfile,
    bundle: true,
    platform: "node",
    packages: "external",
    logLevel: "silent",
  });
  const module = createRequire(outfile)(outfile) as { readonly transformsOf: typeof transformsOf };
  return module.transformsOf;
}

describe("a system's folder", () => {
  const read = bundled({
    "syfthub/transforms.docker.ts": `export default { store: { container: { shmSize: 256 } } };`,
    "syfthub/transforms.aws.ts": `throw new Error("another target's file was loaded");`,
    "simplr/transforms.docker.ts": `export default { store: { kontainer: {} } };`,
  });

  it("has the transforms of a target, and the program loads those alone", async () => {
    expect(await read({ system: "syfthub", target: "docker" }, checkout, children)).toEqual({
      store: { container: { shmSize: 256 } },
    });
  });

  it("need not have any", async () => {
    expect(await read({ system: "orbitspace", target: "docker" }, checkout, children)).toBeUndefined();
  });

  it("is refused with its path where a transform is for what there is not", async () => {
    await expect(read({ system: "simplr", target: "docker" }, checkout, children)).rejects.toThrow(
      /^stacks\/systems\/simplr\/transforms\.docker\.ts cannot be used[^]*store\.kontainer is not a resource of store/,
    );
  });
});
