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

/** How often and how patiently an engine is asked for its health. */
export const timing = { interval: "10s", timeout: "5s", retries: 5 } as const;
