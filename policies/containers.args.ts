import type { Fact, Subject } from "./subject";

/** One container of any target as runtime policies see it: each property with the path at which it stands. */
export interface Container {
  readonly subject: Subject;
  readonly platform: "docker" | "kubernetes" | "ecs";
  /** What it is for its component, where a label says it. */
  readonly role: string | undefined;
  /** Keeps running, ends by itself, or is never started. */
  readonly life: "long" | "short" | "none";
  readonly image: Fact;
  readonly privileged: Fact;
  /** What takes away the engine's own confinement: profiles of system calls, masks of /proc. */
  readonly unconfined: readonly Fact[];
  /** Namespaces that it may share with the host; what shares one has the value "host" or true. */
  readonly namespaces: readonly Fact[];
  /** Paths of the host that it mounts. */
  readonly hostPaths: readonly Fact[];
  readonly devices: Fact;
  /** Capabilities that it is given and that are taken from it. */
  readonly added: Fact;
  readonly dropped: Fact;
  readonly user: Fact;
  /** For targets on which a container may be forbidden to run as root whatever its image says. */
  readonly nonRoot: Fact | undefined;
  readonly readOnlyRoot: Fact;
  /** True where its processes cannot get more rights than it started with. */
  readonly contained: Fact & { readonly allowed: string };
  readonly memory: Fact;
  readonly cpu: Fact;
  /** Checks that the target makes of it. */
  readonly health: readonly Fact[];
  /** True where its log cannot fill the disk. */
  readonly log: Fact & { readonly bounded: boolean; readonly allowed: string };
  /** Undefined where the target always starts it again. */
  readonly restart: Fact | undefined;
  readonly environment: readonly {
    readonly name: string;
    readonly text: Fact;
  }[];
  readonly commands: readonly Fact[];
}
