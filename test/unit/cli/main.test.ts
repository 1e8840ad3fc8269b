import { execFile } from "node:child_process";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { CheckoutCopy } from "../../support/checkout-copy";
import { importsOf, nodesOf, parsed } from "../../support/sources";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

/** With the packages of this checkout: the bootstrap installs none there. */
const copy = new CheckoutCopy();
afterAll(() => copy.remove());

describe("exit codes", { timeout: 60_000 }, () => {
  it("tell help and a wrong call apart", async () => {
    const trireme = (...args: readonly string[]) => run(copy.folder, "cli/bootstrap.mjs", ...args);
    const [none, help, one, unknown, option] = await Promise.all([
      trireme(),
      trireme("--help"),
      trireme("help", "completion"),
      trireme("verfy"),
      trireme("completion", "bash", "--quite"),
    ]);
    expect([none.code, help.code, one.code]).toEqual([0, 0, 0]);
    expect(none.stdout).toBe(help.stdout);
    expect(one.stdout).toContain("Usage: trireme completion [options] <shell>");
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain("(Did you mean verify?)");
    expect(option.code).toBe(2);
  });

  it("tell a stack that is none from a failure, except where 2 says that something differs", async () => {
    const trireme = (...args: readonly string[]) => run(copy.folder, "cli/bootstrap.mjs", ...args);
    const [verify, drift] = await Promise.all([trireme("verify", "stagign"), trireme("drift", "stagign")]);
    expect(verify.code).toBe(2);
    expect(verify.stderr).toContain('There is no stack "stagign"');
    expect(drift.code).toBe(1);
  });
});

describe("help of all", () => {
  /** What is loaded with a file before anything is asked for: no types, and nothing by import(). */
  function loaded(path: string, seen = new Set<string>()): ReadonlySet<string> {
    if (seen.has(path)) return seen;
    seen.add(path);
    if (!path.endsWith(".ts")) return seen;
    const typesOrLater = new Set(
      nodesOf(parsed(path)).flatMap((node) =>
        ts.isImportDeclaration(node) &&
        node.importClause?.isTypeOnly !== true &&
        ts.isStringLiteral(node.moduleSpecifier)
          ? [node.moduleSpecifier.text.replace(/^.*\//, "")]
          : [],
      ),
    );
    for (const to of importsOf(path))
      if (typesOrLater.has(to.replace(/^.*\//, "").replace(/\.ts$/, ""))) loaded(to, seen);
    return seen;
  }

  it("loads commander and a handful of small files, and neither a command nor Pulumi nor zod", () => {
    const all = [...loaded("cli/main.ts")].filter((one) => !one.startsWith("node:")).sort();
    expect(all).toEqual([
      "cli/command-line/help.ts",
      "cli/command-line/load.ts",
      "cli/command-line/parse.ts",
      "cli/command-line/perform.ts",
      "cli/command-line/table.ts",
      "cli/main.ts",
      "commander",
      "setup/errors.ts",
      "setup/workspace.ts",
    ]);
  });
});
