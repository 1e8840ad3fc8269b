import type { SystemName } from "../../../stacks/systems";
import { parse, stringify } from "yaml";
import type { Bucket } from "../production/support/bucket";
import type { Neighbours } from "./neighbours";
import type { Asked } from "./under-load";

/** What a stack of the suite may need of its surroundings. */
export interface Surroundings {
  readonly neighbours: Neighbours;
  readonly bucket: Bucket;
}

/** One of the ten stacks that the project ships for a Docker host (target `docker`), each system in development and in production, and what it takes to run it beside others. */
export interface Shipped {
  /** As in `Pulumi.<name>.yaml`. */
  readonly name: string;
  readonly system: SystemName;
  /** Host ports, so that a developer's own stacks go on; those of monitoring's pages too. */
  readonly ports: Readonly<Record<string, number>>;
  /** Where it is open: the port's name, and what answers 200, which is asked during a release. */
  readonly open: { readonly port: string; readonly asked: readonly Asked[] };
  /** Further requests, of what the system's panels draw. */
  readonly drawn?: readonly Asked[];
  /** Services whose variables a release changes. */
  readonly released: readonly string[];
  /** Further settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Values of the secrets that its file asks for. */
  readonly secrets?: (surroundings: Surroundings) => Readonly<Record<string, string>>;
  /** Whether its backups go to a bucket beside their volume. */
  readonly bucket?: boolean;
}

const paths = (...all: readonly string[]): readonly Asked[] => all.map((path) => ({ path }));
const web = { http: 19080, https: 19443 } as const;
const qdrant = { qdrant: { external: true } } as const;
/** Grafana and Loki, which it shows, are left out: their images cannot be made from packages. */
const monitoring = { monitoring: { without: ["dashboards"], logsEngine: "victoria-logs" } } as const;
const bucketKeys = { "backup-access-key": "suite", "backup-secret-key": "suite" } as const;

export const shipped: readonly Shipped[] = [
  {
    name: "dev",
    system: "syfthub",
    ports: { http: web.http, db: 19082 },
    open: { port: "http", asked: paths("/", "/docs", "/api/v1/counter") },
    released: ["backend", "aggregator", "mcp"],
  },
  {
    name: "prod",
    system: "syfthub",
    ports: web,
    open: { port: "https", asked: paths("/", "/docs", "/api/v1/counter") },
    released: ["backend", "aggregator", "mcp"],
    // It collects no logs.
    settings: { monitoring: { enabled: true, without: ["dashboards"] } },
  },
  {
    name: "simplr-dev",
    system: "simplr",
    ports: { http: web.http, app: 19081, db: 19082 },
    open: { port: "http", asked: paths("/health") },
    released: ["app"],
  },
  {
    name: "simplr-prod",
    system: "simplr",
    ports: web,
    open: { port: "https", asked: paths("/health") },
    released: ["app"],
    settings: monitoring,
    bucket: true,
    secrets: () => ({
      ...bucketKeys,
      ...{ "openai-api-key": "suite", "smtp-password": "suite", "webhook-secret": "suite" },
    }),
  },
  {
    name: "orbitspace-dev",
    system: "orbitspace",
    ports: { http: web.http, fastapi: 19081, nextjs: 19083, db: 19082 },
    open: { port: "http", asked: paths("/api/health") },
    released: ["fastapi", "nextjs"],
  },
  {
    name: "orbitspace-prod",
    system: "orbitspace",
    ports: web,
    // Everything else lets a hundred requests a minute through.
    open: { port: "https", asked: paths("/api/stream/anything?events=1&every=10") },
    drawn: [{ path: "/api/agents/7" }],
    released: ["fastapi", "nextjs"],
    settings: monitoring,
    bucket: true,
    secrets: ({ neighbours }) => ({
      ...bucketKeys,
      ...{ "anthropic-api-key": "suite", "github-client-id": "suite", "github-client-secret": "suite" },
      ...{ "github-app-id": "1", "github-app-key": "suite" },
      ...{ "database-url": neighbours.database, "redis-url": neighbours.redis },
    }),
  },
  {
    name: "synthstack-dev",
    system: "synthstack",
    ports: { web: web.http, api: 19081, ml: 19082, directus: 19083, "node-red": 19084 },
    open: { port: "web", asked: paths("/") },
    released: ["api-gateway", "ml-service"],
    settings: { stores: qdrant },
    secrets: ({ neighbours }) => ({ "qdrant-url": neighbours.qdrant }),
  },
  {
    name: "synthstack-prod",
    system: "synthstack",
    ports: web,
    open: { port: "https", asked: [...paths("/"), { host: "api", path: "/api/anything" }] },
    drawn: [{ host: "api", path: "/via/ml_service/health" }],
    released: ["api-gateway", "ml-service"],
    settings: {
      ...monitoring,
      // As its file has it: one machine has not the memory for more.
      stores: { ...qdrant, postgres: { readReplicas: 0 }, redis: { nodes: 1 } },
      // It is saved where it runs.
      backups: { "qdrant-daily": { enabled: false } },
    },
    bucket: true,
    secrets: ({ neighbours }) => ({
      ...bucketKeys,
      "qdrant-url": neighbours.qdrant,
      ...{ "openai-api-key": "suite", "anthropic-api-key": "suite", "stripe-secret-key": "suite" },
      ...{ "sendgrid-api-key": "suite", "pagerduty-service-key": "suite" },
    }),
  },
  {
    name: "reactdjango-dev",
    system: "reactdjango",
    ports: {
      ...{ http: web.http, "identity-service": 19081, "communication-service": 19082 },
      ...{ "content-service": 19083, "workflow-intelligence-service": 19084, django: 19085 },
      ...{ kafka: 19086, consul: 19087, "consul-dns": 19093, minio: 19088, "minio-console": 19089 },
      ...{ prometheus: 19090, alertmanager: 19091, jaeger: 19092 },
    },
    open: { port: "http", asked: paths("/api/identity/health") },
    released: ["identity-service", "django"],
    // Kong's image cannot be made from packages; our nginx checks the same tokens.
    settings: { ...monitoring, ingress: { engine: "nginx" } },
  },
  {
    name: "reactdjango-prod",
    system: "reactdjango",
    ports: web,
    open: { port: "https", asked: paths("/api/identity/health", "/health") },
    released: ["identity-service", "django"],
    settings: monitoring,
    secrets: ({ neighbours }) => ({
      "slack-webhook": `${neighbours.qdrant}/slack`,
      "pagerduty-key": "suite",
    }),
  },
];

interface Services {
  readonly services?: Readonly<Record<string, { readonly variables?: object }>>;
}

/** The file with another version of these services, which the sample application takes for another release. */
export function withVersion(text: string, services: readonly string[], version: string): string {
  const { config, ...rest } = parse(text) as StackFile;
  const settings = config["trireme:settings"] ?? {};
  const before = (settings as Services).services ?? {};
  const changed = services.map((name) => {
    const variables = { ...before[name]?.variables, SAMPLE_VERSION: version };
    return [name, { ...before[name], variables }] as const;
  });
  const after = { ...settings, services: { ...before, ...Object.fromEntries(changed) } };
  return stringify({ ...rest, config: { ...config, "trireme:settings": after } });
}

interface StackFile {
  readonly config: Record<string, unknown> & { "trireme:settings"?: Record<string, unknown> };
}

/**
 * The shipped file, changed where this machine is not the one that it names: the engine, the images and the ports are ours, the
 * certificate is self-signed, and what it reaches elsewhere stands beside it.
 */
export function fileOf(text: string, stack: Shipped, network: string, bucket: Bucket): string {
  const { config } = parse(text) as StackFile;
  const { "trireme:settings": before = {}, ...rest } = config;
  const { tls, ...kept } = before;
  for (const key of ["host", "imageRepository", "imageTag"]) delete rest[`trireme:${key}`];
  const production = rest["trireme:environment"] === "production";
  return stringify({
    config: {
      ...rest,
      ...(production ? { "trireme:domain": `${stack.name}.localhost`, "trireme:images": "sample" } : {}),
      "trireme:docker": { network },
      "trireme:settings": {
        ...kept,
        ...stack.settings,
        ports: stack.ports,
        ...(tls === undefined ? {} : { tls: { mode: "self-signed" } }),
        ...(stack.bucket === true ? { bucket: { name: bucket.name, endpoint: bucket.endpoint } } : {}),
      },
    },
  } satisfies StackFile);
}
