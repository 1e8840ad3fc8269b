import type { Image } from "./image";
import type { Process } from "./process";
import type { Connected, Value } from "./ref";
import type { Bytes, Duration } from "./values/units";

/** What a container may use. Requests are reserved, limits are never exceeded; `check` refuses a limit below its request. */
export interface Resources {
  /**
   * Cores, above 0 and at most 1024. On Docker the limit is a CPU quota and the request a share.
   * @example { request: 0.25, limit: 1 }
   */
  readonly cpu: { readonly request: number; readonly limit: number };
  /**
   * Memory in binary units; a container that asks for more than the limit is killed.
   * @example { request: "256Mi", limit: "1Gi" }
   */
  readonly memory: { readonly request: Bytes; readonly limit: Bytes };
  /**
   * Whole GPUs (NVIDIA); services and jobs alone compute on them.
   * @default 0
   * @example 1
   */
  readonly gpus?: number;
}

/**
 * Whether something computes on GPUs.
 * @example
 * const computes: boolean = needsGpus(api);
 */
export function needsGpus({ resources }: { readonly resources?: Resources | undefined }): boolean {
  return (resources?.gpus ?? 0) > 0;
}

/** A question to an instance; {@link http} and {@link command} make the usual ones. */
export type Probe =
  | {
      /**
       * Path that a GET is for; 2xx is a good answer, where the target's own probe asks 3xx too.
       * @example "/health"
       */
      readonly http: string;
      /**
       * Name of the port to ask.
       * @default "main"
       * @example "admin"
       */
      readonly port?: string;
    }
  | {
      /**
       * Name of a port that takes connections.
       * @example "main"
       */
      readonly tcp: string;
    }
  | {
      /**
       * Command that runs in the container; exit code 0 is a good answer.
       * @example ["pg_isready", "-U", "shop"]
       */
      readonly command: readonly string[];
    };

/** When a container counts as healthy. */
export interface Health {
  /**
   * The question that is asked.
   * @example { http: "/health" }
   */
  readonly probe: Probe;
  /**
   * Time between two questions. Kubernetes takes whole seconds.
   * @default "30s"
   * @example "10s"
   */
  readonly interval?: Duration;
  /**
   * Time for an answer.
   * @default "10s"
   * @example "5s"
   */
  readonly timeout?: Duration;
  /**
   * Failures in a row after which it counts as unhealthy.
   * @default 3
   * @example 5
   */
  readonly retries?: number;
  /**
   * How long failures do not count after a start.
   * @default "0s"
   * @example "1m"
   */
  readonly startPeriod?: Duration;
}

/** Asked by a command that the container's own image has, with nothing that a target brings along. */
export interface CommandHealth extends Health {
  /**
   * The command.
   * @example { command: ["pg_isready", "-U", "shop"] }
   */
  readonly probe: Extract<Probe, { readonly command: readonly string[] }>;
}

export type HealthTiming = Omit<Health, "probe">;

/**
 * Healthy when a GET of the path on the main (or the named) port answers 2xx; where the target's own probe asks, 3xx too.
 * @example
 * const api = service("api", { image, env: {}, port: 8000, health: http("/health", { interval: "10s", retries: 5 }) });
 */
export function http(path: string, timing: HealthTiming & { readonly port?: string } = {}): Health {
  const { port, ...rest } = timing;
  return { probe: { http: path, ...(port === undefined ? {} : { port }) }, ...rest };
}

/**
 * Healthy when a command in the container exits 0.
 * @example
 * const worker = service("worker", { image, env: {}, health: command(["celery", "inspect", "ping"], { timeout: "20s" }) });
 */
export function command(argv: readonly string[], timing: HealthTiming = {}): CommandHealth {
  return { probe: { command: argv }, ...timing };
}

/** A volume in a container. */
export interface VolumeMount {
  /**
   * Name of a volume of the system.
   * @example uploads.name
   */
  readonly volume: string;
  /**
   * Absolute path in the container.
   * @example "/app/uploads"
   */
  readonly path: string;
  /**
   * Whether the container may only read. Only then may several instances mount a volume for one.
   * @default false
   * @example true
   */
  readonly readOnly?: boolean;
}

/** A file that the target puts into the container before it starts. */
export interface File {
  /**
   * Text, or a reference to a secret or a store.
   * @example tokens.privateKey
   * @example template`host=${db.host} password=${db.password}`
   */
  readonly content: Value;
  /**
   * Octal permissions.
   * @default "0400" of the workload's `user`; "0444" where that is the image's own. On Docker the files belong to root where the image
   *   names a user, and all in the container may do what `mode` allows their owner.
   * @example "0440"
   */
  readonly mode?: string;
}

/** What services and jobs have in common: one container. */
export interface Workload extends Process {
  /**
   * What the container runs.
   * @example { name: "api", reference: "ghcr.io/your-org/shop-api:v1.4.2", build: { context: "backend" } }
   */
  readonly image: Image;
  /**
   * Arguments of the entry point, in place of the image's own command. `check` refuses secrets, which the process list would show.
   * @default the image's own
   * @example ["gunicorn", "shop.wsgi", "--workers", 4]
   */
  readonly command?: readonly Value[];
  /**
   * Environment variables; what a variable refers to may be reached, and nothing else.
   * @example { DATABASE_URL: db.url, SESSION_SECRET: sessions.value, LOG_LEVEL: "info" }
   */
  readonly env: Readonly<Record<string, Value>>;
  /**
   * What it opens connections to though no variable, file or argument names it, as where a name is written in its image: the way is
   * opened, and it starts after, as with any other reference. `lazily(…)` leaves the order out.
   * @default []
   * @example [api.host, db.host, serviceUrl("search", "admin")]
   */
  readonly connects?: readonly Connected[];
  /**
   * Files by absolute path.
   * @default {}
   * @example { "/run/keys/token.pem": { content: tokens.privateKey } }
   */
  readonly files?: Readonly<Record<string, File>>;
  /**
   * Volumes in the container.
   * @default []
   * @example [{ volume: uploads.name, path: "/app/uploads" }]
   */
  readonly mounts?: readonly VolumeMount[];
  /**
   * Requests and limits of CPU and memory; `check` asks for them in production.
   * @default no limits
   * @example { cpu: { request: 0.25, limit: 1 }, memory: { request: "256Mi", limit: "1Gi" } }
   */
  readonly resources?: Resources;
  /**
   * Numeric user, with the group where it differs. All that write in a volume need the same one.
   * @default the image's own user
   * @example 10001
   * @example "1000:1001"
   */
  readonly user?: number | string;
  /**
   * Whether the root file system is read-only.
   * @default true
   * @example false
   */
  readonly readOnlyRoot?: boolean;
  /**
   * Absolute paths that stay writable, in memory, beside `/tmp`.
   * @default []
   * @example ["/var/cache/app"]
   */
  readonly scratch?: readonly string[];
  /**
   * Rotation of the container's log where it is kept on the host: size and number of files.
   * @default 3 files of 50Mi
   * @example { size: "20Mi", files: 5 }
   */
  readonly logs?: { readonly size: Bytes; readonly files: number };
  /**
   * Whether it may open connections to the internet and to whatever else is outside the system.
   * @default only a workload that refers to an external store
   * @example true
   */
  readonly egress?: boolean;
}
