import type { Job, Server } from "../../components/model";
import { PlainError } from "../../setup/errors";
import type { Progress } from "../../setup/progress";
import type { CommandLine, Instance } from "../runtime/runtime";
import type { Tunnel } from "./tunnel";

/** One line of a log. */
export interface LogLine {
  /** Moment at which it was written, ISO 8601 in UTC. */
  readonly at: string;
  readonly text: string;
}

/** Which lines of a log. */
export interface LogOptions {
  readonly follow: boolean;
  /** Lines from the end, or `all`. */
  readonly tail: string;
  /** Only those from this moment on. */
  readonly since?: Date | undefined;
}

/** What writes a log of its own. */
export interface Source {
  /** The service, store, job, backup or proxy it is of. */
  readonly component: string;
  readonly role: string;
  /** Resolves at the log's end; where it is followed, never by itself. */
  read(options: LogOptions, onLine: (line: LogLine) => void): Promise<void>;
}

/** What a tunnel to a store is asked for with. */
export interface TunnelOptions {
  /** Port of this machine; 0 for any that is free. */
  readonly port: number;
  /** Name of the server that it leads to. @default the first of the store's */
  readonly instance?: string | undefined;
  /** Services of the stack that may reach the store: AWS is gone through by a task of one. */
  readonly through: readonly string[];
}

/** A stack as whoever is on call works on it, on whatever target. None of it changes what the stack's file describes. */
export interface Operations {
  /** Ordered by component. */
  sources(): Promise<readonly Source[]>;
  /** What runs of a component, ordered by name; empty where nothing does. */
  instances(component: string): Promise<readonly Instance[]>;
  /**
   * What opens a command in an instance, with the streams of whoever asks.
   *
   * @param terminal whether these are a terminal
   * @throws PlainError where no command is let in
   */
  session(instance: Instance, argv: readonly string[], terminal: boolean): Promise<CommandLine>;
  /**
   * Leads from a port of this machine to a store's main port.
   *
   * @throws PlainError where no server of it runs, or nothing leads there
   */
  tunnel(store: Server, options: TunnelOptions): Promise<Tunnel>;
  /** Runs a scheduled job now and prints its log; resolves to its exit code, and to `stillRunning` where it runs already. */
  run(job: Job): Promise<number>;
  /**
   * Starts a service's instances again, and waits until they are healthy.
   *
   * @throws PlainError with the reason where they do not become so
   */
  restart(service: string, progress: Progress): Promise<void>;
}

/**
 * The server of a store that a tunnel leads to.
 *
 * @param instances all that runs of the store
 * @throws PlainError naming those that there are
 */
export function serverOf(
  instances: readonly Instance[],
  store: string,
  { instance }: Pick<TunnelOptions, "instance">,
  stack: string,
): Instance {
  const servers = instances.filter(({ role }) => role === "store" || role === "replica");
  const found = servers.find(({ name }) => instance === undefined || name === instance);
  if (found !== undefined) return found;
  throw new PlainError(
    servers.length === 0
      ? `No server of ${store} runs in stack ${stack}; npx trireme up ${stack} starts it.`
      : `${store} has no server ${instance ?? ""}; it has ${servers.map(({ name }) => name).join(", ")}.`,
  );
}

/**
 * The same name, where something runs under it.
 *
 * @throws PlainError naming what does
 */
export function running(name: string, stack: string, services: readonly string[]): string {
  if (services.includes(name)) return name;
  const known = [...new Set(services)].sort();
  throw new PlainError(
    known.length === 0
      ? `Stack ${stack} runs no service; npx trireme up ${stack} starts it.`
      : `Stack ${stack} runs no service "${name}"; it runs ${known.join(", ")}.`,
  );
}
