import type { Value } from "./ref";
import type { Bytes, Duration } from "./values/units";

/** How an image is built from the team's own sources. */
export interface Build {
  /**
   * Folder of the build context, relative to the checkout that the stack's configuration names as `sources`.
   * @example "backend"
   */
  readonly context: string;
  /**
   * The Dockerfile, relative to the context.
   * @default "Dockerfile"
   * @example "docker/api.Dockerfile"
   */
  readonly dockerfile?: string;
  /**
   * Stage of the Dockerfile that is built.
   * @default the last one
   * @example "runtime"
   */
  readonly target?: string;
  /**
   * Build arguments; never a secret, for an image keeps them.
   * @default {}
   * @example { VITE_API_URL: "/api" }
   */
  readonly args?: Readonly<Record<string, string>>;
  /**
   * Hot reload: path below the context → path in the container, mounted in development.
   * @default {}
   * @example { src: "/app/src" }
   */
  readonly watch?: Readonly<Record<string, string>>;
}

/** What a container runs. */
export interface Image {
  /**
   * Name within the system; images of one name are the same image.
   * @example "api"
   */
  readonly name: string;
  /**
   * What is pulled: repository with tag or digest.
   * @example "ghcr.io/your-org/shop-api:v1.4.2"
   */
  readonly reference: string;
  /**
   * How it is built where a stack builds from sources.
   * @default pulled
   * @example { context: "backend", watch: { src: "/app/src" } }
   */
  readonly build?: Build;
  /**
   * Tag or digest of the release that it is of, where that is not the system's.
   * @default the system's
   * @example "v1.3.0"
   */
  readonly release?: string;
}

/**
 * What tells an image from the others of a system, in letters, digits, dots and hyphens.
 * @example
 * const key: string = imageKey({ name: "api", reference: "ghcr.io/your-org/shop-api:v1.3.0", release: "v1.3.0" });
 */
export function imageKey({ name, release }: Image): string {
  return release === undefined
    ? name
    : `${name}-${release.replace(/^sha256:(.{12}).*$/, "$1").replace(/_/g, "-")}`;
}

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
export interface Workload {
  /**
   * What the container runs.
   * @example { name: "api", reference: "ghcr.io/your-org/shop-api:v1.4.2", build: { context: "backend" } }
   */
  readonly image: Image;
  /**
   * Arguments that replace the image's own command. `check` refuses secrets, which the process list would show.
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
