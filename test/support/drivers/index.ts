import { prefixOf } from "../../../components/model/values/naming";
import type { Driver, Instance, Subject } from "./driver";
import { DockerDriver } from "./docker";
import { KubernetesDriver } from "./kubernetes";

/** What the conformance tests ask of a stack, on whatever it runs. */
export function driverOf({ target, stack }: Subject): Driver {
  switch (target) {
    case "docker":
      return new DockerDriver(stack);
    case "kubernetes":
      return new KubernetesDriver(prefixOf("syfthub", stack));
    default:
      return target satisfies never;
  }
}

/** An instance of a part. */
export async function instanceOf(driver: Driver, part: string, role = "service"): Promise<Instance> {
  const found = (await driver.instances()).find((one) => one.part === part && one.role === role);
  if (found === undefined) throw new Error(`no ${role} of ${part} runs`);
  return found;
}

/** A variable of a service as its processes have it. */
async function variableOf(driver: Driver, part: string, name: string): Promise<string> {
  const { code, output } = await driver.exec(await instanceOf(driver, part), ["printenv", name]);
  if (code !== 0) throw new Error(`${part} has no ${name}: ${output}`);
  return output.trim();
}

/** A statement of the user that the backend's connection string names, asked at the database itself. */
export async function asDatabaseUser(driver: Driver, statement: string): Promise<string> {
  const { username, password, pathname } = new URL(await variableOf(driver, "backend", "DATABASE_URL"));
  const login = [`PGUSER=${username}`, `PGPASSWORD=${password}`, "PGHOST=127.0.0.1"];
  const psql = ["psql", "-Xwqt", "-v", "ON_ERROR_STOP=1", "-A", "-d", pathname.slice(1), "-c", statement];
  const { code, output } = await driver.exec(await instanceOf(driver, "db", "store"), [
    "env",
    ...login,
    ...psql,
  ]);
  if (code !== 0) throw new Error(output);
  return output.trim();
}

/** A command of the client that the backend's connection string names. */
export async function asRedisClient(driver: Driver, ...command: readonly string[]): Promise<string> {
  const { password } = new URL(await variableOf(driver, "backend", "REDIS_URL"));
  const client = ["env", `REDISCLI_AUTH=${password}`, "redis-cli", "--no-auth-warning", ...command];
  const { code, output } = await driver.exec(await instanceOf(driver, "redis", "store"), client);
  if (code !== 0) throw new Error(output);
  return output.trim();
}

/** A checksum of every table's rows; the backup's own marker moves on. */
export async function checksumsOf(driver: Driver): Promise<string> {
  const tables = await asDatabaseUser(
    driver,
    `select string_agg(format('%I.%I', schemaname, tablename), E'\\n' order by schemaname, tablename) from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'trireme')`,
  );
  const each = tables
    .split("\n")
    .map(
      (name) =>
        `select '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' order by x::text)), '-') from ${name} x`,
    );
  return await asDatabaseUser(driver, each.join(" union all "));
}
