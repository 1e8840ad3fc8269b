import { labelNames } from "../../components/model/values/naming";

/** What `docker inspect` says of a container, as far as the checks read it. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly AppArmorProfile?: string;
  readonly ProcessLabel?: string;
  readonly State: {
    readonly Running: boolean;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> | null };
  readonly HostConfig: {
    readonly Privileged: boolean;
    readonly CapAdd?: readonly string[] | null;
    readonly CapDrop?: readonly string[] | null;
    readonly NetworkMode: string;
    readonly PidMode: string;
    readonly IpcMode: string;
    readonly UTSMode: string;
    readonly UsernsMode: string;
    readonly Memory: number;
    readonly CpuShares: number;
    readonly PidsLimit?: number | null;
    readonly ReadonlyRootfs: boolean;
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly Devices?: readonly { readonly PathOnHost: string }[] | null;
    readonly Ulimits?: readonly { readonly Name: string; readonly Hard: number }[] | null;
    readonly CgroupParent: string;
    readonly SecurityOpt?: readonly string[] | null;
    readonly PortBindings?: Readonly<Record<string, readonly Binding[] | null>> | null;
  };
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Source: string;
    readonly Destination: string;
    readonly Propagation?: string;
  }[];
  readonly NetworkSettings: { readonly Networks?: Readonly<Record<string, unknown>> | null };
}

interface Binding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** One container that is checked. */
export interface Subject {
  readonly name: string;
  /** The service, store, job or ingress that it is of; empty for a container that is nobody's. */
  readonly component: string;
  /** What it is for its component. */
  readonly role: string;
  readonly inspected: Inspected;
  /** Command lines of what runs in it; empty for one that has ended. */
  readonly processes: readonly string[];
}

/** What is asked of the engine and of the system rather than of a container. */
export interface Facts {
  /** `inactive`, or what part the engine has in a swarm. */
  readonly swarm: string;
  /** What protects containers on this engine: `name=apparmor`, `name=seccomp,profile=builtin`, … */
  readonly security: readonly string[];
  /** Host ports that the system publishes. */
  readonly ports: readonly number[];
}

/** Only what was started is checked: a container that never ran, such as one that carries files, has no run time. */
export function hasRun({ State }: Inspected): boolean {
  return !State.StartedAt.startsWith("0001-");
}

/** A container with its labels read. */
export function subjectOf(inspected: Inspected, processes: readonly string[]): Subject {
  const labels = inspected.Config.Labels ?? {};
  return {
    name: inspected.Name.replace(/^\//, ""),
    component: labels[labelNames.component] ?? "",
    role: labels[labelNames.role] ?? "",
    inspected,
    processes,
  };
}

/** The host's side of the ports that a container publishes. */
export function bindingsOf({ HostConfig }: Inspected): readonly Binding[] {
  return Object.values(HostConfig.PortBindings ?? {}).flatMap((bindings) => bindings ?? []);
}
