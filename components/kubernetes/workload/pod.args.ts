import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import {
  bytes,
  longestName,
  seconds,
  sysctlsOf,
  type Process,
  type Resources,
  type Service,
} from "../../model";
import { distinct } from "../../render/names";
import { portName, probes, type Probed } from "./probes.args";
import type { Placement } from "./placement.args";

export { portName, startBudget } from "./probes.args";

type Container = input.core.v1.Container;
type PodSpec = input.core.v1.PodSpec;
type Volume = input.core.v1.Volume;
type Mount = input.core.v1.VolumeMount;

/** An environment variable: its text, or the key of a Secret that holds it. */
export type EnvironmentValue =
  { readonly text: Input<string> } | { readonly secret: Input<string>; readonly key: string };

export interface ContainerSpec extends Probed {
  readonly name: string;
  readonly image: Input<string>;
  /** In place of the image's entry point. */
  readonly entrypoint?: readonly string[];
  /** In place of the image's own arguments. */
  readonly command?: readonly Input<string>[];
  readonly env?: Readonly<Record<string, EnvironmentValue>>;
  readonly user?: number | string;
  readonly readOnlyRoot?: boolean;
  /** Paths in memory beside `/tmp`. */
  readonly scratch?: readonly string[];
  readonly mounts?: readonly Mount[];
  /** Ports by name; `main` is the one that probes ask where they name none. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly resources?: Resources;
  readonly lifecycle?: input.core.v1.Lifecycle;
  readonly process?: Process;
}

/** Numeric user and group: `"1000:1000"`, `10001`. */
export function identityOf(user: number | string | undefined): { user?: number; group?: number } {
  if (user === undefined) return {};
  const [own, group] = String(user).split(":").map(Number);
  return { user: own, group: group ?? own };
}

/** Bytes as Kubernetes writes them, in the largest unit that is exact. */
export function quantity(amount: number): string {
  for (const [unit, factor] of [
    ["Ti", 2 ** 40],
    ["Gi", 2 ** 30],
    ["Mi", 2 ** 20],
    ["Ki", 2 ** 10],
  ] as const)
    if (amount % factor === 0) return `${amount / factor}${unit}`;
  return String(Math.ceil(amount));
}

/** Cores as Kubernetes writes them: `2`, `250m`. */
export function cores(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : `${Math.round(amount * 1000)}m`;
}

/** What a container that says nothing itself gets: it copies or changes a few files. */
const modest: Resources = {
  cpu: { request: 0.05, limit: 0.5 },
  memory: { request: "32Mi", limit: "256Mi" },
};

/** Requests and limits; GPUs are limits alone. */
export function resourceRequirements({
  cpu,
  memory,
  gpus = 0,
}: Resources = modest): input.core.v1.ResourceRequirements {
  return {
    requests: { cpu: cores(cpu.request), memory: quantity(bytes(memory.request)) },
    limits: {
      cpu: cores(cpu.limit),
      memory: quantity(bytes(memory.limit)),
      ...(gpus === 0 ? {} : { "nvidia.com/gpu": String(gpus) }),
    },
  };
}

function environment(env: ContainerSpec["env"]): input.core.v1.EnvVar[] {
  return Object.entries(env ?? {})
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) =>
      "secret" in value
        ? { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } }
        : { name, value: value.text },
    );
}

/** What the volumes of paths are called. */
export function volumeNames(prefix: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const form = (path: string): string =>
    `${prefix}${path.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`.replace(/-+$/, "");
  return distinct(paths, form, longestName);
}

function scratchPaths({ scratch }: ContainerSpec): readonly string[] {
  return [...new Set(["/tmp", ...(scratch ?? [])])];
}

function scratchNames(specs: readonly ContainerSpec[]): ReadonlyMap<string, string> {
  return volumeNames("scratch", specs.flatMap(scratchPaths));
}

/** The volume that is `/dev/shm`, where a container says how large that is. */
const sharedMemory = "shared-memory";

function sharedMemoryOf(specs: readonly ContainerSpec[]): readonly Volume[] {
  const [size] = specs.flatMap(({ process }) => process?.sharedMemory ?? []);
  if (size === undefined) return [];
  return [{ name: sharedMemory, emptyDir: { medium: "Memory", sizeLimit: quantity(bytes(size)) } }];
}

function podSysctls(specs: readonly ContainerSpec[]): Pick<input.core.v1.PodSecurityContext, "sysctls"> {
  const set = specs.flatMap(({ process = {} }) => sysctlsOf(process));
  return set.length === 0 ? {} : { sysctls: [...set] };
}

/**
 * A container with everything closed that its specification does not open.
 *
 * @param scratch names of its pod's volumes in memory, by path. @default those of a pod of this container alone
 */
export function container(spec: ContainerSpec, scratch = scratchNames([spec])): Container {
  const { user, group } = identityOf(spec.user);
  return {
    name: spec.name,
    image: spec.image,
    imagePullPolicy: "IfNotPresent",
    ...(spec.entrypoint === undefined ? {} : { command: [...spec.entrypoint] }),
    ...(spec.command === undefined ? {} : { args: [...spec.command] }),
    ...(spec.process?.workingDirectory === undefined ? {} : { workingDir: spec.process.workingDirectory }),
    env: environment(spec.env),
    ports: Object.entries(spec.ports ?? {})
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, containerPort]) => ({ name: portName(name), containerPort, protocol: "TCP" })),
    ...probes(spec),
    resources: resourceRequirements(spec.resources),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: spec.readOnlyRoot ?? true,
      // Of what sees files of a node, which are root's; its own namespace allows it.
      runAsNonRoot: user !== 0,
      ...(user === undefined ? {} : { runAsUser: user, runAsGroup: group }),
    },
    volumeMounts: [
      ...scratchPaths(spec).map((path) => ({ name: scratch.get(path) ?? path, mountPath: path })),
      ...(spec.mounts ?? []),
      ...(spec.process?.sharedMemory === undefined ? [] : [{ name: sharedMemory, mountPath: "/dev/shm" }]),
    ],
    ...(spec.lifecycle === undefined ? {} : { lifecycle: spec.lifecycle }),
    // The last lines of what failed are told even where nobody keeps the log.
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}

export interface PodOptions {
  readonly containers: readonly ContainerSpec[];
  readonly initContainers?: readonly ContainerSpec[];
  readonly volumes?: readonly Volume[];
  readonly serviceAccount: Input<string>;
  /** Whether it speaks to the cluster's API, as the account. @default false */
  readonly token?: boolean;
  /** Seconds from the wish to stop to the kill, the wait before the signal included. @default 30 */
  readonly grace?: number;
  /** Group that owns what is mounted. @default the first container's */
  readonly group?: number;
  /** Where it may run, and before whom: what `placement` makes of the operator's settings. */
  readonly placed: Placement;
  readonly affinity?: input.core.v1.Affinity;
  readonly spread?: readonly input.core.v1.TopologySpreadConstraint[];
  readonly restart?: "Always" | "OnFailure" | "Never";
}

/** A pod without a token unless it asks for one, without root, and with a writable file system only where it says so. */
export function podSpec(options: PodOptions): PodSpec {
  const { containers, initContainers = [] } = options;
  const scratch = scratchNames([...containers, ...initContainers]);
  const group = options.group ?? identityOf(containers[0]?.user).group;
  return {
    serviceAccountName: options.serviceAccount,
    automountServiceAccountToken: options.token ?? false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: containers.every(({ user }) => identityOf(user).user !== 0),
      seccompProfile: { type: "RuntimeDefault" },
      ...(group === undefined ? {} : { fsGroup: group, fsGroupChangePolicy: "OnRootMismatch" }),
      ...podSysctls(containers),
    },
    // The pod's own first process reaps what the containers' leave behind.
    ...(containers.some(({ process }) => process?.init === true) ? { shareProcessNamespace: true } : {}),
    terminationGracePeriodSeconds: options.grace ?? 30,
    ...(options.restart === undefined ? {} : { restartPolicy: options.restart }),
    ...(options.affinity === undefined ? {} : { affinity: options.affinity }),
    ...(options.spread === undefined ? {} : { topologySpreadConstraints: [...options.spread] }),
    ...options.placed,
    ...(initContainers.length === 0
      ? {}
      : { initContainers: initContainers.map((spec) => container(spec, scratch)) }),
    containers: containers.map((spec) => container(spec, scratch)),
    volumes: [
      ...[...scratch.values()].map((name) => ({ name, emptyDir: { medium: "Memory" } })),
      ...sharedMemoryOf(containers),
      ...(options.volumes ?? []),
    ],
  };
}

/** Seconds until nobody sends to a pod that is on its way out: endpoints have spread, and kept connections have ended. */
export const endpointSpread = 10;

const standardDeadline = 10;

/** How an instance leaves: first nobody sends to it any more, then it is told to stop, then it may finish. */
export function leaving({ port, drain }: Pick<Service, "port" | "drain">): {
  readonly lifecycle?: input.core.v1.Lifecycle;
  readonly grace: number;
} {
  const wanted = Math.ceil(seconds(drain?.delay ?? "0s"));
  const pause = port === undefined ? wanted : Math.max(wanted, endpointSpread);
  const deadline = Math.ceil(seconds(drain?.deadline ?? `${standardDeadline}s`));
  const signal = (drain?.signal ?? "SIGTERM").replace(/^SIG/, "");
  const grace = pause + deadline;
  // The kubelet sends SIGTERM alone; another signal is sent from inside, and waited for.
  if (signal !== "TERM")
    return {
      grace,
      lifecycle: {
        preStop: {
          exec: {
            command: [
              "sh",
              "-c",
              `sleep ${pause}; kill -${signal} 1; while kill -0 1 2>/dev/null; do sleep 0.2; done`,
            ],
          },
        },
      },
    };
  return pause === 0 ? { grace } : { grace, lifecycle: { preStop: { sleep: { seconds: pause } } } };
}
