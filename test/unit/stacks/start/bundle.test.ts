import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const load = createRequire(import.meta.url);
const { bundle } = load("../../../../stacks/start/bundle.cjs") as {
  bundle: (root: string) => { file: string; built: boolean };
};

describe("the bundle that Pulumi starts", () => {
  let root = "";
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "trireme-bundle-"));
    write("components/greeting.ts", `export const greeting: string = "first";\n`);
    write(
      "stacks/index.ts",
      `import { greeting } from "../components/greeting";\nexport = () => greeting;\n`,
    );
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("is made once for the same sources", () => {
    const first = bundle(root);
    const second = bundle(root);
    expect([first.built, second.built]).toEqual([true, false]);
    expect(second.file).toBe(first.file);
  });

  it("is made again when any source changes, so that no edit is missed", () => {
    const before = (load(bundle(root).file) as () => string)();
    write("components/greeting.ts", `export const greeting: string = "second";\n`);
    const after = (load(bundle(root).file) as () => string)();
    expect([before, after]).toEqual(["first", "second"]);
  });

  it("removes those of earlier sources after a day", () => {
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(dirname(bundle(root).file), yesterday, yesterday);
    write("components/greeting.ts", `export const greeting: string = "third";\n`);
    bundle(root);
    expect(readdirSync(join(root, ".trireme", "program"))).toHaveLength(1);
  });

  it("names the line of an error", () => {
    write("stacks/index.ts", "export const broken = ;\n");
    expect(() => bundle(root)).toThrow(/stacks\/index\.ts:1:2\d/);
  });

  it("holds our own sources alone, no package", () => {
    write("stacks/index.ts", `import { z } from "zod";\nexport = () => z;\n`);
    expect(readFileSync(bundle(root).file, "utf8")).toContain('require("zod")');
  });

  it("refuses a source elsewhere, whose edits would go unnoticed", () => {
    write("elsewhere/stray.ts", "export const stray = 1;\n");
    write("stacks/index.ts", `import { stray } from "../elsewhere/stray";\nexport = () => stray;\n`);
    expect(() => bundle(root)).toThrow(/imports elsewhere\/stray\.ts.*an edit elsewhere would go unnoticed/);
  });
});
