import { describe, expect, it } from "vitest";
import { postgres, type Postgres } from "../../../../../components/model";
import { Database } from "../../../../../components/aws/stores/postgres";
import { awsContext, awsSettings, shop } from "../../../../support/aws-stores";
import { deploy, listed, only, valueOf } from "../../../../support/mocks";

const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const answers = {
  "shop-prod-db": {
    endpoint: "shop-prod-db.rds.example:5432",
    address: "shop-prod-db.rds.example",
    arn: "arn:db",
  },
  "shop-prod-db-read-1": { endpoint: "read-1.rds.example:5432", address: "read-1.rds.example" },
};

function deployed(changes: Partial<Postgres> = {}, settings = awsSettings()) {
  const store = { ...db, ...changes };
  return deploy(() => new Database(awsContext(shop({ stores: [store] }), { settings }), { store }), {
    answers,
  });
}

describe("a database", () => {
  it("is made of these, each with its reason", async () => {
    expect(listed(await deployed())).toEqual([
      "LogGroup shop-prod-db-postgresql", // else RDS makes them without key and end
      "LogGroup shop-prod-db-upgrade",
      "Role shop-prod-db-monitoring",
      "RolePolicyAttachment shop-prod-db-monitoring", // the machine's own metrics
      "Instance shop-prod-db",
      "ParameterGroup shop-prod-db", // TLS, pgaudit, the system's tuning
      "SubnetGroup shop-prod-db", // among the stores
      "Secret shop-prod-db-credentials", // for the pooler, the tasks and people
      "SecretVersion shop-prod-db-credentials",
      "Database shop-prod-db",
    ]);
  });

  it("is protected, outlives the stack, and stands where only its consumers reach it", async () => {
    const { inputs, protect, retainOnDelete, dependsOn } = only(await deployed(), "Instance", "shop-prod-db");
    expect({ protect, retainOnDelete }).toEqual({ protect: true, retainOnDelete: true });
    expect(inputs).toMatchObject({
      vpcSecurityGroupIds: ["sg-db"],
      kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/ours",
      storageEncrypted: true,
      publiclyAccessible: false,
      tags: { "dev.trireme.system": "shop", "dev.trireme.stack": "prod", "dev.trireme.part": "db" },
    });
    expect(dependsOn).toEqual(
      expect.arrayContaining(["LogGroup shop-prod-db-postgresql", "LogGroup shop-prod-db-upgrade"]),
    );
  });

  it("shows its password to nobody", async () => {
    const { resources } = await deployed();
    const texts = resources.flatMap((resource) => resource.texts);
    const shown = texts.filter(({ text }) => text.includes("password of db"));
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.filter(({ secret }) => !secret)).toEqual([]);
  });

  it("is reached by its endpoint, and reading goes there too", async () => {
    const { made, direct } = (await deployed()).result;
    expect(await valueOf(direct)).toBe("shop-prod-db.rds.example:5432");
    expect(await valueOf(made.address.main as typeof direct)).toBe("shop-prod-db.rds.example:5432");
    expect(made.address.read).toBeUndefined();
  });

  it("reads from its replica where it has one", async () => {
    const { made } = (await deployed({ readReplicas: 1 })).result;
    expect(await valueOf(made.address.read as Database["direct"])).toBe("read-1.rds.example:5432");
  });

  it("spreads readers over several replicas by one name", async () => {
    const deployment = await deployed({ readReplicas: 2 });
    expect(only(deployment, "Record", "shop-prod-db-read-2").inputs).toMatchObject({
      name: "read.db.shop-prod.internal",
      ttl: 5,
      weightedRoutingPolicies: [{ weight: 1 }],
    });
    expect(only(deployment, "Instance", "shop-prod-db-read-1").inputs).toMatchObject({
      performanceInsightsKmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/ours",
    });
  });

  it("has a pooler that reads this secret alone, and is reached through it", async () => {
    const deployment = await deployed({
      pooler: true,
      connectionLimit: 20,
      parameters: { max_connections: "100" },
    });
    expect(only(deployment, "ProxyDefaultTargetGroup", "shop-prod-db").inputs).toMatchObject({
      connectionPoolConfig: { maxConnectionsPercent: 20 },
    });
    expect(only(deployment, "Proxy", "shop-prod-db").inputs).toMatchObject({
      requireTls: true,
      name: "shop-prod-db-pooler",
      vpcSecurityGroupIds: ["sg-db"],
    });
    const { policy } = only(deployment, "RolePolicy", "shop-prod-db-pooler").inputs;
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Action: string[] }[] };
    expect(Statement.flatMap(({ Action }) => Action)).toEqual([
      "secretsmanager:GetSecretValue",
      "kms:Decrypt",
    ]);
  });

  it("leaves nothing behind in development", async () => {
    const store = db;
    const context = awsContext(shop({ stores: [store] }, "development"));
    const deployment = await deploy(() => new Database(context, { store }), { answers });
    expect(only(deployment, "Instance", "shop-prod-db")).toMatchObject({
      protect: false,
      retainOnDelete: false,
      inputs: { skipFinalSnapshot: true, deletionProtection: false },
    });
    expect(only(deployment, "Secret", "shop-prod-db-credentials").inputs).toMatchObject({
      recoveryWindowInDays: 0,
    });
  });
});
