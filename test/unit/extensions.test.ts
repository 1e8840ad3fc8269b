import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckoutCopy } from "../support/checkout-copy";
import { clonedFiles } from "../support/clone";
import { asking, mesh, paper, paperPlatform, paperRuntime, valkey } from "../support/dummies";
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

/** Files of the checkout that are different in a copy, sorted. */
function changed(of: CheckoutCopy): readonly string[] {
  return clonedFiles()
    .filter((file) => readFileSync(join(root, file), "utf8") !== of.read(file))
    .sort();
}

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
    expect(changed(copy)).toEqual([
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

describe("in another copy, a store engine, a kind of ingress and a target", patient, () => {
  const grown = new CheckoutCopy();
  afterAll(() => grown.remove());
  const edit = (file: string, from: string | RegExp, to: string) => {
    const text = grown.read(file);
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${file} has nothing like ${String(from)}`);
    grown.write(file, edited);
  };
  /** What the compiler says of the programs in the copy: `file: message` for each error. */
  const compiled = (): readonly string[] => {
    const project = '{ "extends": "./tsconfig.json", "include": ["components", "stacks", "cli"] }';
    const cwd = grown.write("tsconfig.own.json", project);
    const { stdout } = spawnSync(
      process.execPath,
      ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.own.json", "--pretty", "false"],
      { cwd, encoding: "utf8" },
    );
    return [...stdout.matchAll(/^([^\s(]+)\([\d,]+\): error TS\d+: (Property '\w+' is missing|.*)/gm)].map(
      ([, file = "", message = ""]) => `${file}: ${message}`,
    );
  };

  beforeAll(() => {
    grown.write("components/model/engines/valkey.ts", valkey);
    const engines = "components/model/engines/index.ts";
    edit(engines, /^import zookeeper/m, 'import valkey from "./valkey";\n$&');
    edit(engines, /^export \* from "\.\/zookeeper"/m, 'export * from "./valkey";\n$&');
    edit(engines, "redis, zookeeper }", "redis, valkey, zookeeper }");
    grown.write("components/kubernetes/ingress/kinds/mesh.ts", mesh);
    const schema = '  z.strictObject({ kind: z.literal("mesh"), namespace }),\n';
    edit(
      "components/kubernetes/settings.ts",
      /^ {2}z\.strictObject\(\{\n {4}kind: z\s*\.literal\("proxy"\)/m,
      `${schema}$&`,
    );
    grown.write("components/paper/index.ts", paper);
    grown.write("components/paper/platform.ts", paperPlatform);
    grown.write("cli/runtime/paper.ts", paperRuntime);
    edit("components/targets.ts", /^import \{ kubernetes.*$/m, '$&\nimport { paper } from "./paper";');
    edit("components/targets.ts", "kubernetes, aws }", "kubernetes, aws, paper }");
  });

  it("lack a driver on each target, a component and what commands know, and the compiler finds no other error", () => {
    expect(compiled()).toEqual([
      "cli/runtime/index.ts: Property 'paper' is missing",
      "components/aws/stores/index.ts: Property 'valkey' is missing",
      "components/docker/stores/index.ts: Property 'valkey' is missing",
      "components/kubernetes/ingress/create.ts: Property 'mesh' is missing",
      "components/kubernetes/ingress/kinds/index.ts: Property 'mesh' is missing",
      "components/kubernetes/stores/index.ts: Property 'valkey' is missing",
    ]);
  });

  it("work with a line in each of these: a target takes the store or says why not, and the new one makes a system", () => {
    for (const target of ["docker", "kubernetes"])
      edit(`components/${target}/stores/index.ts`, /^ {2}zookeeper/m, "  valkey: container(),\n$&");
    const refused = `{ path: "engine", set: true, message: "AWS has no service that runs valkey; run it elsewhere, and give its URL: external: { url: … }" }`;
    edit(
      "components/aws/stores/index.ts",
      /^ {2}zookeeper,/m,
      `  valkey: { refusals: () => [${refused}] },\n$&`,
    );
    edit(
      "components/kubernetes/ingress/create.ts",
      /^ {2}proxy:/m,
      '  mesh: (context, args, { namespace }, parent) =>\n    new Gateway(context, { ...args, gateway: { gateway: "mesh", namespace } }, { parent }).url,\n$&',
    );
    const kinds = "components/kubernetes/ingress/kinds/index.ts";
    edit(kinds, /^import \{ proxy/m, 'import { mesh } from "./mesh";\n$&');
    edit(kinds, /^ {2}proxy,/m, "  mesh,\n$&");
    edit("cli/runtime/index.ts", /^import \{ kubernetes.*$/m, '$&\nimport { paper } from "./paper";');
    edit("cli/runtime/index.ts", "docker, kubernetes }", "docker, kubernetes, paper }");
    grown.write("ask.ts", asking);
    expect(grown.run("ask.ts").trim().split("\n")).toEqual([
      "docker: valid",
      "kubernetes: valid",
      "aws: AWS has no service that runs valkey; run it elsewhere, and give its URL: external: { url: … }",
      "paper: valid",
      "mesh: ingress.internalPaths, from mesh-system",
      "order: api, web",
    ]);
  });

  it("touch a registry each, a record of each target, the schema and records of the kinds, and the commands' record", () => {
    expect(changed(grown)).toEqual([
      "cli/runtime/index.ts",
      "components/aws/stores/index.ts",
      "components/docker/stores/index.ts",
      "components/kubernetes/ingress/create.ts",
      "components/kubernetes/ingress/kinds/index.ts",
      "components/kubernetes/settings.ts",
      "components/kubernetes/stores/index.ts",
      "components/model/engines/index.ts",
      "components/targets.ts",
    ]);
  });
});
