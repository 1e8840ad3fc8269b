import type { Ingress, Server, Volume } from "../../components/model";
import type { Progress } from "../../setup/progress";
import type { JobRun } from "../release/releases";
import type { Container } from "../verify/containers";

/** One container of a stack, by what it is for. */
export interface Instance {
  /** By which the engine or the cluster knows it. */
  readonly id: string;
  readonly name: string;
  /** The service, store, job, backup or proxy it runs. */
  readonly component: string;
  readonly role: string;
  /** Whether another has its place, and only an update that did not end has left it. */
  readonly replaced?: boolean;
}

/** How a command in a container ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A store and the container that saves it. */
export interface SavedStore {
  readonly store: Server | Volume;
  readonly saver: Instance;
  /** The store's server; a volume has none, nor has an external store. */
  readonly server?: Instance;
}

/** A store whose password was rotated. */
export interface RotatedStore {
  /** Whether the new password is in force. */
  readonly inForce: boolean;
  /** Takes away what was valid before it; resolves to what was written. */
  retire(): Promise<string>;
}

/** A command line. */
export type CommandLine = readonly [string, ...string[]];

/** What runs a stack, as the commands that work on its data ask it: a Docker engine or a cluster. */
export interface Runtime {
  /** The stack's containers, running or not, ordered by component and name. */
  instances(): Promise<readonly Instance[]>;
  /** How those that the last deployment made are doing. */
  inspected(): Promise<readonly Container[]>;
  /** Runs a command in a container; what it wrote to both streams where it failed. */
  exec(instance: string, argv: readonly string[]): Promise<Ended>;
  /** Runs a command in a container with the streams of whoever asks; one that reads gets their input as well. */
  execCommand(instance: Instance, argv: readonly string[], reads?: "reads"): CommandLine;
  /** Opens a command in a container for a person. */
  interactive(instance: Instance, argv: readonly string[]): string;
  /** How the jobs of the last release ended. */
  jobRuns(): Promise<readonly JobRun[]>;
  /** The stores whose password was rotated, by name. */
  rotated(): Promise<ReadonlyMap<string, RotatedStore>>;
  /** How what stands before the services is doing. */
  ingress(ingress: Ingress, containers: readonly Container[]): Promise<IngressState>;
  /**
   * Looks at what the stack has before it is destroyed; asked after that, says what is left of it, as a person is told
   * it; empty where nothing is.
   */
  leftovers(): Promise<() => Promise<string>>;
}

/** What runs a stack whose stores are containers with disks of ours, each saved by a container that stands by. */
export interface ContainerRuntime extends Runtime {
  /** Stops those that write to a store while `body` runs, and starts them again however it ends. */
  withoutWriters<T>(components: readonly string[], progress: Progress, body: () => Promise<T>): Promise<T>;
  /** Stops a store's server while `body` runs, and waits until it answers again however it ends. */
  stopped<T>(saved: SavedStore, progress: Progress, body: () => Promise<T>): Promise<T>;
  /** Runs a command in a container of its own, which may write to the stopped store's data and has the backups. */
  beside(saved: SavedStore, argv: readonly string[]): Promise<Ended>;
}

/** How the ingress of a stack is doing. */
export interface IngressState {
  /**
   * - `proxy`: our own proxy; SHA-256 of the configuration that was rolled out
   * - `routes`: the cluster's own; what of ours it has not taken on, with the reason
   */
  readonly kind: "proxy" | "routes";
  readonly configuration?: string;
  /** The same of what serves sites behind it; absent where its own reload has it as a label. */
  readonly sites?: string;
  readonly refused?: readonly string[];
  /** The certificate in PEM that it has, or why there is none; absent where it is not the stack's own. */
  readonly certificate?: Ended;
  /** Address under which names below `localhost` are reached. */
  readonly address: string;
}
