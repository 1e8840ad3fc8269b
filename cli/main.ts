import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommanderError } from "commander";
import { loadCommand } from "./command-line/load";
import { program } from "./command-line/parse";
import { perform } from "./command-line/perform";
import { PlainError, UsageError } from "../setup/errors";
import { projectRoot } from "../setup/workspace";

/** Of a wrong call, where the command says nothing else. */
let usageCode = 2;

async function main(): Promise<number> {
  const [name = "--help", ...args] = process.argv.slice(2);
  const manifest = readFileSync(join(projectRoot, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const declaration = await loadCommand(name);
  if (declaration !== undefined) {
    usageCode = declaration.usageCode ?? usageCode;
    return await perform(declaration, args, version);
  }
  const asked = name === "help" ? await loadCommand(args[0] ?? "") : undefined;
  program(asked === undefined ? [] : [asked], version).parse([name, ...args], { from: "user" });
  return 0;
}

function codeOf(error: unknown): number {
  // It has told by itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageCode;
  console.error(error instanceof PlainError ? `\n${error.message}` : error);
  return error instanceof UsageError ? usageCode : 1;
}

process.on("beforeExit", () => {
  console.error(
    "The command stopped before it ended, with nothing left to wait for. This is a bug in Trireme.",
  );
  process.exit(70);
});

main().then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(codeOf(error)),
);
