import { PlainError } from "./errors";

type Command = () => Promise<{ run(args: string[]): Promise<number> }>;

/** Loaded when asked for, so that no command pays for another's imports. */
const commands: Readonly<Record<string, Command>> = {
  start: () => import("./commands/start"),
  preview: () => import("./commands/preview"),
  up: () => import("./commands/up"),
  destroy: () => import("./commands/destroy"),
  verify: () => import("./commands/verify"),
  outputs: () => import("./commands/outputs"),
  logs: () => import("./commands/logs"),
  diagram: () => import("./commands/diagram"),
  env: () => import("./commands/env"),
  engine: () => import("./commands/engine"),
  bench: () => import("./commands/bench"),
  schema: () => import("./commands/schema"),
  test: () => import("./commands/test"),
};

async function main(): Promise<number> {
  const [name = "", ...args] = process.argv.slice(2);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const given = name === "" ? "No command was given" : `There is no command "${name}"`;
    throw new PlainError(`${given}; the commands are ${Object.keys(commands).join(", ")}.`);
  }
  return await (await load()).run(args);
}

process.on("beforeExit", () => {
  console.error(
    "Nothing is left to wait for, but the command has not ended: this is a fault of the toolchain.",
  );
  process.exit(70);
});

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof PlainError ? `\n${error.message}` : error);
    process.exit(1);
  },
);
