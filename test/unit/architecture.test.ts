import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { targetNames as targets } from "../../components/targets";
import { filesBelow, importsOf, nodesOf, parsed, place, root } from "../support/sources";

const folders = ["components", "stacks", "policies", "cli", "setup", "lab", "examples"];
const sources = folders.flatMap((folder) => filesBelow(folder));
const graph = new Map(sources.map((path) => [path, importsOf(path)]));

/** Imports of the files below a folder that none of the patterns allows, as `from → to`. */
function strangers(folder: string, allowed: readonly RegExp[]): readonly string[] {
  return [...graph]
    .filter(([path]) => path.startsWith(`${folder}/`))
    .flatMap(([path, imports]) =>
      imports.filter((to) => !allowed.some((pattern) => pattern.test(to))).map((to) => `${path} → ${to}`),
    );
}

/** All nodes of these files that satisfy a test. */
function nodes<T extends ts.Node>(paths: readonly string[], is: (node: ts.Node) => node is T): readonly T[] {
  return paths.flatMap((path) => nodesOf(parsed(path)).filter(is));
}

/** What an allow-list no longer needs: it only shrinks. */
const unneeded = (allowed: readonly string[], found: readonly string[]) =>
  allowed.filter((entry) => !found.includes(entry));

describe("the way of the data", () => {
  it("has files to look at", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(graph.get("stacks/index.ts")).toContain("components/targets.ts");
  });

  it("begins in a model that knows nothing but itself", () => {
    expect(strangers("components/model", [/^components\/model\//])).toEqual([]);
  });

  it("leads to renderers that know the model alone, and no Pulumi", () => {
    expect(strangers("components/render", [/^components\/(model|render)\//, /^(?!@pulumi\/)[^.]*$/])).toEqual(
      [],
    );
  });

  it("goes through features that know model and renderers alone, and no Pulumi", () => {
    const own = [/^components\/(lowering|model|render)\//, /^(?!@pulumi\/)[^.]*$/];
    expect(strangers("components/lowering", own)).toEqual([]);
  });

  it.each(targets)("leads to the target %s, which knows no system and no other target", (target) => {
    const own = new RegExp(`^components/(model|render|shared|${target})/`);
    expect(strangers(`components/${target}`, [own, /^[^.]*$/])).toEqual([]);
  });

  it("is listed once: every folder of a target is in the registry", () => {
    const others = ["lowering", "model", "render", "shared"];
    const found = readdirSync(join(root, "components"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !others.includes(entry.name))
      .map(({ name }) => name);
    expect(found.sort()).toEqual([...targets].sort());
  });

  it("reaches a platform through its descriptor alone", () => {
    const platforms = new RegExp(`^components/(${targets.join("|")})/platform\\.ts$`);
    expect(importers(platforms, /^lab\//)).toEqual(
      targets.map((name) => `components/${name}/index.ts → components/${name}/platform.ts`).sort(),
    );
  });

  it("has a contract between stacks and targets that knows the model alone", () => {
    const imports = graph.get("components/shared/platform.ts") ?? [];
    expect([...imports].sort()).toEqual([
      "@pulumi/pulumi",
      "components/model/index.ts",
      "components/shared/join.ts",
    ]);
  });

  it("begins with systems that know the model alone", () => {
    const own = [/^components\/model\//, /^stacks\/systems\//];
    // Transforms are a system's word to one target: they know that one's resources.
    const transforms =
      /^stacks\/systems\/[^/]+\/transforms\.(\w+)\.ts → (components\/\1\/children\.ts|components\/shared\/transform\.ts|@pulumi\/.*)$/;
    expect(strangers("stacks/systems", own).filter((line) => !transforms.test(line))).toEqual([]);
  });

  it("enters by stacks/index.ts, which nobody imports", () => {
    const importers = [...graph].filter(([, imports]) => imports.includes("stacks/index.ts"));
    expect(importers.map(([path]) => path)).toEqual([]);
  });

  it("reads Pulumi's configuration in one place", () => {
    const readers = [...graph].filter(
      ([path, imports]) => path.startsWith("stacks/") && imports.some((to) => to.startsWith("@pulumi/")),
    );
    expect(readers.map(([path]) => path)).toEqual([
      "stacks/config/index.ts",
      "stacks/index.ts",
      "stacks/join.ts",
    ]);
    const configs = nodes(sources, ts.isIdentifier).filter(({ text }) => text === "allConfig");
    expect(new Set(configs.map((node) => node.getSourceFile().fileName))).toEqual(
      new Set(["stacks/config/index.ts"]),
    );
  });

  /** Who imports something of these folders without being in one of those. */
  function importers(of: RegExp, but: RegExp): readonly string[] {
    return [...graph]
      .filter(([path]) => !but.test(path))
      .flatMap(([path, imports]) => imports.filter((to) => of.test(to)).map((to) => `${path} → ${to}`));
  }

  it("never depends on tests, nor on the commands and how they are set up", () => {
    expect(importers(/^test\//, /^lab\//)).toEqual([]);
    expect(importers(/^(cli|setup)\//, /^(cli|setup|lab)\//)).toEqual([]);
    expect(importers(/^cli\//, /^(cli|lab)\//)).toEqual([]);
  });

  it("asks Pulumi's CLI, and not the Automation API around it: docs/architecture.md has the reasons", () => {
    expect(importers(/^@pulumi\/pulumi\/automation/, /^test\//)).toEqual([]);
  });

  it("reaches the laboratory through one seam, when nothing else has what is needed", () => {
    expect(importers(/^lab\//, /^lab\//)).toEqual(["setup/lab.ts → lab/index.ts"]);
  });

  it("loads no SDK for a command, which would cost more than all of the command's own work", () => {
    const entries = ["cli/main.ts", ...filesBelow("cli/commands")];
    const { metafile } = buildSync({
      ...{ absWorkingDir: root, entryPoints: entries, bundle: true, platform: "node", packages: "external" },
      ...{ write: false, outdir: "out", metafile: true, logLevel: "silent" },
    });
    // What import() loads comes when it is needed: a target's platform is, in the program alone.
    const atOnce = (path: string) =>
      (metafile.inputs[path]?.imports ?? []).filter(({ kind }) => kind === "import-statement");
    const loaded = new Set(entries);
    for (const path of loaded) for (const { path: next } of atOnce(path)) loaded.add(next);
    expect(loaded).toContain("components/aws/index.ts");
    expect([...loaded].filter((path) => path.startsWith("@pulumi/"))).toEqual([]);
  });

  it("has no cycle, not even of types", () => {
    const settled = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      if (trail.includes(path) || settled.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      settled.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });
});

describe("resources", () => {
  const components = nodes(sources, ts.isClassDeclaration).filter((declaration) =>
    (declaration.heritageClauses ?? []).some((clause) =>
      clause.types.some(({ expression }) => expression.getText().endsWith("ComponentResource")),
    ),
  );

  it("of every component end with its outputs", () => {
    const silent = components.filter(
      (declaration) =>
        !nodesOf(declaration).some(
          (node) => ts.isCallExpression(node) && /^this\.registerOutputs$/.test(node.expression.getText()),
        ),
    );
    expect(components.length).toBeGreaterThan(5);
    expect(silent.map(place)).toEqual([]);
  });

  it("are never made inside apply, where a preview does not see them", () => {
    const plain = new Set(["Error", "RangeError", "Map", "Set", "URL", "URLSearchParams", "Promise"]);
    const applies = nodes(sources, ts.isCallExpression).filter(
      ({ expression }) => ts.isPropertyAccessExpression(expression) && expression.name.text === "apply",
    );
    const made = applies
      .flatMap(({ arguments: callbacks }) => callbacks.flatMap(nodesOf))
      .filter(ts.isNewExpression)
      .filter(({ expression }) => !plain.has(expression.getText()));
    expect(applies.length).toBeGreaterThan(0);
    expect(made.map(place)).toEqual([]);
  });
});

describe("the environment of the process", () => {
  it("is written nowhere: who starts a child hands it an environment of its own", () => {
    const users = sources.filter((path) => readFileSync(join(root, path), "utf8").includes("process.env"));
    const ofProcess = (node: ts.Node): boolean => node.getText().startsWith("process.env");
    const writes = nodes(users, ts.isExpression).filter((node) => {
      if (ts.isBinaryExpression(node))
        return (
          node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
          node.operatorToken.kind <= ts.SyntaxKind.LastAssignment &&
          ofProcess(node.left)
        );
      if (ts.isDeleteExpression(node)) return ofProcess(node.expression);
      return (
        ts.isCallExpression(node) &&
        /^(?:Object\.(?:assign|defineProperty|defineProperties)|Reflect\.\w+|process\.loadEnvFile)$/.test(
          node.expression.getText(),
        ) &&
        (node.arguments[0] === undefined ? true : ofProcess(node.arguments[0]))
      );
    });
    expect(users.length).toBeGreaterThan(0);
    expect(writes.map(place)).toEqual([]);
  });
});

describe("defaults", () => {
  /** What answers a question; a comparison that ties goes on to the next. */
  const truthful =
    /\.(includes|some|every|has|test|startsWith|endsWith|isDirectory|isFile|localeCompare)$|^(is|has)[A-Z]|^(existsSync|Object\.hasOwn|Array\.isArray)$/;

  function isCondition(node: ts.Node): boolean {
    const { parent } = node;
    if (ts.isParenthesizedExpression(parent) || isJunction(parent)) return isCondition(parent);
    if (ts.isPrefixUnaryExpression(parent)) return true;
    if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return true;
    return ts.isConditionalExpression(parent) && parent.condition === node;
  }

  function isJunction(node: ts.Node): node is ts.BinaryExpression {
    return (
      ts.isBinaryExpression(node) &&
      [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.AmpersandAmpersandToken].includes(node.operatorToken.kind)
    );
  }

  /** Whether an expression is true or false by its shape alone. */
  function isTruth(node: ts.Expression): boolean {
    if (ts.isParenthesizedExpression(node)) return isTruth(node.expression);
    if (isJunction(node)) return isTruth(node.left) && isTruth(node.right);
    if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
    if (ts.isCallExpression(node) || ts.isIdentifier(node))
      return truthful.test(ts.isCallExpression(node) ? node.expression.getText() : node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
    return (
      ts.isBinaryExpression(node) &&
      /^(===|!==|==|!=|<|>|<=|>=|in|instanceof)$/.test(node.operatorToken.getText())
    );
  }

  it("are taken for what is absent alone: ||, which takes them for 0 and the empty text too, joins conditions", () => {
    const ors = nodes(sources, ts.isBinaryExpression).filter(({ operatorToken }) =>
      [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.BarBarEqualsToken].includes(operatorToken.kind),
    );
    expect(ors.length).toBeGreaterThan(0);
    expect(ors.filter((node) => !isCondition(node) && !isTruth(node)).map(place)).toEqual([]);
  });
});

describe("files", () => {
  it("are one idea each, told in 300 lines at most", () => {
    const long = sources.filter((path) => readFileSync(join(root, path), "utf8").split("\n").length > 301);
    // It is generated, with a row for each command.
    const allowed: readonly string[] = ["cli/command-line/table.ts"];
    expect(long.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(unneeded(allowed, long)).toEqual([]);
  });

  it("of tests mirror what they test", () => {
    const ofTheWhole = /^test\/unit\/[^/]+\.test\.ts$/;
    const lone = filesBelow("test/unit", ".test.ts")
      .filter((path) => !ofTheWhole.test(path))
      .filter((path) => {
        const mirrored = path.replace(/^test\/unit\//, "").replace(/\.test\.ts$/, "");
        return !["", ".ts", ".cjs", ".mjs"].some((ending) => existsSync(join(root, mirrored + ending)));
      });
    const allowed: readonly string[] = [];
    expect(lone.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(unneeded(allowed, lone)).toEqual([]);
  });

  it("of every target stand in the same folders", () => {
    const skeleton = ["backup", "ingress", "network", "observability", "runtime", "stores", "workload"];
    const further: Readonly<Record<string, readonly string[]>> = { aws: ["cost", "iam"] };
    for (const target of targets) {
      const found = readdirSync(join(root, "components", target), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
      expect(found.sort()).toEqual([...skeleton, ...(further[target] ?? [])].sort());
      const names = filesBelow(`components/${target}`).map((path) =>
        path.replace(`components/${target}/`, ""),
      );
      expect(names).toEqual(
        expect.arrayContaining([
          "index.ts",
          "platform.ts",
          "unsupported.ts",
          "ingress/proxy.ts",
          "stores/store.ts",
          "workload/job.ts",
          "workload/secrets.ts",
          "workload/service.ts",
        ]),
      );
    }
  });

  it("of one folder are few enough to be looked over", () => {
    const counts = new Map<string, number>();
    for (const path of sources) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    // A command is a file, and a table tells them apart.
    const catalogues = ["cli/commands"];
    expect([...counts].filter(([folder, count]) => count > (catalogues.includes(folder) ? 30 : 22))).toEqual(
      [],
    );
  });
});
