import type { Job } from "../../components/model";
import { PlainError } from "../../setup/errors";
import type { Progress } from "../../setup/progress";
import type { CommandLine, Instance } from "../runtime/runtime";

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
