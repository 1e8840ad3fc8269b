import type { Value } from "./ref";
import type { Bytes, Duration } from "./values/units";

/** How an image is built from the team's own sources. */
export interface Build {
  /** Folder of the build context, relative to the checkout that config names as `sources`. */
  readonly context: string;
  /** @default "Dockerfile" */
  readonly dockerfile?: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** Hot reload: path below the context → path in the container, mounted in development. */
  readonly watch?: Readonly<Record<string, string>>;
}

export interface Image {
  /** Name within the system; images of one name are the same image. */
  readonly name: string;
  /** What is pulled: repository with tag or digest. */
  readonly reference: string;
  readonly build?: Build;
  /** Tag or digest of the release it is of, where that is another one than the system's. */
  readonly release?: string;
}

/** What tells an image from the others of a system, in letters, digits, dots and hyphens. */
export function imageKey({ name, release }: Image): string {
  return release === undefined
    ? name
    : `${name}-${release.replace(/^sha256:(.{12}).*$/, "$1").replace(/_/g, "-")}`;
}

export interface Resources {
  /** Cores. Docker: limit → CPU quota, request → shares. */
  readonly cpu: { readonly request: number; readonly limit: number };
  readonly memory: { readonly request: Bytes; readonly limit: Bytes };
  /** Whole GPUs (NVIDIA). @default 0 */
  readonly gpus?: number;
}

/** Whether something computes on GPUs. */
export function needsGpus({ resources }: { readonly resources?: Resources | undefined }): boolean {
  return (resources?.gpus ?? 0) > 0;
}

export type Probe =
  | { readonly http: string; readonly port?: string }
  | { readonly tcp: string }
  | { readonly command: readonly string[] };

/** When a container counts as healthy. */
export interface Health {
  readonly probe: Probe;
  /** @default "30s" */
  readonly interval?: Duration;
  /** @default "10s" */
  readonly timeout?: Duration;
  /** @default 3 */
  readonly retries?: number;
  /** How long failures do not count after a start. @default "0s" */
  readonly startPeriod?: Duration;
}

export type HealthTiming = Omit<Health, "probe">;

/** Healthy when a GET of the path on the main (or the named) port answers 2xx; where the target's own probe asks, 3xx too. */
export function http(path: string, timing: HealthTiming & { readonly port?: string } = {}): Health {
  const { port, ...rest } = timing;
  return { probe: { http: path, ...(port === undefined ? {} : { port }) }, ...rest };
}

/** Healthy when a command in the container exits 0. */
export function command(argv: readonly string[], timing: HealthTiming = {}): Health {
  return { probe: { command: argv }, ...timing };
}

export interface VolumeMount {
  /** Name of a volume of the system. */
  readonly volume: string;
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** A file that the target puts into the container before it starts. */
export interface File {
  readonly content: Value;
  /** Octal permissions. @default "0400" of the workload's `user`; "0444" where that is the image's own */
  readonly mode?: string;
}

/** What services and jobs have in common: one container. */
export interface Workload {
  readonly image: Image;
  /** Arguments that replace the image's own command; never a secret. */
  readonly command?: readonly Value[];
  /** Environment variables. */
  readonly env: Readonly<Record<string, Value>>;
  /** Files by absolute path. */
  readonly files?: Readonly<Record<string, File>>;
  readonly mounts?: readonly VolumeMount[];
  readonly resources?: Resources;
  /** Numeric user, with group where it differs: `10001` or `"1000:1000"`. @default the image's own user */
  readonly user?: number | string;
  /** Root file system read-only. @default true */
  readonly readOnlyRoot?: boolean;
  /** Paths that stay writable in memory beside `/tmp`. */
  readonly scratch?: readonly string[];
  /** Rotation of the container's log where it is kept on the host. @default 3 files of 50Mi */
  readonly logs?: { readonly size: Bytes; readonly files: number };
  /** May open connections to the internet, and to whatever else is outside. @default only who names a store that somebody else runs */
  readonly egress?: boolean;
}
