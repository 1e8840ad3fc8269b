/** How a dependency is proven to work; its address comes from the service's own variable. */
export type Check =
  | ({ readonly kind: "postgres"; readonly tables: readonly string[] } & Address)
  | ({ readonly kind: "redis" } & Address)
  | ({ readonly kind: "http"; readonly path: string } & Address)
  | { readonly kind: "identity" };

interface Address {
  readonly variable: string;
  /** Checked only where the variable is set. */
  readonly optional?: boolean;
}

export type Feature = "api" | "oauth" | "mcp" | "chat" | "stream" | "websocket" | "static";

/** What a service of a reference system promises to its neighbours. */
export interface Contract {
  readonly port: number;
  /** Variable that overrides the port. */
  readonly portVariable: string;
  /** Name that its log entries carry. */
  readonly logger: string;
  /** Prefix of LOG_LEVEL and LOG_FORMAT. */
  readonly logPrefix: string;
  readonly healthPath: string;
  /**
   * - `checks`: `{status: "healthy", version, checks}`
   * - `basic`: `{status: "ok", timestamp, uptime, version}`; dependencies are left to `/ready`
   * - `database`: `{status: "healthy", database: "connected"}`, else `{detail}`
   */
  readonly healthReply: "checks" | "basic" | "database";
  readonly checks: Readonly<Record<string, Check>>;
  readonly features: readonly Feature[];
  /** What a path without a route of its own gets. */
  readonly fallback: "echo" | "page" | "not found";
  /** File below the working directory whose present content is shown: mount over it to see hot reload. */
  readonly source: string;
  /** Seconds from SIGTERM to the end of whatever is still open, where SAMPLE_DRAIN_SECONDS says nothing else. */
  readonly drain: number;
}

const database = {
  kind: "postgres",
  variable: "DATABASE_URL",
  tables: ["alembic_version", "items"],
} as const;
const redis = { kind: "redis", variable: "REDIS_URL" } as const;
const peer = (variable: string, path = "/health") => ({ kind: "http", variable, path }) as const;
const optional = <T extends Address>(check: T) => ({ ...check, optional: true });

const define = (logger: string, port: number, differences: Partial<Contract> = {}): Contract => ({
  port,
  portVariable: "PORT",
  logger,
  logPrefix: "",
  healthPath: "/health",
  healthReply: "checks",
  checks: {},
  features: [],
  fallback: "echo",
  source: "src/message.txt",
  drain: 10,
  ...differences,
});

const page = { fallback: "page", source: "src/page.html" } as const;

const microservice = (name: string, port: number, ...features: Feature[]): Contract =>
  define(`reactdjango.${name}`, port, {
    checks: {
      database: optional(database),
      redis: optional(redis),
      identity_service: optional(peer("IDENTITY_SERVICE_URL")),
    },
    features: ["api", ...features],
  });

/** Every service of the reference systems, by the role that the image is built for. */
export const contracts = {
  // SyftHub
  backend: define("syfthub.api", 8000, {
    checks: { database, redis, identity: { kind: "identity" } },
    features: ["api", "websocket"],
    fallback: "not found",
  }),
  aggregator: define("syfthub.aggregator", 8001, {
    logPrefix: "AGGREGATOR_",
    checks: { syfthub: peer("AGGREGATOR_SYFTHUB_URL") },
    features: ["stream", "chat"],
    drain: 30,
  }),
  mcp: define("syfthub.mcp", 8002, {
    portVariable: "MCP_PORT",
    checks: { syfthub: peer("SYFTHUB_URL"), aggregator: peer("AGGREGATOR_URL") },
    features: ["oauth", "mcp"],
    source: "server.py",
    drain: 30,
  }),
  frontend: define("syfthub.frontend", 3000, { ...page, features: ["websocket"] }),

  // SynthStack
  "api-gateway": define("synthstack.api-gateway", 3003, {
    healthReply: "basic",
    checks: {
      database,
      redis: optional(redis),
      ml_service: peer("ML_SERVICE_URL"),
      qdrant: optional(peer("QDRANT_URL", "/healthz")),
    },
    features: ["api", "websocket", "stream"],
  }),
  "ml-service": define("synthstack.ml-service", 8000, {
    checks: { database: optional(database), qdrant: optional(peer("QDRANT_URL", "/healthz")) },
    features: ["stream", "chat"],
  }),
  web: define("synthstack.web", 3050, page),

  // Simplr
  app: define("simplr.app", 8000, {
    healthReply: "database",
    checks: { database: { ...database, tables: [] } },
    features: ["api", "chat", "static"],
  }),

  // Orbitspace
  fastapi: define("orbitspace.fastapi", 8000, { checks: { database, redis }, features: ["api", "stream"] }),
  nextjs: define("orbitspace.nextjs", 3000, {
    ...page,
    healthPath: "/api/health",
    checks: { database, redis, fastapi: peer("FASTAPI_URL") },
    features: ["websocket"],
  }),

  // ReactDjango
  "identity-service": microservice("identity", 8001),
  "communication-service": microservice("communication", 8002, "websocket"),
  "content-service": microservice("content", 8003),
  "workflow-intelligence-service": microservice("workflow-intelligence", 8005, "stream"),
  django: microservice("django", 8000, "static"),
} satisfies Record<string, Contract>;

export type Role = keyof typeof contracts;

export const roles = Object.keys(contracts) as Role[];
