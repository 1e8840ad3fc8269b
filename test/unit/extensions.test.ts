import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckoutCopy } from "../support/checkout-copy";
import { clonedFiles } from "../support/clone";
import { root } from "../support/sources";

const page = readFileSync(join(root, "docs/own-system.md"), "utf8");
/** What the page on an own system says to write, by its path in the checkout. */
const files = [...page.matchAll(/^`([\w./-]+)`:\n\n```\w+\n(.*?)^```/gms)].map(
  ([, file = "", text = ""]) => [file, text] as const,
);
/** What it says to run; what needs an engine is in blocks of plain text. */
const commands = [...page.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = ""]) =>
  block.trim().split("\n"),
);

const greet = `import { command } from "../command-line/declaration";

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
`;

/** What the program would say of stacks before it makes anything: a line \`stack: message\` for each. */
const checking = `
import { configOf } from "./cli/stack/system";
import { checkedArgs } from "./stacks/config/checked";
for (const stack of process.argv.slice(2)) {
  try {
    checkedArgs(configOf(stack), process.cwd());
    console.log(stack + ": valid");
  } catch (error) {
    console.log(stack + ": " + (error as Error).message);
  }
}
`;

const copy = new CheckoutCopy();
afterAll(() => copy.remove());

// A busy machine takes minutes for what a quiet one does in seconds.
const patient = { timeout: 600_000 };

beforeAll(() => {
  for (const [file, text] of [...files, ["cli/commands/greet.ts", greet] as const]) copy.write(file, text);
  // The checkout of Polls that the page speaks of, as far as the check looks at it.
  mkdirSync(join(dirname(copy.folder), "polls"), { recursive: true });
  writeFileSync(join(dirname(copy.folder), "polls", "Dockerfile"), "FROM scratch\n");
  for (const command of commands) copy.command(...command.split(" ").slice(2));
}, patient.timeout);

describe("in a copy of the checkout", patient, () => {
  it("a system of one file is in the registry, the schema and Pulumi.yaml, and every target has checked it", () => {
    expect(copy.read("stacks/systems/index.ts")).toContain("polls.system");
    expect(copy.read("schema/stack.schema.json")).toContain('"polls"');
    expect(copy.read("Pulumi.yaml")).toMatch(/The system to run: .*polls/);
    expect(copy.read("README.md")).toMatch(/^\| Polls, development +\| accepted, not verified +\| accepted/m);
  });

  it("a command of one file runs, and is in the page on commands", () => {
    expect(copy.command("greet")).toBe("Hello.\n");
    expect(copy.read("docs/commands.md")).toContain("Greet whoever asks for it.");
  });

  it("nothing else is touched but what npx trireme reference writes", () => {
    const read = (file: string): string => readFileSync(join(root, file), "utf8");
    expect(
      clonedFiles()
        .filter((file) => read(file) !== copy.read(file))
        .sort(),
    ).toEqual([
      "Pulumi.yaml",
      "README.md",
      "cli/command-line/table.ts",
      "docs/commands.md",
      "schema/stack.schema.json",
      "stacks/systems/index.ts",
    ]);
  });
});

describe("who follows the page on an own system", patient, () => {
  it("writes a system and two stacks, and runs two commands", () => {
    expect(files.map(([file]) => file)).toEqual([
      "stacks/systems/polls/index.ts",
      "Pulumi.polls-dev.yaml",
      "Pulumi.polls-prod.yaml",
    ]);
    expect(commands).toEqual(["npx trireme reference", "npx trireme diagram polls-dev"]);
    const drawing = copy.read(".trireme/diagrams/polls-dev/diagram.mmd");
    for (const name of ["web", "worker", "db", "redis", "migrate", "proxy"]) expect(drawing).toContain(name);
  });

  it("has two stacks without an error, and is told the three errors that the page names in one message", () => {
    copy.write("check.ts", checking);
    expect(copy.run("check.ts", "polls-dev", "polls-prod")).toBe("polls-dev: valid\npolls-prod: valid\n");
    const [[file, text] = ["", ""]] = files;
    copy.write(
      file,
      text
        .replace("stores: [db, cache]", "stores: [db]")
        .replaceAll("command: [", "publish: { main: { port: 9000 } }, command: [")
        .replace('run: "release"', 'run: { schedule: "0 0 3 * * *" }'),
    );
    const told = copy.run("check.ts", "polls-dev");
    copy.write(file, text);
    for (const part of ["redis", "9000", "0 0 3 * * *"]) expect(told).toContain(part);
  });

  it("has written what the compiler accepts", () => {
    const project = '{ "extends": "./tsconfig.json", "include": ["stacks/systems/polls"] }';
    const cwd = copy.write("tsconfig.own.json", project);
    execFileSync(
      process.execPath,
      ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.own.json"],
      { cwd },
    );
  });
});
