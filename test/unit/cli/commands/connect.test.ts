import { describe, expect, it } from "vitest";
import { clientEnvironment, connected } from "../../../../cli/commands/connect";
import {
  kafka,
  mariadb,
  postgres,
  provided,
  qdrant,
  redis,
  type Server,
  type System,
} from "../../../../components/model";

const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const cache = redis("cache", { version: "7", persistence: "none" });

describe("a store that is connected to", () => {
  const url = provided("db-url", { description: "the URL" }).value;
  it("is one that the stack runs", () => {
    const system = { stores: [db, cache] } as unknown as System;
    expect(connected(system, "cache", "dev")).toBe(cache);
    expect(() => connected(system, "queue", "dev")).toThrow(
      'There is no store "queue" in stack dev; its stores are db, cache.',
    );
    const external = { ...db, external: { url } };
    expect(() => connected({ ...system, stores: [external] }, "db", "dev")).toThrow("Store db is external");
  });
});

describe("what a client is told", () => {
  const told = (store: Server, password = "se/cret") =>
    clientEnvironment(store, 5433, { user: "shop", password });

  it("is its engine's own variables, and a URL whose parts are encoded", () => {
    expect(told(db)).toMatchObject({
      ...{ PGHOST: "127.0.0.1", PGPORT: "5433", PGUSER: "shop", PGPASSWORD: "se/cret", PGDATABASE: "shop" },
      STORE_URL: "postgresql://shop:se%2Fcret@127.0.0.1:5433/shop",
    });
    expect(told(cache)).toMatchObject({
      REDISCLI_AUTH: "se/cret",
      STORE_URL: "redis://:se%2Fcret@127.0.0.1:5433/0",
    });
    const maria = mariadb("maria", { version: "11.4", database: "shop", user: "shop" });
    expect(told(maria)).toMatchObject({ MYSQL_TCP_PORT: "5433", MYSQL_PWD: "se/cret" });
  });

  it("has no password where there is none", () => {
    const vectors = qdrant("vectors", { version: "1.12" });
    const environment = clientEnvironment(vectors, 6334, {});
    expect(environment).toEqual({
      STORE_HOST: "127.0.0.1",
      STORE_PORT: "6334",
      STORE_URL: "http://127.0.0.1:6334",
    });
    expect(Object.keys(clientEnvironment(db, 5433, {}))).not.toContain("PGPASSWORD");
    expect(told(kafka("bus", { version: "4.1" })).STORE_PORT).toBe("5433");
  });
});
