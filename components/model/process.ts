import type { Bytes } from "./values/units";

/** Limits of the kernel for each process (`getrlimit(2)`), soft and hard alike. */
export interface Ulimits {
  /**
   * Open files, 64 to 1048576 (the kernel's `fs.nr_open`); on Fargate at most 65535.
   * @default the engine's own
   * @example 65536
   */
  readonly nofile?: number;
  /**
   * Processes of one user, 16 to 4194304; the kernel counts all that the user has on the machine.
   * @default the engine's own
   * @example 4096
   */
  readonly nproc?: number;
  /**
   * Bytes that stay in memory, never swapped out, from 65536; -1 sets no limit but that of the container's memory.
   * @default the engine's own
   * @example -1
   */
  readonly memlock?: number;
}

/** How the process of a container is started, and what the kernel lets it use; each is refused by the target that has nothing like it. */
export interface Process {
  /**
   * What starts, in place of the image's own entry point; `command` has its arguments, and the image's own command is left out.
   * @default the image's own
   * @example ["/usr/bin/tini", "--"]
   */
  readonly entrypoint?: readonly string[];
  /**
   * Absolute path of the folder in which it starts.
   * @default the image's own
   * @example "/srv/app"
   */
  readonly workingDirectory?: string;
  /**
   * Whether a small init is the first process, which reaps what others leave behind. On Kubernetes the pod's own first process does it
   * (`shareProcessNamespace`).
   * @default true on AWS, and for a service with a health check on Docker; otherwise false
   * @example true
   */
  readonly init?: boolean;
  /**
   * Size of `/dev/shm`, whole MiB; it counts as memory of the container. Fargate refuses it: tasks with GPUs alone have it on AWS.
   * @default the engine's own, usually 64Mi
   * @example "1Gi"
   */
  readonly sharedMemory?: Bytes;
  /**
   * Limits of the kernel for each process. Kubernetes refuses them, and Fargate all but `nofile`.
   * @default the engine's own
   * @example { nofile: 65536 }
   */
  readonly ulimits?: Ulimits;
  /**
   * Parameters of the kernel that a container has of its own: its network's, System V's and POSIX message queues'. Kubernetes takes those
   * that it calls safe.
   * @default the engine's own
   * @example { "net.core.somaxconn": 4096, "net.ipv4.ip_local_port_range": "1024 65535" }
   */
  readonly sysctls?: Readonly<Record<string, number | string>>;
}

/**
 * The limits of the kernel that a container has, sorted by name.
 * @example
 * const limited: boolean = ulimitsOf(api).some(({ name }) => name === "nofile");
 */
export function ulimitsOf({ ulimits = {} }: Pick<Process, "ulimits">): readonly {
  readonly name: string;
  readonly limit: number;
}[] {
  return Object.entries<number | undefined>({ ...ulimits })
    .flatMap(([name, limit]) => (limit === undefined ? [] : [{ name, limit }]))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The parameters of the kernel that a container has, as text, sorted by name.
 * @example
 * const tuned: boolean = sysctlsOf(api).length > 0;
 */
export function sysctlsOf({ sysctls = {} }: Pick<Process, "sysctls">): readonly {
  readonly name: string;
  readonly value: string;
}[] {
  return Object.entries(sysctls)
    .map(([name, value]) => ({ name, value: String(value) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
