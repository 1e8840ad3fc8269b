import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { provided, kafka, postgres, redis, type System } from "../../../../components/model";
import { describeSystem } from "../../../../stacks/config/describe";
import { parseStackFile } from "../../../../stacks/config/file";
import { checkIdle } from "../../../../stacks/config/idle";
import { parse } from "../../../../stacks/config/parse";
import { put } from "../../../support/leaves/change";
import { root } from "../../../support/sources";
import {
  api,
  cache,
  db,
  dbBackup,
  dbProps,
  image,
  proxy,
  resources,
  shop,
  web,
} from "../../../support/valid";

const start = {
  ...{ system: "syfthub", environment: "staging", domain: "shop.example.com" },
  ...{ imageRepository: "ghcr.io/your-org/shop", imageTag: "v1" },
};
const targets = {
  docker: {},
  kubernetes: { kubernetes: {} },
  aws: { aws: { region: "eu-west-1", account: "123456789012" } },
};
type Says = Readonly<Record<string, unknown>>;

function refused(target: keyof typeof targets, system: System, says: Says): readonly string[] {
  const config = parse(
    Object.entries(says).reduce<Says>((raw, [path, value]) => put(raw, path.split("."), value), {
      ...{ ...start, target },
      ...targets[target],
    }),
  );
  return checkIdle(system, config).map(({ path, message }) => `${path} ${message}`);
}

const { port: _, health: __, ports: ___, ...portless } = api;
const worker = { ...portless, name: "worker" };
const bare: System = { ...shop, ingress: undefined, stores: [], backups: [], jobs: [] };
const named: System = {
  ...shop,
  services: shop.services.map((service) => ({ ...service, user: 1000 })),
  jobs: [],
  stores: [db, cache],
};
const computing: System = {
  ...shop,
  services: [{ ...api, resources: { ...resources, gpus: 1 } }, web],
};
const withIngress = (change: Partial<typeof proxy>): System => ({
  ...shop,
  ingress: { ...proxy, ...change },
});
const withStores = (...stores: System["stores"]): System => ({ ...shop, stores });
const plain = withIngress({ tls: undefined, https: undefined });
const kafkaProps = { version: "3.9", zookeeper: "zookeeper", resources };
const broker = kafka("kafka", kafkaProps);
const sized = "set aws.stores.NAME.size";
const patient = (seconds: number): System =>
  withIngress({ routes: proxy.routes.map((route) => ({ ...route, timeouts: { read: `${seconds}s` } })) });

interface Row {
  readonly says: Says;
  /** Where it would change nothing. */
  readonly idle: System;
  readonly why: string;
  /** Where it changes something; absent: nowhere. */
  readonly used?: System;
  /** What else the stack says where it would change nothing. */
  readonly beside?: Says;
}

const own = (says: Says, idle: System, why: string, used?: System, beside?: Says): Row => ({
  ...{ says, idle, why },
  ...(used === undefined ? {} : { used }),
  ...(beside === undefined ? {} : { beside }),
});
const noPostgres = 'system "shop" has no Postgres or MariaDB that AWS runs';
const noRedis = 'system "shop" has no Redis that AWS runs';
const noKafka = 'system "shop" has no Kafka that AWS runs';
const elsewhere = postgres("db", {
  ...dbProps,
  external: { url: provided("url", { description: "its URL" }).value },
});

const made = {
  ...{ vpc: "vpc-0a1b2c3d4e5f67890" },
  publicSubnets: ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"],
  privateSubnets: ["subnet-0a1b2c3d4e5f60011", "subnet-0a1b2c3d4e5f60012"],
};
const noneMade = "the network is vpc-0a1b2c3d4e5f67890, which aws.network names, and none is made";

const onDocker: readonly Row[] = [
  own({ "docker.network": "edge" }, bare, 'system "shop" has no ingress and uses no external store', shop),
  own(
    { "docker.addresses": "10.9.0.0/16" },
    shop,
    'system "shop" has no store whose servers have addresses that stay: a Redis with several nodes',
    withStores(redis("cache", { version: "7", persistence: "none", nodes: 3 })),
  ),
];

const onAws: readonly Row[] = [
  ...[
    { "aws.cidr": "10.40.0.0/16" },
    { "aws.zones": ["a", "b"] },
    { "aws.sizes.zones": 2 },
    { "aws.sizes.nat": "single" },
    { "aws.sizes.flowLogs": true },
  ].map((says: Says) => own(says, shop, noneMade, shop, { "aws.network": made })),
  own({ "aws.sizes.database.class": "db.t4g.large" }, bare, noPostgres, shop),
  own({ "aws.sizes.database.class": "db.t4g.large" }, withStores(elsewhere), noPostgres, shop),
  own({ "aws.sizes.database.class": "db.t4g.large" }, shop, "has a class in aws.stores", shop, {
    "aws.stores.db.class": "db.m7g.large",
  }),
  own(
    { "aws.sizes.database.multiAz": false },
    withStores(postgres("db", { ...dbProps, standby: true })),
    "has a standby",
    shop,
  ),
  own(
    { "aws.sizes.database.storage": 40 },
    withStores(postgres("db", { ...dbProps, size: "30Gi" })),
    sized,
    shop,
  ),
  own(
    { "aws.sizes.database.retentionDays": 5 },
    { ...shop, backups: shop.backups.map((backup) => ({ ...backup, keep: { age: "30d" } })) },
    "RDS goes back as far as the system's backups",
    shop,
  ),
  own({ "aws.sizes.cache.node": "cache.t4g.medium" }, bare, noRedis, shop),
  own({ "aws.sizes.cache.node": "cache.t4g.medium" }, shop, "a size of node in aws.stores", shop, {
    "aws.stores.cache.node": "cache.t4g.small",
  }),
  own(
    { "aws.sizes.cache.replicas": 1 },
    withStores(redis("cache", { version: "7", persistence: "none", nodes: 3, resources })),
    "more nodes",
    shop,
  ),
  own(
    { "aws.sizes.cache.snapshotDays": 3 },
    shop,
    "keeps nothing",
    withStores(redis("cache", { version: "7", persistence: "append-only", resources })),
  ),
  own({ "aws.sizes.broker.node": "kafka.m7g.large" }, shop, noKafka, withStores(broker)),
  own({ "aws.sizes.broker.perZone": 2 }, shop, noKafka, withStores(broker)),
  own(
    { "aws.sizes.broker.storage": 200 },
    withStores(kafka("kafka", { ...kafkaProps, size: "100Gi" })),
    sized,
    withStores(broker),
  ),
  own({ "aws.sizes.zones": 3 }, shop, "aws.zones names a, b", shop, { "aws.zones": ["a", "b"] }),
  own({ "aws.sizes.spot": true }, shop, "without a port", { ...shop, services: [...shop.services, worker] }),
  own({ "aws.sizes.waf": true }, bare, "no ingress", shop),
  own({ "aws.gpuInstance": "g5.2xlarge" }, shop, "nothing uses GPUs", computing),
  own({ "aws.user": 1000 }, named, "sets its user", shop),
  own({ "aws.copyRegion": "eu-central-1" }, bare, "backs up neither", shop),
  own({ "aws.ingress": { kind: "balancer" } }, bare, "no ingress", shop),
  own({ "aws.hostedZone": "Z0123456789ABCDEFGHIJ" }, bare, "no ingress", shop),
  own({ "aws.failover": { role: "primary" } }, shop, "without aws.hostedZone"),
  own({ "aws.ingress": { kind: "cloudfront", readTimeout: 100 } }, patient(90), "waits", patient(110)),
  own({ "aws.registries": { "quay.io": { user: "u", token: "hidden" } } }, shop, "pulled from quay.io", {
    ...shop,
    services: [{ ...api, image: { ...image("api"), reference: "quay.io/your-org/api:v1" } }, web],
  }),
  own({ "settings.tls": { mode: "self-signed" } }, shop, "the certificate is AWS's own"),
  own({ "settings.ports.http": 8080 }, shop, "listens on 443", plain),
  own({ "settings.ports.https": 8443 }, shop, "listens on 443"),
];

const key = { ref: "secret", name: "bucket-key", part: "value" } as const;
const inBucket = { to: "bucket", bucket: "shop-backups", accessKey: key, secretKey: key } as const;
const behindGateway = {
  "kubernetes.ingress": { kind: "gateway-api", gateway: "front", namespace: "fronts" },
};
const onKubernetes: readonly Row[] = [
  own({ "kubernetes.issuer": "one" }, withIngress({ tls: { mode: "self-signed" } }), "lets-encrypt", shop),
  own({ "kubernetes.issuer": "one" }, shop, "the Gateway's own listener", shop, behindGateway),
  own({ "kubernetes.storageClass": "fast" }, bare, "keeps nothing on a disk", shop),
  own({ "kubernetes.storageClass": "fast" }, { ...bare, stores: [elsewhere] }, "on a disk", shop),
  own({ "kubernetes.user": 1000 }, named, "sets its user", shop),
  own({ "kubernetes.egress": ["10.0.0.0/8"] }, shop, "has egress", {
    ...shop,
    services: [{ ...api, egress: true }, web],
  }),
  own({ "kubernetes.egress": ["10.0.0.0/8"] }, shop, "no backup is copied to a bucket", {
    ...shop,
    backups: [{ ...dbBackup, destinations: [inBucket] }],
  }),
  own({ "kubernetes.scrapers": "monitoring" }, { ...shop, ingress: undefined }, "no service has metrics", {
    ...shop,
    ingress: undefined,
    services: [{ ...api, metrics: { path: "/metrics" } }, web],
  }),
  own({ "kubernetes.gpuNodes": { pool: "gpu" } }, shop, "nothing uses GPUs", computing),
  own({ "kubernetes.monitoring": "none" }, shop, "has no monitoring in development", {
    ...shop,
    monitoring: { alerts: [], logs: { retention: "7d" } },
  }),
];

const rows = [
  ...onDocker.map((row) => ({ target: "docker" as const, ...row })),
  ...onAws.map((row) => ({ target: "aws" as const, ...row })),
  ...onKubernetes.map((row) => ({ target: "kubernetes" as const, ...row })),
];

describe("a setting that would change nothing", () => {
  it.each(rows.map((row) => [Object.keys(row.says).join(), row.why, row] as const))(
    "%s is refused (%s)",
    (path, _why, { target, says, idle, why, beside }) => {
      const [first = "", ...more] = refused(target, idle, { ...beside, ...says });
      expect(more).toEqual([]);
      expect(first.startsWith(path)).toBe(true);
      expect(first).toContain(why);
      expect(first).toMatch(/ is .+, but .+\. Remove it: pulumi config rm --path '/);
      expect(first).not.toContain("hidden");
    },
  );

  it.each(
    rows.flatMap((row) =>
      row.used === undefined ? [] : [[Object.keys(row.says).join(), row.target, row.says, row.used] as const],
    ),
  )("%s is taken where it changes something on %s", (_path, target, says, used) => {
    expect(refused(target, used, says)).toEqual([]);
  });

  const shipped = execFileSync("git", ["ls-files", "Pulumi.*.yaml"], { cwd: root, encoding: "utf8" });

  it.each(shipped.trim().split("\n"))("is in no stack that is shipped: %s", (name) => {
    const config = parseStackFile(readFileSync(join(root, name), "utf8"));
    expect(checkIdle(describeSystem(config), config)).toEqual([]);
  });

  it("leaves a stack alone that says nothing", () => {
    for (const target of ["aws", "kubernetes"] as const) expect(refused(target, bare, {})).toEqual([]);
  });
});
