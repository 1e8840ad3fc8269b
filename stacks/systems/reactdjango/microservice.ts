import {
  http,
  isDevelopment,
  job,
  postgres,
  redis,
  service,
  tagged,
  type Environment,
  type Job,
  type Postgres,
  type Redis,
  type Resources,
  type Service,
  type Value,
} from "../../../components/model";

const limits = {
  service: { cpu: { request: 0.25, limit: 1 }, memory: { request: "128Mi", limit: "512Mi" } },
  db: { cpu: { request: 0.1, limit: 1 }, memory: { request: "256Mi", limit: "1Gi" } },
  redis: { cpu: { request: 0.05, limit: 0.5 }, memory: { request: "32Mi", limit: "384Mi" } },
} satisfies Record<string, Resources>;

interface MicroserviceProps {
  /** Name of the service, of its image and of its source folder. */
  readonly name: string;
  readonly port: number;
  /** Port of the host in development. @default `port` */
  readonly hostPort?: number;
  /** Variables beside those that all microservices have. */
  readonly env: Readonly<Record<string, Value>>;
  /** @default `alembic upgrade head` */
  readonly migrate?: readonly string[];
  /** Whether what lies in its Redis must survive a restart. @default "disposable" */
  readonly cache?: "durable" | "disposable";
}

interface Microservice {
  readonly app: Service;
  readonly db: Postgres;
  readonly cache: Redis;
  readonly migration: Job;
}

/** One service of the hub with a Postgres, a Redis and a migration of its own, named after their owner. */
export function microservice(env: Environment, owner: string, props: MicroserviceProps): Microservice {
  const dev = isDevelopment(env);
  const db = postgres(`${owner}-service-db`, {
    version: "17",
    database: `${owner}_service`,
    user: `${owner}_user`,
    parameters: {
      shared_buffers: "256MB",
      work_mem: "4MB",
      maintenance_work_mem: "64MB",
      effective_cache_size: "1GB",
      max_connections: "200",
    },
    pooler: !dev,
    resources: limits.db,
  });
  const cache = redis(`${owner}-service-redis`, {
    version: "7",
    maxMemory: "256Mi",
    ...(props.cache === "durable"
      ? { persistence: "append-only", eviction: "noeviction" }
      : { persistence: "none", eviction: "allkeys-lru" }),
    resources: limits.redis,
  });
  const image = {
    name: props.name,
    reference: tagged(`${env.repository}-${props.name}`, env.tag),
    build: { context: props.name, watch: { ".": "/app" } },
  };
  const app = service(props.name, {
    image,
    port: props.port,
    env: {
      DEBUG: dev,
      LOG_LEVEL: dev ? "debug" : "warning",
      WORKERS: 4,
      MAX_CONNECTIONS: 100,
      REDIS_MAX_CONNECTIONS: 50,
      REQUEST_TIMEOUT: 30,
      DATABASE_URL: db.url,
      REDIS_URL: cache.url,
      ...props.env,
    },
    health: http("/health", { interval: "30s", timeout: "10s", retries: 3, startPeriod: "40s" }),
    metrics: { path: "/metrics" },
    replicas: env.replicas,
    drain: { deadline: "30s" },
    resources: limits.service,
    ...(dev ? { publish: { main: { port: env.ports[props.name] ?? props.hostPort ?? props.port } } } : {}),
  });
  const migration = job(`${owner}-migrate`, {
    image,
    command: props.migrate ?? ["alembic", "upgrade", "head"],
    env: { DATABASE_URL: db.url },
    run: "release",
    resources: limits.service,
  });
  return { app, db, cache, migration };
}
