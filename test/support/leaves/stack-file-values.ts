import { services } from "../../../components/aws/provider.args";
import { certificateFor } from "../../e2e/production/support/certificate";
import type { Target, Tried } from "./stack-file";
import { ofSystem } from "./stack-file-stores";

export const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
export const image = "ghcr.io/your-org/leaf-backend:v1";
const bucket = { name: "leaf-backups", endpoint: "https://s3.example.com", region: "eu-west-1" };
const login = (user: string): string => JSON.stringify({ auths: { "ghcr.io": { auth: btoa(`${user}:t`) } } });
const [authority, otherAuthority] = ["ca.example.com", "other.example.com"].map(
  (name) => certificateFor([`DNS:${name}`]).certificate,
);

export const withBucket = { system: "synthstack", "settings.bucket": bucket };
const withTls = {
  "settings.tls": {
    mode: "lets-encrypt",
    email: "ops@example.com",
    server: "https://acme.example.com/directory",
    ca: authority,
  },
};
/** Properties of its own, so that each is another one than before. */
export const backend = {
  "settings.services.backend": {
    resources: {
      cpu: { request: 0.25, limit: 0.5 },
      memory: { request: "256Mi", limit: "512Mi" },
    },
    variables: { LEVEL: "a" },
  },
};
const migrate = { "settings.jobs.migrate": { timeout: "5m", variables: { LEVEL: "a" } } };
const scaled = { system: "synthstack", "settings.services.mcp.autoscale": { min: 2, max: 8 } };
export const service = "settings.services.backend";
const fromEcr = { imageRepository: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/leaf" };
const told = {
  "aws.alerts": { emails: ["one@example.com"], webhooks: ["https://one.example.com/hook"], budget: 100 },
};

const general: Readonly<Record<string, Tried>> = {
  domain: { value: "app.example.org" },
  environment: { value: "production", withOn: { aws: { ...fromEcr, ...told } } },
  host: { value: "ssh://a@two.example.com", with: { host: "ssh://a@one.example.com" } },
  imageRepository: { value: "ghcr.io/your-org/other" },
  imageTag: { value: "v2" },
  images: { value: "sample" },
  "digests.{}": {
    at: "digests",
    value: { [image]: digest("b") },
    with: { digests: { [image]: digest("a") } },
  },
  "docker.addresses": { value: "10.9.0.0/16", on: ["docker"] },
  "docker.network": { value: "edge", on: ["docker"] },
  keepReleases: { value: 4 },
  replicas: { value: 3 },
  "rollback.to": { at: "rollback", value: { to: "v9" } },
  "rollback.jobs.{}": {
    at: "rollback.jobs.migrate",
    value: "v3",
    with: { rollback: { to: "v1", jobs: { migrate: "v2" } } },
  },
  sources: { value: "./other", with: { images: "sources", sources: "./one" } },
  system: { value: "synthstack" },
  // It chooses among them.
  target: { value: "docker", on: [] },
  "settings.allowedAddresses[]": {
    at: "settings.allowedAddresses",
    value: ["10.1.0.0/16"],
    with: { "settings.allowedAddresses": ["10.0.0.0/16"] },
  },
  "settings.bucket.endpoint": { value: "https://minio.example.com", with: withBucket },
  "settings.bucket.name": { value: "other-bucket", with: withBucket },
  "settings.bucket.region": { value: "eu-central-1", with: withBucket },
  "settings.gpus": { value: 1, with: { system: "synthstack" } },
  "settings.ingress.engine": { value: "traefik", with: { "settings.ingress": { engine: "nginx" } } },
  "settings.jobs.{}.timeout": { at: "settings.jobs.migrate.timeout", value: "6m", with: migrate },
  "settings.jobs.{}.variables.{}": {
    at: "settings.jobs.migrate.variables.LEVEL",
    value: "b",
    with: migrate,
  },
  "settings.maxHeaders": { value: "64Ki" },
  "settings.ports.{}": { at: "settings.ports.http", value: 30080 },
  "settings.rotations.{}": { at: "settings.rotations.db", value: 1 },
  "settings.secrets.{}": {
    at: "settings.secrets.backup-access-key",
    value: "other",
    with: withBucket,
  },
  "settings.services.{}.autoscale.max": {
    at: "settings.services.mcp.autoscale.max",
    value: 9,
    with: scaled,
  },
  "settings.services.{}.autoscale.min": {
    at: "settings.services.mcp.autoscale.min",
    value: 3,
    with: scaled,
  },
  "settings.services.{}.replicas": { at: `${service}.replicas`, value: 4, with: backend },
  "settings.services.{}.resources.cpu.limit": {
    at: `${service}.resources.cpu.limit`,
    value: 1,
    with: backend,
  },
  "settings.services.{}.resources.cpu.request": {
    at: `${service}.resources.cpu.request`,
    value: 0.5,
    with: backend,
  },
  "settings.services.{}.resources.gpus": { at: `${service}.resources.gpus`, value: 1, with: backend },
  "settings.services.{}.resources.memory.limit": {
    at: `${service}.resources.memory.limit`,
    value: "1Gi",
    with: backend,
  },
  "settings.services.{}.resources.memory.request": {
    at: `${service}.resources.memory.request`,
    value: "512Mi",
    with: backend,
  },
  "settings.services.{}.variables.{}": { at: `${service}.variables.LEVEL`, value: "b", with: backend },
  "settings.tls.ca": {
    value: otherAuthority,
    with: withTls,
    withOn: { kubernetes: { "kubernetes.issuer": "one" } },
  },
  "settings.tls.email": {
    value: "dev@example.com",
    with: { "settings.tls": { mode: "lets-encrypt", email: "ops@example.com" } },
    withOn: { kubernetes: { "kubernetes.issuer": "one" } },
  },
  "settings.tls.mode": { value: "custom", with: { "settings.tls": { mode: "self-signed" } } },
  "settings.tls.server": {
    value: "https://acme.example.org/directory",
    with: withTls,
    withOn: { kubernetes: { "kubernetes.issuer": "one" } },
  },
  "settings.trustedProxies[]": { at: "settings.trustedProxies", value: ["10.9.0.0/16"] },
};

const orbit = { system: "orbitspace", environment: "production", "kubernetes.monitoring": "none" };
const inProduction = { ...orbit, "settings.tls": { mode: "self-signed" } };
const withOperator = {
  ...inProduction,
  "kubernetes.monitoring": "prometheus-operator",
  "kubernetes.prometheus": { namespace: "one", labels: { release: "one" } },
};
/** With services that count by requests. */
const withAdapter = {
  ...{ system: "synthstack", environment: "production", "settings.tls": { mode: "self-signed" } },
  "kubernetes.requests": { by: "prometheus-adapter" },
};
const withKeda = { ...withAdapter, "kubernetes.requests": { by: "keda", namespace: "one" } };
const withIssuer = {
  ...orbit,
  "settings.tls": { mode: "lets-encrypt", email: "ops@example.com" },
  "kubernetes.issuer": "one",
};
/** Of which every way in can do all: see the test. */
const plainIngress = { system: "reactdjango" };
export const withIngress = { ...plainIngress, "kubernetes.ingress": { kind: "ingress-nginx" } };
export const withGateway = {
  ...{ ...plainIngress, "settings.tls": { mode: "lets-encrypt", email: "ops@example.com" } },
  "kubernetes.ingress": { kind: "gateway-api", gateway: "front", namespace: "fronts" },
};
const withProxy = {
  "kubernetes.ingress": { kind: "proxy" },
  "settings.ports": { http: 30080, https: 30443 },
};
const withSpread = { "kubernetes.spread": { topologyKey: "example.com/row" } };
const withTaint = { "kubernetes.tolerations": [{ key: "pool" }] };
const withQuota = { "kubernetes.quota": { cpu: 20, memory: "40Gi" } };

const cluster: Readonly<Record<string, Tried>> = {
  "kubernetes.context": { value: "other" },
  "kubernetes.egress[]": {
    at: "kubernetes.egress",
    value: ["10.2.0.0/16"],
    with: { "kubernetes.egress": ["10.1.0.0/16"] },
  },
  "kubernetes.ingress.class": { value: "other", with: withIngress },
  "kubernetes.ingress.gateway": { value: "other", with: withGateway },
  "kubernetes.ingress.kind": { value: "ingress-nginx" },
  "kubernetes.ingress.namespace": { value: "others", with: withGateway },
  "kubernetes.ingress.replicas": { value: 3, with: withProxy },
  "kubernetes.ingress.service": { value: "NodePort", with: withProxy },
  "kubernetes.gpuNodes.{}": {
    at: "kubernetes.gpuNodes.pool",
    value: "other",
    with: { [`${service}.resources`]: { ...backend[service].resources, gpus: 1 } },
  },
  "kubernetes.issuer": { value: "other", with: withIssuer },
  "kubernetes.kubeconfig": { value: "./other", with: { "kubernetes.kubeconfig": "./one" } },
  "kubernetes.monitoring": { value: undefined, with: inProduction },
  "kubernetes.namespace": { value: "other" },
  "kubernetes.requests.by": { value: "keda", with: withAdapter },
  "kubernetes.requests.namespace": { value: "other", with: withKeda },
  "kubernetes.requests.prometheus": { value: "https://metrics.example.com", with: withKeda },
  "kubernetes.prometheus.labels.{}": {
    at: "kubernetes.prometheus.labels.release",
    value: "other",
    with: withOperator,
  },
  "kubernetes.prometheus.namespace": { value: "other", with: withOperator },
  "kubernetes.nodes.{}": { at: "kubernetes.nodes.pool", value: "other" },
  "kubernetes.priorityClass": { value: "high" },
  "kubernetes.priorityClasses.{}": { at: "kubernetes.priorityClasses.backend", value: "high" },
  "kubernetes.quota.cpu": { value: 21, with: withQuota },
  "kubernetes.quota.memory": { value: "41Gi", with: withQuota },
  "kubernetes.registryLogin": { value: login("other"), with: { "kubernetes.registryLogin": login("one") } },
  "kubernetes.scrapers": { value: "other", with: inProduction },
  "kubernetes.spread.topologyKey": { value: "example.com/rack", with: withSpread },
  "kubernetes.spread.whenUnsatisfiable": { value: "DoNotSchedule", with: withSpread },
  "kubernetes.tolerations[].effect": {
    ...{ at: "kubernetes.tolerations", value: [{ key: "pool", effect: "NoExecute" }], with: withTaint },
  },
  "kubernetes.tolerations[].key": {
    ...{ at: "kubernetes.tolerations", value: [{ key: "other" }], with: withTaint },
  },
  "kubernetes.tolerations[].value": {
    ...{ at: "kubernetes.tolerations", value: [{ key: "pool", value: "shop" }], with: withTaint },
  },
  "kubernetes.storageClass": { value: "slow" },
  "kubernetes.stores.{}.nodes": { at: "kubernetes.stores.redis.nodes", value: 3 },
  "kubernetes.stores.{}.operator": {
    at: "kubernetes.stores.db.operator",
    value: "cloudnative-pg",
    with: withBucket,
  },
  "kubernetes.stores.{}.size": { at: "kubernetes.stores.db.size", value: "20Gi" },
  "kubernetes.stores.{}.storageClass": {
    at: "kubernetes.stores.workspaces.storageClass",
    value: "slow",
    with: inProduction,
  },
  "kubernetes.user": { value: 1001 },
};

const subnetsOf = (vpc: number, of: string): readonly string[] =>
  [1, 2].map((zone) => `subnet-${vpc}${of}1234567890000${zone}`);
const networkOf = (vpc: number, kind: string) => ({
  vpc: `vpc-${String(vpc).repeat(17)}`,
  ...{ publicSubnets: subnetsOf(vpc, `${kind}a`), privateSubnets: subnetsOf(vpc, `${kind}b`) },
  isolatedSubnets: subnetsOf(vpc, `${kind}c`),
});
const otherSubnets = (key: string): Tried => ({
  ...{ at: `aws.network.${key}`, value: subnetsOf(0, "d"), with: { "aws.network": networkOf(0, "a") } },
});
const certificateIn = (region: string, last: number): string =>
  `arn:aws:acm:${region}:123456789012:certificate/0a1b2c3d-4e5f-6789-0abc-def01234567${last}`;
/** Two certificates that exist, by their last digits. */
const certificateOf = (balancer: number, cloudfront: number) => ({
  balancer: certificateIn("eu-west-1", balancer),
  cloudfront: certificateIn("us-east-1", cloudfront),
});
const withCloudFront = { "aws.ingress": { kind: "cloudfront", readTimeout: 120 } };
const withFailover = {
  ...plainIngress,
  "aws.ingress": { kind: "balancer" },
  "aws.failover": { role: "primary" },
};
const withRegistry = { "aws.registries": { "ghcr.io": { user: "one", token: "t" } } };
const withKafka = { system: "synthstack" };

const account: Readonly<Record<string, Tried>> = {
  "aws.account": { value: "123456789013" },
  "aws.alerts.budget": { value: 200, with: told },
  "aws.alerts.emails[]": { at: "aws.alerts.emails", value: ["other@example.com"], with: told },
  "aws.alerts.webhooks[]": {
    at: "aws.alerts.webhooks",
    value: ["https://other.example.com/hook"],
    with: told,
  },
  "aws.cidr": { value: "10.41.0.0/16" },
  "aws.network.vpc": {
    at: "aws.network",
    value: networkOf(1, "a"),
    with: { "aws.network": networkOf(0, "a") },
  },
  "aws.network.publicSubnets[]": otherSubnets("publicSubnets"),
  "aws.network.privateSubnets[]": otherSubnets("privateSubnets"),
  "aws.network.isolatedSubnets[]": otherSubnets("isolatedSubnets"),
  "aws.copyRegion": { value: "eu-west-3", with: { "aws.copyRegion": "eu-central-1" } },
  "aws.ingress.kind": {
    ...{ value: "balancer", with: { ...plainIngress, "aws.ingress": { kind: "cloudfront" } } },
  },
  "aws.ingress.front": {
    ...{ value: "cloudfront", with: { ...plainIngress, "aws.ingress": { kind: "proxy" } } },
  },
  "aws.ingress.replicas": { value: 3, with: { ...plainIngress, "aws.ingress": { kind: "proxy" } } },
  "aws.ingress.priceClass": { value: "PriceClass_All", with: withCloudFront },
  "aws.ingress.readTimeout": { value: 119, with: withCloudFront },
  "aws.failover.path": { value: "/ready", with: withFailover },
  "aws.failover.role": { value: "secondary", with: withFailover },
  "aws.gpuInstance": {
    value: "g5.2xlarge",
    with: { [`${service}.resources`]: { ...backend[service].resources, gpus: 1 } },
  },
  "aws.hostedZone": { value: "Z0123456789ABCDEFGHIK" },
  "aws.certificate.balancer": {
    at: "aws.certificate",
    ...{ value: certificateOf(1, 0), with: { "aws.certificate": certificateOf(0, 0) } },
  },
  "aws.certificate.cloudfront": {
    at: "aws.certificate",
    ...{ value: certificateOf(0, 1), with: { "aws.certificate": certificateOf(0, 0) } },
  },
  ...Object.fromEntries(
    services.map((name) => [`aws.provider.endpoints.${name}`, { value: "http://127.0.0.1:5001" }]),
  ),
  "aws.provider.s3UsePathStyle": { value: true },
  "aws.provider.skipCredentialsValidation": { value: true },
  "aws.provider.skipMetadataApiCheck": { value: true },
  "aws.region": { value: "eu-west-2" },
  "aws.registries.{}.token": {
    at: "aws.registries",
    value: { "ghcr.io": { user: "one", token: "u" } },
    with: withRegistry,
  },
  "aws.registries.{}.user": {
    at: "aws.registries",
    value: { "ghcr.io": { user: "other", token: "t" } },
    with: withRegistry,
  },
  "aws.shell": { value: false },
  "aws.sizes.broker.node": { value: "kafka.m7g.xlarge", with: withKafka },
  "aws.sizes.broker.perZone": { value: 2, with: withKafka },
  "aws.sizes.broker.storage": { value: 200, with: withKafka },
  "aws.sizes.cache.node": { value: "cache.t4g.medium" },
  "aws.sizes.cache.replicas": { value: 1 },
  "aws.sizes.cache.snapshotDays": { value: 20 },
  "aws.sizes.database.class": { value: "db.t4g.large" },
  "aws.sizes.database.multiAz": { value: true },
  "aws.sizes.database.retentionDays": { value: 20 },
  "aws.sizes.database.storage": { value: 40 },
  "aws.sizes.endpoints": { value: true, with: fromEcr },
  "aws.sizes.flowLogs": { value: false },
  "aws.sizes.logDays": { value: 90 },
  "aws.sizes.nat": { value: "per-zone" },
  "aws.sizes.spot": { value: false, with: { system: "synthstack" } },
  "aws.sizes.waf": { value: false },
  "aws.sizes.zones": { value: 3 },
  "aws.stores.{}.class": { at: "aws.stores.db.class", value: "db.t4g.large" },
  "aws.stores.{}.node": { at: "aws.stores.redis.node", value: "cache.t4g.medium" },
  "aws.stores.{}.pooler": { at: "aws.stores.db.pooler", value: true },
  "aws.stores.{}.readReplicas": { at: "aws.stores.db.readReplicas", value: 1 },
  "aws.stores.{}.size": { at: "aws.stores.db.size", value: "40Gi" },
  "aws.user": { value: 1001 },
  "aws.zones[]": { at: "aws.zones", value: ["a", "c"] },
};

function only(tried: Readonly<Record<string, Tried>>, target: Target): Readonly<Record<string, Tried>> {
  return Object.fromEntries(Object.entries(tried).map(([leaf, one]) => [leaf, { on: [target], ...one }]));
}

/** Another value of every property of a stack's file, by its path. */
export const values: Readonly<Record<string, Tried>> = {
  ...general,
  ...ofSystem,
  ...only(cluster, "kubernetes"),
  ...only(account, "aws"),
};

/** Properties that change nothing of what is made on a target, and who reads them there. */
export const ignored: Readonly<Record<Target, Readonly<Record<string, string>>>> = {
  docker: { keepReleases: "read after a release and by `npx trireme prune`" },
  kubernetes: {
    "settings.tls.email":
      "the account with the authority is that of the ClusterIssuer, which has an address of its own",
  },
  aws: {
    "settings.services.{}.resources.cpu.request":
      "a task has its limit to itself, so that it always has what it requests; every other target needs it",
  },
};
