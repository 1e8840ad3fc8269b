import type { types } from "@pulumi/docker";
import type * as docker from "@pulumi/docker";
import { interpolate, type Input } from "@pulumi/pulumi";
import { mebibytes, seconds, type Bytes, type Health, type Publish, type Resources } from "../model";

export interface NetworkMembership {
  readonly name: Input<string>;
  /** Name under which the others on the network find it. */
  readonly alias?: string;
}

export interface ContainerSpec {
  readonly image: Input<string>;
  readonly command?: readonly Input<string>[];
  readonly env?: Readonly<Record<string, Input<string>>>;
  readonly user?: number | string;
  readonly readOnlyRoot?: boolean;
  /** Paths in memory beside `/tmp`. */
  readonly scratch?: readonly string[];
  readonly volumes?: readonly types.input.ContainerVolume[];
  readonly networks?: readonly NetworkMembership[];
  readonly ports?: readonly { readonly internal: number; readonly host: Publish }[];
  readonly health?: Health;
  /** Ports by name, for probes. */
  readonly containerPorts?: Readonly<Record<string, number>>;
  readonly resources?: Resources;
  /** @default 3 files of 50Mi */
  readonly logs?: { readonly size: Bytes; readonly files: number };
  readonly labels: Readonly<Record<string, Input<string>>>;
  readonly stop?: { readonly signal?: string; readonly grace: number };
}

const shares = 1024;

function portOf(ports: Readonly<Record<string, number>>, name: string | undefined): number {
  const port = ports[name ?? "main"];
  if (port === undefined)
    throw new RangeError(`the health check names the port "${name ?? "main"}", which the container has not`);
  return port;
}

/** The command that the engine runs inside the container to learn its health. */
export function probeCommand({ probe }: Health, ports: Readonly<Record<string, number>>): string[] {
  if ("command" in probe) return ["CMD", ...probe.command];
  if ("tcp" in probe) return ["CMD-SHELL", `nc -z 127.0.0.1 ${portOf(ports, probe.tcp)}`];
  const url = `http://127.0.0.1:${portOf(ports, probe.port)}${probe.http}`;
  // Debian-based images carry curl, Alpine-based ones wget.
  return [
    "CMD-SHELL",
    `if command -v curl >/dev/null; then curl -fsS -o /dev/null ${url}; else wget -q -O /dev/null ${url}; fi`,
  ];
}

/** Seconds after which a container that is not healthy counts as failed. */
export function healthDeadline(health: Health): number {
  const round = seconds(health.interval ?? "30s") + seconds(health.timeout ?? "10s");
  return Math.ceil(seconds(health.startPeriod ?? "0s") + round * (health.retries ?? 3)) + 30;
}

function healthcheck(
  health: Health,
  ports: Readonly<Record<string, number>>,
): types.input.ContainerHealthcheck {
  return {
    tests: probeCommand(health, ports),
    interval: goDuration(seconds(health.interval ?? "30s")),
    timeout: goDuration(seconds(health.timeout ?? "10s")),
    startPeriod: goDuration(seconds(health.startPeriod ?? "0s")),
    retries: health.retries ?? 3,
  };
}

/** Seconds as Go prints a duration, which is how the engine reports it back: `1m30s`, `500ms`, `0s`. */
export function goDuration(total: number): string {
  const milliseconds = Math.round(total * 1000);
  if (milliseconds > 0 && milliseconds < 1000) return `${milliseconds}ms`;
  const whole = Math.floor(milliseconds / 1000);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = (milliseconds % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}

function limits(resources: Resources | undefined): Partial<docker.ContainerArgs> {
  if (resources === undefined) return {};
  const memory = mebibytes(resources.memory.limit);
  return {
    // As the engine reports it back.
    cpus: Number.isInteger(resources.cpu.limit)
      ? resources.cpu.limit.toFixed(1)
      : String(resources.cpu.limit),
    cpuShares: Math.round(resources.cpu.request * shares),
    memory,
    // Equal to memory: no swap, and no change that the engine makes up by itself.
    memorySwap: memory,
    memoryReservation: mebibytes(resources.memory.request),
    ...((resources.gpus ?? 0) > 0 ? { gpus: "all" } : {}),
  };
}

/** The arguments of a container with everything closed that its specification does not open. */
export function containerArgs(spec: ContainerSpec): docker.ContainerArgs {
  const scratch = ["/tmp", ...(spec.scratch ?? [])];
  return {
    image: spec.image,
    ...(spec.command === undefined ? {} : { command: [...spec.command] }),
    envs: Object.entries(spec.env ?? {})
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => assignment(name, value)),
    ...(spec.user === undefined ? {} : { user: String(spec.user) }),
    readOnly: spec.readOnlyRoot ?? true,
    tmpfs: Object.fromEntries(scratch.map((path) => [path, "rw,nosuid,nodev,mode=1777"])),
    securityOpts: ["no-new-privileges"],
    capabilities: { drops: ["ALL"] },
    volumes: [...(spec.volumes ?? [])],
    networksAdvanced: (spec.networks ?? []).map(({ name, alias }) => ({
      name,
      ...(alias === undefined ? {} : { aliases: [alias] }),
    })),
    ports: (spec.ports ?? []).map(({ internal, host }) => ({
      internal,
      external: host.port,
      ip: host.address ?? "127.0.0.1",
      protocol: "tcp",
    })),
    ...(spec.health === undefined
      ? {}
      : { healthcheck: healthcheck(spec.health, spec.containerPorts ?? {}) }),
    ...limits(spec.resources),
    restart: "unless-stopped",
    logDriver: "json-file",
    logOpts: {
      "max-size": `${mebibytes(spec.logs?.size ?? "50Mi")}m`,
      "max-file": String(spec.logs?.files ?? 3),
    },
    labels: Object.entries(spec.labels)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([label, value]) => ({ label, value })),
    ...(spec.stop === undefined
      ? {}
      : {
          ...(spec.stop.signal === undefined ? {} : { stopSignal: spec.stop.signal }),
          stopTimeout: spec.stop.grace,
          destroyGraceSeconds: spec.stop.grace,
        }),
  };
}

function assignment(name: string, value: Input<string>): Input<string> {
  return typeof value === "string" ? `${name}=${value}` : interpolate`${name}=${value}`;
}
