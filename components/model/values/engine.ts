import type { StoreAttribute, Value } from "../ref";
import type { Publish } from "../service";
import { bytes, type Bytes } from "./units";
import type { CommandHealth, File, Health, Resources } from "../workload";

/** What the model, and through it every target, knows of an engine; `S` is a store of it. */
export interface Engine<S> {
  /** How one instance runs in a container. */
  container(store: S): EngineContainer;
  /** Size of its disk on a target that asks for one, where neither the system nor the stack names it. */
  readonly disk: Bytes;
  /** What consumers may name beside `url`, `host` and `port`; a store has each as a property. */
  readonly attributes: readonly StoreAttribute[];
  /** Whether its data cannot be made again, so that production needs a backup of it. */
  wantsBackup(store: S): boolean;
  /**
   * How the scripts that save it reach it: over its network, or by a socket that they share with it; `api` with the tools of another
   * image, over its network.
   *
   * @default no scripts save it
   */
  readonly saved?: "network" | "socket" | "api";
  /**
   * What its password is: `fixed` at each start, `kept` in its data from the first start on, or one that `rotates`, because it takes the one
   * before as well for a time; `none`: its private network is what protects it.
   */
  readonly password: "none" | "fixed" | "kept" | "rotates";
  /** Who consumers log in as, in a generation of the password. @default "" */
  userOf?(store: S, generation: number): string;
  /** The database that consumers use. @default "" */
  databaseOf?(store: S): string;
  /** Ports that it opens on the host beside `publish`, by the name of the port and of the store's property. @default none */
  opens?(store: S): Readonly<Record<string, Publish | undefined>>;
  /** What a diagram says of its copies. @default nothing */
  copies?(store: S): readonly string[];
  /** Whether a target counts its servers: `cache-1`, `cache-2`. @default no */
  counted?(store: S): boolean;
  /** What a target calls what it makes for it, after its name and a hyphen, beside what it makes for every store. @default none */
  readonly endings?: readonly string[];
  /** The image that an operator runs in place of the container's. @default none: no operator runs the store */
  operatedImage?(store: S): string | undefined;
  /** Variables that only an empty folder of data reads. @default none */
  readonly readOnce?: readonly string[];
  /** Whether it refuses the files of another major version of itself. @default false */
  readonly filesOfMajor?: boolean;
}

/** How one instance of an engine runs in a container, and how its consumers address it. */
export interface EngineContainer {
  /** Official image. */
  readonly image: string;
  /**
   * Files that the image lacks, from one of the same distribution. A target that cannot bring them refuses what needs them.
   *
   * @default none
   */
  readonly adds?: Additional;
  /** Numeric user and group of that image. */
  readonly user: string;
  /** In place of what the image starts. @default as the image says */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, File>>;
  /** By a command: a store mounts none of the tools by which an engine asks services over their ports. */
  readonly health: CommandHealth;
  /** Holds while the engine lives, though it may not serve yet, as after a crash: what decides that it is ended. */
  readonly alive: Health;
  /** Ports by name; consumers use `main`. */
  readonly ports: Readonly<{ main: number } & Record<string, number>>;
  /** Name of a port that consumers use beside `main`, over UDP as well as TCP. @default none */
  readonly datagrams?: string;
  /** Name of the port that `publish` opens on the host. @default "main" */
  readonly published?: string;
  /** Where the data lives; absent for an engine without state. */
  readonly dataPath?: string;
  /** Paths beside `/tmp` that must stay writable, in memory. */
  readonly scratch: readonly string[];
  readonly url: UrlShape;
}

/** Files of another image. */
export interface Additional {
  readonly image: string;
  /** A pattern of the shell for each folder, which both images have: `{ "/usr/lib/postgresql/16/lib": "pgaudit.so" }`. */
  readonly files: Readonly<Record<string, string>>;
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

/**
 * Half of a store's memory in MiB, for the heap of a Java virtual machine: the other half is for what it keeps beside its heap, and for
 * files that the kernel keeps.
 */
export function heap({ resources }: { readonly resources?: Resources }): number | undefined {
  return resources && Math.floor(bytes(resources.memory.limit) / 2 / 1024 ** 2);
}
