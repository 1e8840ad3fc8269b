import { describe, expect, it } from "vitest";
import { driverOf } from "../../../../../components/docker/stores";
import { objectStore, postgres, qdrant, redis, type Server } from "../../../../../components/model";

const refused = (store: Server) =>
  driverOf(store)
    .refusals(store, undefined)
    .filter(({ set }) => set)
    .map(({ path }) => path);

const db = { version: "16", database: "shop", user: "shop" } as const;

describe("a store in one container", () => {
  it("is refused what takes several servers, or a server of another kind", () => {
    const all = { readReplicas: 1, standby: true };
    expect(refused(postgres("db", { ...db, ...all }))).toEqual(["standby"]);
    const minimal = { readReplicas: 1, parameters: { wal_level: "minimal" } };
    expect(refused(postgres("db", { ...db, ...minimal }))).toEqual(["parameters.wal_level"]);
    expect(refused(postgres("db", { ...db, ...minimal, readReplicas: 0 }))).toEqual([]);
    expect(refused(redis("cache", { version: "7", persistence: "none", nodes: 2 }))).toEqual(["nodes"]);
    const publish = { port: 6333 };
    expect(refused(qdrant("vectors", { version: "1", nodes: 3, publish }))).toEqual(["publish"]);
    expect(refused(objectStore("objects", { version: "1", buckets: ["a"] }))).toEqual(["buckets"]);
  });

  it("is refused nothing of what one server does", () => {
    expect(
      refused(postgres("db", { ...db, extensions: ["vector"], pooler: true, tls: true, connectionLimit: 5 })),
    ).toEqual([]);
    for (const nodes of [1, 3])
      expect(refused(redis("cache", { version: "7", persistence: "none", nodes }))).toEqual([]);
    expect(refused(objectStore("objects", { version: "1", buckets: [] }))).toEqual([]);
    expect(refused(objectStore("objects", { version: "1", buckets: ["uploads"] }))).toEqual([]);
  });

  it("may have several servers where they find each other", () => {
    expect(refused(qdrant("vectors", { version: "1", nodes: 3 }))).toEqual([]);
  });
});
