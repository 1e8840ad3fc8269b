import type { Outcome } from "../../docker/checkout";
import { containerOf, execIn } from "../../docker/engine";

/** A variable of the backend as its container has it. */
export async function variable(stack: string, name: string): Promise<string> {
  const { Config } = await (await containerOf(stack, "backend")).inspect();
  const found = Config.Env.find((assignment) => assignment.startsWith(`${name}=`));
  if (found === undefined) throw new Error(`the backend has no ${name}`);
  return found.slice(name.length + 1);
}

/** A statement of the user that a connection string names. */
export async function asDatabaseUser(stack: string, url: string, statement: string): Promise<Outcome> {
  const { username, password, pathname } = new URL(url);
  const login = [
    `PGUSER=${username}`,
    `PGPASSWORD=${password}`,
    "PGHOST=127.0.0.1",
    `PGDATABASE=${pathname.slice(1)}`,
  ];
  const psql = ["psql", "-Xwqt", "-v", "ON_ERROR_STOP=1", "-A", "-c", statement];
  return await execIn(await containerOf(stack, "db", "store"), ["env", ...login, ...psql]);
}

/** A command of the client that a connection string names. */
export async function asRedisClient(
  stack: string,
  url: string,
  ...command: readonly string[]
): Promise<string> {
  const { password } = new URL(url);
  const { output } = await execIn(await containerOf(stack, "redis", "store"), [
    "env",
    `REDISCLI_AUTH=${password}`,
    "redis-cli",
    "--no-auth-warning",
    ...command,
  ]);
  return output.trim();
}
