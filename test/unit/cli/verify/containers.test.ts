import { describe, expect, it } from "vitest";
import { checkContainers, type Container } from "../../../../cli/verify/containers";
import {
  labelNames,
  postgres,
  qdrant,
  redis,
  system,
  type Role,
  type Server,
} from "../../../../components/model";
import { dbProps, development } from "../../../support/valid";

const running = (component: string, role: Role, number = 0): Container => ({
  Name: `/${component}-${role}-${number}`,
  State: { Status: "running", ExitCode: 0, Health: { Status: "healthy" } },
  Config: { Labels: { [labelNames.component]: component, [labelNames.role]: role } },
});
const claims = (store: Server, target: "docker" | "kubernetes" | "aws", found: readonly Container[] = []) =>
  checkContainers(system("shop", development, { stores: [store] }), found, "prod", {
    target,
    proxy: false,
  }).map(({ claim, reason }) => (reason === undefined ? `✓ ${claim}` : `✗ ${claim}`));
describe("the servers that verify looks for", () => {
  const db = postgres("db", { ...dbProps, readReplicas: 2 });

  it("are all nodes of a store, on an engine and on a cluster", () => {
    const vectors = qdrant("vectors", { version: "v1.17.0", nodes: 3 });
    for (const target of ["docker", "kubernetes"] as const)
      expect(claims(vectors, target)).toEqual(["✗ 3 instances of vectors are running and healthy"]);
    const cache = redis("cache", { version: "7", persistence: "none", nodes: 3 });
    expect(
      claims(
        cache,
        "kubernetes",
        [0, 1, 2].map((index) => running("cache", "store", index)),
      ),
    ).toEqual([
      "✓ 3 instances of cache are running and healthy",
      "✗ 3 instances of cache's Sentinel are running and healthy",
    ]);
  });

  it("are the replicas of a database, and what leads to them, where no operator looks after them", () => {
    const expected = [
      "✗ db is running and healthy",
      "✗ 2 instances of db's read replica are running and healthy",
      "✗ what leads to db's read replicas is running and healthy",
    ];
    expect(claims(db, "docker")).toEqual(expected);
    expect(claims(db, "kubernetes")).toEqual(expected);
    expect(claims({ ...db, operator: "cloudnative-pg" }, "kubernetes")).toEqual([
      "✗ db is running and healthy",
    ]);
  });
});
