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

/** What a service measures, by the names that the system's alerts and dashboards ask for. */
export interface Measures {
  /** Counter of finished requests. */
  readonly total: string;
  /** Histogram of the seconds that they took. */
  readonly duration: string;
  /** How the labels of both are called; without a name there is none. */
  readonly labels: { readonly method: string; readonly route: string; readonly status?: string };
  /** Of the requests at a path and below it: how many, how long, or what is left of a budget that each takes one from. */
  readonly further: Readonly<
    Record<
      string,
      { readonly help: string; readonly of: string } & (
        { readonly kind: "counter" | "histogram" } | { readonly kind: "gauge"; readonly full: number }
      )
    >
  >;
}

export type Feature = "api" | "oauth" | "mcp" | "chat" | "stream" | "websocket" | "static";

/** What a service promises to its neighbours, and the sample application keeps in its place. */
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
  readonly measures: Measures;
  /** What a path without a route of its own gets. */
  readonly fallback: "echo" | "page" | "not found";
  /** File below the working directory whose present content is shown: mount over it to see hot reload. */
  readonly source: string;
  /** Seconds from SIGTERM to the end of whatever is still open, where SAMPLE_DRAIN_SECONDS says nothing else. */
  readonly drain: number;
}

/** What the sample application does not play: an image that its maker publishes runs in the place of the team's own. */
export interface Published {
  /** @example "directus/directus:11.17.4" */
  readonly reference: string;
}

/** What runs in place of a system's images, by their names: the default export of `stacks/systems/<name>/sample.ts`. */
export type Sample = Readonly<Record<string, Contract | Published>>;

/** The names that most exporters of HTTP servers use. */
export const measures: Measures = {
  total: "http_requests_total",
  duration: "http_request_duration_seconds",
  labels: { method: "method", route: "route", status: "status_code" },
  further: {},
};

/** A contract: JSON logs, `/health` that checks nothing, every path echoed, unless `differences` says otherwise. */
export function contract(logger: string, port: number, differences: Partial<Contract> = {}): Contract {
  return {
    port,
    portVariable: "PORT",
    logger,
    logPrefix: "",
    healthPath: "/health",
    healthReply: "checks",
    checks: {},
    features: [],
    measures,
    fallback: "echo",
    source: "src/message.txt",
    drain: 10,
    ...differences,
  };
}

/** A database that has been migrated, at the URL in `DATABASE_URL`. */
export const database = {
  kind: "postgres",
  variable: "DATABASE_URL",
  tables: ["alembic_version", "items"],
} as const;

/** A cache at the URL in `REDIS_URL`. */
export const redis = { kind: "redis", variable: "REDIS_URL" } as const;

/** A service that answers at this path below the URL in a variable. */
export const peer = (variable: string, path = "/health") => ({ kind: "http", variable, path }) as const;

/** The same, checked only where its variable is set. */
export const optional = <T extends Address>(check: T) => ({ ...check, optional: true });

/** What differs for a service that serves pages. */
export const page = { fallback: "page", source: "src/page.html" } as const;

/**
 * The role that the sample application plays for an image: the image's name, with the system's before it
 * where another system has an image of that name.
 */
export function roleOf(samples: Readonly<Record<string, Sample>>, system: string, image: string): string {
  const others = Object.entries(samples).filter(([name, sample]) => name !== system && image in sample);
  return others.length === 0 ? image : `${system}/${image}`;
}
