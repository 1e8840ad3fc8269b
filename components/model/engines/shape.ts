import type { Value } from "../ref";
import type { File, Health } from "../workload";

/** How one instance of an engine runs in a container, and how its consumers address it. */
export interface EngineContainer {
  /** Official image. */
  readonly image: string;
  /** Numeric user and group of that image. */
  readonly user: string;
  readonly command?: readonly string[];
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, File>>;
  readonly health: Health;
  /** Holds while the engine lives, though it may not serve yet, as after a crash: what decides that it is ended. */
  readonly alive: Health;
  /** Ports by name; consumers use `main`. */
  readonly ports: Readonly<{ main: number } & Record<string, number>>;
  /** Name of the port that `publish` opens on the host. @default "main" */
  readonly published?: string;
  /** Where the data lives; absent for an engine without state. */
  readonly dataPath?: string;
  /** Paths beside `/tmp` that must stay writable, in memory. */
  readonly scratch: readonly string[];
  readonly url: UrlShape;
}

/** `scheme://user:password@host:port/path`; `scheme` absent: `host:port`. */
export interface UrlShape {
  readonly scheme?: string;
  /** Which credentials stand in the URL. @default none */
  readonly credentials?: "user-and-password" | "password";
  readonly path?: string;
}

/** Where the files of a store's secrets lie in its own container. */
export const passwordFile = "/run/secrets/password";

/** How patiently an engine is let live: an hour to recover, and then five minutes without a sign of life. */
export const enduring = { interval: "30s", timeout: "10s", retries: 10, startPeriod: "1h" } as const;

/** How often and how patiently an engine is asked for its health. */
export const timing = { interval: "10s", timeout: "5s", retries: 5 } as const;

/** Of engines that open their port once they have recovered: until then nothing tells one that works from one that hangs. */
export const recovered: Health = { probe: { tcp: "main" }, ...enduring };
