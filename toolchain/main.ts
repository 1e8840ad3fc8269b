import { PlainError } from "./errors";

type Command = () => Promise<{ run(args: string[]): Promise<number> }>;

/** Loaded when asked for, so that no command pays for another's imports. */
const commands: Readonly<Record<string, Command>> = {
  start: () => import("./commands/start"),
  preview: () => import("./commands/preview"),
  drift: () => import("./commands/drift"),
  up: () => import("./commands/up"),
  destroy: () => import("./commands/destroy"),
  release: () => import("./commands/release"),
  rollback: () => import("./commands/rollback"),
  prune: () => import("./commands/prune"),
  rotate: () => import("./commands/rotate"),
  renew: () => import("./commands/renew"),
  preflight: () => import("./commands/preflight"),
  verify: () => import("./commands/verify"),
  outputs: () => import("./commands/outputs"),
  logs: () => import("./commands/logs"),
  backup: () => import("./commands/backup"),
  restore: () => import("./commands/restore"),
  drill: () => import("./commands/drill"),
  diagram: () => import("./commands/diagram"),
  audit: () => import("./commands/audit"),
  env: () => import("./commands/env"),
  engine: () => import("./commands/engine"),
  cluster: () => import("./commands/cluster"),
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
