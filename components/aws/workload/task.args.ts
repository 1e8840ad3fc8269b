import type { Input } from "@pulumi/pulumi";
import {
  mebibytes,
  ownerOptions,
  seconds,
  sysctlsOf,
  ulimitsOf,
  type Drain,
  type Health,
  type Process,
  type Resources,
} from "../../model";
import { askScript } from "../../render/ask";
import { shortened } from "../../render/names";

/** One container of a task, before its JSON. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: Input<string>;
  readonly essential?: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly Input<string>[];
  readonly process?: Process;
  readonly env?: Readonly<Record<string, Input<string>>>;
  /** `valueFrom` by the variable's name. */
  readonly secrets?: Readonly<Record<string, Input<string>>>;
  readonly user?: number | string;
  /** @default true */
  readonly readOnlyRoot?: boolean;
  /** Paths in memory beside `/tmp`. */
  readonly scratch?: readonly string[];
  readonly mounts?: readonly { readonly volume: string; readonly path: string; readonly readOnly: boolean }[];
  /** Ports by name. */
  readonly ports?: readonly {
    readonly name: string;
    readonly number: number;
    readonly http: boolean;
    /** @default "tcp" */
    readonly protocol?: "tcp" | "udp";
  }[];
  readonly health?: Health;
  /** What must go well once before the container counts as healthy; from then on `health` alone is asked. */
  readonly started?: Health;
  /** Whether it hands files over to another user, which takes some of root's rights. @default false */
  readonly handsOver?: boolean;
  readonly resources?: Resources;
  readonly stopTimeout?: number;
  readonly after?: readonly {
    readonly container: string;
    readonly condition: "SUCCESS" | "START" | "COMPLETE";
  }[];
  readonly log: { readonly group: Input<string>; readonly region: string; readonly prefix: string };
}

const scratchSize = 64;

/** What a container has of itself, but for what changes owners (https://docs.docker.com/engine/containers/run). */
const otherCapabilities = [
  ...["AUDIT_WRITE", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW"],
  ...["SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
];

/** The name of a port in a task definition: at most 64 characters. */
export function portName(name: string): string {
  return shortened(`port-${name}`, 64);
}

function portOf(ports: ContainerSpec["ports"], name: string | undefined): number {
  const port = ports?.find((one) => one.name === portName(name ?? "main"));
  if (port === undefined)
    throw new RangeError(
      `the health check names the port "${name ?? "main"}", which the container does not have`,
    );
  return port.number;
}

/** The command by which ECS asks a container how it is. */
function probeCommand({ probe, timeout = "10s" }: Health, ports: ContainerSpec["ports"]): readonly string[] {
  if ("command" in probe) return ["CMD", ...probe.command];
  const limit = String(seconds(timeout));
  const ask = ["CMD", "sh", "-c", askScript, "ask"];
  return "tcp" in probe
    ? [...ask, "tcp", String(portOf(ports, probe.tcp)), limit]
    : [...ask, "http", String(portOf(ports, probe.port)), probe.http, limit];
}

/** A text as one word of a shell. */
function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** In the memory of the container, and so gone with it. */
const startedFile = "/tmp/.trireme-started";

/** ECS asks one question of a container, always: until the first one has gone well this asks another. */
function startCommand(started: Health, health: Health, ports: ContainerSpec["ports"]): readonly string[] {
  const [first, then] = [started, health].map((one) => probeCommand(one, ports).slice(1).map(word).join(" "));
  return [
    "CMD",
    "sh",
    "-c",
    `if [ -e ${startedFile} ]; then exec ${then}; fi\n${first} && : > ${startedFile}`,
  ];
}

function healthCheck(health: Health, { ports, started }: Pick<ContainerSpec, "ports" | "started">) {
  return {
    command: started === undefined ? probeCommand(health, ports) : startCommand(started, health, ports),
    interval: seconds(health.interval ?? "30s"),
    timeout: seconds(health.timeout ?? "10s"),
    retries: health.retries ?? 3,
    startPeriod: seconds(health.startPeriod ?? "0s"),
  };
}

/**
 * Most seconds between the signal and the end of a container on Fargate (`stopTimeout`,
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html).
 */
export const longestStop = 120;

/** Seconds from a service's release of its last request to its end: the delay, and what is in flight. */
export function drainSeconds(drain: Drain | undefined): number {
  return Math.ceil(seconds(drain?.delay ?? "0s") + seconds(drain?.deadline ?? "10s"));
}

function sorted<T>(entries: Readonly<Record<string, T>> = {}): readonly (readonly [string, T])[] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}

function memory(resources: Resources | undefined): object {
  if (resources === undefined) return {};
  const { memory: own } = resources;
  return { memory: mebibytes(own.limit), memoryReservation: mebibytes(own.request) };
}

/** How the process is started, and what the kernel lets it use, but for what stands in `linuxParameters`. */
function processOf(process: Process = {}): object {
  const { workingDirectory } = process;
  const limits = ulimitsOf(process);
  const parameters = sysctlsOf(process);
  return {
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    ...(limits.length === 0
      ? {}
      : { ulimits: limits.map(({ name, limit }) => ({ name, softLimit: limit, hardLimit: limit })) }),
    ...(parameters.length === 0
      ? {}
      : { systemControls: parameters.map(({ name, value }) => ({ namespace: name, value })) }),
  };
}

/** A container as ECS describes it; what only the deployment knows stays an `Input`. */
export function container(spec: ContainerSpec): Record<string, unknown> {
  const { name, image, essential = true, command, entryPoint, ports = [], health, log, user } = spec;
  const readOnly = spec.readOnlyRoot ?? true;
  const gpus = spec.resources?.gpus ?? 0;
  return {
    name,
    image,
    essential,
    ...(entryPoint === undefined ? {} : { entryPoint }),
    ...(command === undefined ? {} : { command }),
    environment: sorted(spec.env).map(([key, value]) => ({ name: key, value })),
    secrets: sorted(spec.secrets).map(([key, valueFrom]) => ({ name: key, valueFrom })),
    ...(user === undefined ? {} : { user: String(user) }),
    ...memory(spec.resources),
    ...(gpus === 0 ? {} : { resourceRequirements: [{ type: "GPU", value: String(gpus) }] }),
    readonlyRootFilesystem: readOnly,
    ...processOf(spec.process),
    linuxParameters: {
      initProcessEnabled: spec.process?.init ?? true,
      ...(spec.process?.sharedMemory === undefined
        ? {}
        : { sharedMemorySize: mebibytes(spec.process.sharedMemory) }),
      capabilities: { drop: spec.handsOver === true ? otherCapabilities : ["ALL"] },
      // A runtime may give a folder in memory the mode of the image's folder below it, so it belongs to who writes in it.
      tmpfs: ["/tmp", ...(spec.scratch ?? [])].map((containerPath) => ({
        containerPath,
        size: scratchSize,
        mountOptions: ["mode=1777", ...(containerPath === "/tmp" ? [] : ownerOptions(user))],
      })),
    },
    mountPoints: (spec.mounts ?? []).map(({ volume, path, readOnly: fixed }) => ({
      sourceVolume: volume,
      containerPath: path,
      readOnly: fixed,
    })),
    portMappings: ports.map(({ name: port, number, http, protocol = "tcp" }) => ({
      name: port,
      containerPort: number,
      hostPort: number,
      protocol,
      ...(http ? { appProtocol: "http" } : {}),
    })),
    ...(health === undefined ? {} : { healthCheck: healthCheck(health, spec) }),
    ...(spec.stopTimeout === undefined ? {} : { stopTimeout: spec.stopTimeout }),
    ...(spec.after === undefined
      ? {}
      : { dependsOn: spec.after.map(({ container: of, condition }) => ({ containerName: of, condition })) }),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": log.group,
        "awslogs-region": log.region,
        "awslogs-stream-prefix": log.prefix,
        // A slow log must not stop the application.
        mode: "non-blocking",
        "max-buffer-size": "4m",
      },
    },
  };
}
