import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../support/sources";

const copy = mkdtempSync(join(tmpdir(), "trireme-extended-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const git = (...args: readonly string[]): readonly string[] =>
  execFileSync("git", ["ls-files", "-z", ...args], { cwd: root })
    .toString()
    .split("\0")
    .filter(Boolean);
const sources = git("--cached", "--others", "--exclude-standard").filter((file) =>
  existsSync(join(root, file)),
);
const read = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");

/** All that is written to add one of each, by its path in the checkout. */
const written: Readonly<Record<string, string>> = {
  "stacks/systems/guest-book/index.ts": `${read(root, "examples/systems/guestbook.ts")
    .replaceAll('"../../components/model"', '"../../../components/model"')
    .replace('system("guestbook"', 'system("guest-book"')}
import { defineSystem } from "../define";

export default defineSystem({
  name: "guest-book",
  title: "Guestbook",
  summary: "a page on which visitors sign",
  system: guestbook,
});
`,
  "cli/commands/greet.ts": `import { command } from "../command-line/declaration";

export const declaration = command({
  name: "greet",
  group: "Look",
  summary: "Greet whoever asks for it",
  stack: false,
  examples: [["greet", "say hello"]],
  run() {
    console.log("Hello.");
    return Promise.resolve(0);
  },
});
`,
};

const trireme = (...args: readonly string[]): string =>
  execFileSync(process.execPath, ["node_modules/tsx/dist/cli.mjs", "cli/main.ts", ...args], {
    cwd: copy,
    encoding: "utf8",
  });

beforeAll(() => {
  for (const file of sources) cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const [file, text] of Object.entries(written)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }
  trireme("reference");
}, 180_000);

describe("in a copy of the checkout", () => {
  it("a system of one file is in the registry, the schema and Pulumi.yaml, and every target has checked it", () => {
    expect(read(copy, "stacks/systems/index.ts")).toContain('"guest-book": guestBook.system');
    expect(read(copy, "schema/stack.schema.json")).toContain('"guest-book"');
    expect(read(copy, "Pulumi.yaml")).toContain("The system to run: guest-book, orbitspace");
    expect(read(copy, "README.md")).toMatch(
      /^\| Guestbook, development +\| accepted, not verified +\| accepted/m,
    );
  });

  it("a command of one file runs, and is in the page on commands", { timeout: 60_000 }, () => {
    expect(trireme("greet")).toBe("Hello.\n");
    expect(read(copy, "docs/commands.md")).toContain("Greet whoever asks for it.");
  });

  it("nothing else is touched but what npx trireme reference writes", () => {
    expect(sources.filter((file) => read(root, file) !== read(copy, file)).sort()).toEqual([
      "Pulumi.yaml",
      "README.md",
      "cli/command-line/table.ts",
      "docs/commands.md",
      "schema/stack.schema.json",
      "stacks/systems/index.ts",
    ]);
  });
});
