import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout, type Outcome } from "../docker/checkout";
import { containerOf, engine, eventually, execIn } from "../docker/engine";
import type { Sample } from "./support/attack";
import { targets } from "./support/live";
import { faultsOf, Load } from "./support/load";
import { thorough } from "./support/thorough";
import { asDatabaseUser, asRedisClient, variable } from "./support/stores";

const production = inject("production");
const { stack } = production;
const checkout = Checkout.at(production.folder);
const file = "stacks/systems/syfthub/index.ts";
const system = checkout.read(file);
const url = "DATABASE_URL: db.url,";
const parts =
  "DB_HOST: db.host, DB_PORT: db.port, DB_USER: db.user, DB_PASSWORD: db.password, DB_DATABASE: db.database,";
/** The database twice: its two roles take turns. */
const rotations = ["secret-key", ...(thorough ? ["identity-key"] : []), "db", "redis", "db"];

async function idOf(store: string): Promise<string> {
  return (await containerOf(stack, store, "store")).id;
}

/** What the backend logs in with, which it takes in parts. */
async function databaseUrl(): Promise<string> {
  const part = (name: string) => variable(stack, `DB_${name}`);
  return `postgresql://${await part("USER")}:${await part("PASSWORD")}@${await part("HOST")}/${await part("DATABASE")}`;
}

afterAll(async () => {
  checkout.write(file, system);
  await asDatabaseUser(stack, await variable(stack, "DATABASE_URL"), "drop table if exists rotation_probe");
});

describe("a rotation of each secret, under load, of a service that takes its database's URL in parts, then whole", () => {
  const names = ["SECRET_KEY", ...(thorough ? ["RSA_PRIVATE_KEY_PEM"] : []), "REDIS_URL"];
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const stores = new Map<string, string>();
  const done: Outcome[] = [];
  let betweenUrl = "";
  let made: { readonly code: number; readonly output: string } | undefined;
  let samples: readonly Sample[] = [];

  beforeAll(async () => {
    for (const name of names) before.set(name, await variable(stack, name));
    before.set("DATABASE_URL", await variable(stack, "DATABASE_URL"));
    // The first of the rotations brings it to the service.
    expect(system).toContain(url);
    checkout.write(file, system.replace(url, parts));
    for (const store of ["db", "redis"]) stores.set(store, await idOf(store));
    const load = await Load.start(production, targets);
    for (const [index, name] of rotations.entries()) {
      // The last of the rotations brings the whole URL again.
      if (index === rotations.length - 1) checkout.write(file, system);
      done.push(await checkout.trireme("rotate", stack, name, "--yes"));
      if (rotations.indexOf(name) === index && name === "db") {
        betweenUrl = await databaseUrl();
        made = await asDatabaseUser(
          stack,
          betweenUrl,
          "create table rotation_probe (); select tableowner from pg_tables where tablename = 'rotation_probe'",
        );
      }
    }
    samples = await load.stop();
    for (const name of [...names, "DATABASE_URL"]) after.set(name, await variable(stack, name));
  }, 1_800_000);

  it("ends well", () => {
    for (const { code, output } of done) expect(code, output).toBe(0);
    expect(done).toHaveLength(rotations.length);
  });

  it("fails no request", () => {
    console.log(`${samples.length} requests during ${rotations.length} rotations`);
    expect(samples.length).toBeGreaterThan(1000);
    expect(faultsOf(samples)).toEqual([]);
  });

  it("gives the consumers another value, and the database's by turns another role", () => {
    for (const [name, old] of before) expect(after.get(name), name).not.toBe(old);
    const users = [before.get("DATABASE_URL") ?? "", betweenUrl, after.get("DATABASE_URL") ?? ""];
    expect(users.map((url) => new URL(url).username)).toEqual(["syfthub", "syfthub_alt", "syfthub"]);
  });

  it("lets the other role make what belongs to the owner", () => {
    expect([made?.code, made?.output.trim()]).toEqual([0, "syfthub"]);
  });

  it("leaves the stores' containers as they are", async () => {
    for (const [store, id] of stores) expect(await idOf(store), store).toBe(id);
  });

  it("leaves no old password that opens anything", async () => {
    for (const old of [before.get("DATABASE_URL") ?? "", betweenUrl]) {
      const { code, output } = await asDatabaseUser(stack, old, "select 1");
      expect([code, output]).toEqual([2, expect.stringContaining("password authentication failed")]);
    }
    expect((await asDatabaseUser(stack, after.get("DATABASE_URL") ?? "", "select 1")).output.trim()).toBe(
      "1",
    );
    expect(await asRedisClient(stack, before.get("REDIS_URL") ?? "", "get", "x")).toContain("NOAUTH");
    expect(await asRedisClient(stack, after.get("REDIS_URL") ?? "", "ping")).toBe("PONG");
  });

  it("leaves a health check of Redis that opens nothing else", async () => {
    const redis = await containerOf(stack, "redis", "store");
    const ask = async (...words: readonly string[]) =>
      (await execIn(redis, ["redis-cli", "--no-auth-warning", "--user", "health", "--pass", "any", ...words]))
        .output;
    expect(await ask("ping")).toContain("PONG");
    expect(await ask("get", "x")).toContain("NOPERM");
    expect(await ask("acl", "list")).toContain("NOPERM");
  });

  it("is known to stores that start again", async () => {
    for (const store of ["db", "redis"])
      await engine()
        .getContainer(stores.get(store) ?? "")
        .restart();
    await eventually("Redis knows its new password after a start", async () =>
      (await asRedisClient(stack, after.get("REDIS_URL") ?? "", "ping")) === "PONG" ? true : undefined,
    );
    await eventually("the database knows its new password after a start", async () =>
      (await asDatabaseUser(stack, after.get("DATABASE_URL") ?? "", "select 1")).code === 0
        ? true
        : undefined,
    );
    expect(await asRedisClient(stack, before.get("REDIS_URL") ?? "", "get", "x")).toContain("NOAUTH");
  });

  it("may be asked for again without harm", async () => {
    const again = await checkout.trireme("rotate", stack, "--retire");
    expect(again.code, again.output).toBe(0);
    const { code, output } = await checkout.trireme("verify", stack);
    expect(code, output).toBe(0);
  });
});

describe("what is no secret of this stack", () => {
  it("is refused before anything is changed", async () => {
    const stackFile = `Pulumi.${stack}.yaml`;
    const text = checkout.read(stackFile);
    const { code, output } = await checkout.trireme("rotate", stack, "sekret-key", "--yes");
    expect(code).toBe(1);
    expect(output).toContain("it has db, identity-key, redis, secret-key");
    expect(checkout.read(stackFile)).toBe(text);
  });
});
