import { describe, expect, it } from "vitest";
import { replicateStores } from "../../../../policies/data/replicate-stores";
import { broken, holds, messagesOf, subject } from "../../../support/policies";

const set =
  "Set it, or set replicas to false in this policy's configuration and say why there. [AWS FSBP v1.0.0: RDS.5, ElastiCache.3]";
const database = subject("aws:rds/instance:Instance", { multiAz: true }, { name: "db" });

holds(replicateStores, [
  {
    what: "a database",
    fine: database,
    breaks: [["multiAz", false, `aws:Instance "db": multiAz is false; allowed: true. ${set}`]],
  },
  {
    what: "a cache",
    fine: subject(
      "aws:elasticache/replicationGroup:ReplicationGroup",
      { automaticFailoverEnabled: true, multiAzEnabled: true },
      { name: "redis" },
    ),
    breaks: ["automaticFailoverEnabled", "multiAzEnabled"].map(
      (path) =>
        [path, undefined, `aws:ReplicationGroup "redis": ${path} is not set; allowed: true. ${set}`] as const,
    ),
  },
  {
    what: "a cluster of databases on Kubernetes",
    fine: subject("kubernetes:postgresql.cnpg.io/v1:Cluster", { spec: { instances: 3 } }, { name: "db" }),
    breaks: [
      ["spec.instances", 1, `kubernetes:Cluster "db": spec.instances is 1; allowed: 2 or more. ${set}`],
    ],
  },
]);

describe(replicateStores.name, () => {
  it("asks nothing of a stack that needs no replicas", () => {
    expect(messagesOf(replicateStores, [broken(database, "multiAz", false)], { replicas: false })).toEqual(
      [],
    );
  });
});
