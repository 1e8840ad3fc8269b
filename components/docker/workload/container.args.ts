import type { types } from "@pulumi/docker";
import type * as docker from "@pulumi/docker";
import { interpolate, type Input } from "@pulumi/pulumi";
import {
  type Service,
  ownerOptions,
  livenessWindow,
  mebibytes,
  patiently,
  seconds,
  type Bytes,
  type Health,
  type Process,
  type Publish,
  type Resources,
} from "../../model";
import { proberScript } from "../../render/probe";
import { initOf, processArgs } from "./process.args";

export interface NetworkMembership {
  readonly name: Input<string>;
  /** Name under which the others on the network find it. */
  readonly alias?: string;
  /** Further names of the same. */
  readonly further?: readonly string[];
  /** Name under which this instance alone is found. */
  readonly instance?: string;
  /** Address that it has there, where it stays the same. */
  readonly address?: string;
  /** Addresses there that stay, by name: found without asking the engine. */
  readonly hosts?: Readonly<Record<string, string>>;
}

/** A port of a container that is opened on the host. */
export interface PublishedPort {
  readonly internal: number;
  readonly host: Publish;
  /** Whether over UDP as well as TCP. @default false */
  readonly datagrams?: boolean;
}

export interface ContainerSpec {
  readonly image: Input<string>;
  readonly command?: readonly Input<string>[];
  readonly process?: Process;
  readonly env?: Readonly<Record<string, Input<string>>>;
  readonly user?: number | string;
  readonly readOnlyRoot?: boolean;
  /** Paths in memory beside `/tmp`. */
  readonly scratch?: readonly string[];
  readonly volumes?: readonly types.input.ContainerVolume[];
  readonly networks?: readonly NetworkMembership[];
  readonly ports?: readonly PublishedPort[];
  readonly health?: Health;
  /** Whether an instance gets requests, where that is another question than whether it has started. @default `health` */
  readonly readiness?: Health;
  /** Instances of a service: one without a sign of life is ended, by `liveness` where that is said, and started again. */
  readonly ends?: { readonly liveness?: Health };
  /** Ports by name, for probes. */
  readonly containerPorts?: Readonly<Record<string, number>>;
  /** Whether it sees the processes of the machine. @default false */
  readonly machineProcesses?: boolean;
  readonly resources?: Resources;
  /** @default 3 files of 50Mi */
  readonly logs?: { readonly size: Bytes; readonly files: number };
  readonly labels: Readonly<Record<string, Input<string>>>;
  readonly stop?: { readonly signal?: string; readonly grace: number };
}

const shares = 1024;

/** Seconds that the prober takes beside what it waits for. */
const proberSlack = 5;

function portOf(ports: Ports, name: string | undefined): number {
  const port = ports[name ?? "main"];
  if (port === undefined)
    throw new RangeError(
      `the health check names the port "${name ?? "main"}", which the container does not have`,
    );
  return port;
}

type Ports = Readonly<Record<string, number>>;

/** A question to the prober, in its words. */
function question({ probe, timeout = "10s" }: Health, ports: Ports): string[] {
  const limit = String(Math.max(1, Math.ceil(seconds(timeout))));
  if ("command" in probe) return ["exec", limit, ...probe.command];
  if ("tcp" in probe) return ["tcp", limit, String(portOf(ports, probe.tcp))];
  return ["http", limit, String(portOf(ports, probe.port)), probe.http];
}

/**
 * The question by which the prober sees that an instance lives. Where nothing is said and it speaks HTTP, any answer will do,
 * to a request that asks for nothing: a port alone takes connections of a process that has stopped.
 */
function signOfLife(health: Health, liveness: Health | undefined, ports: Ports): string[] {
  const asked = question(liveness ?? patiently(health), ports);
  const { probe } = health;
  if (liveness !== undefined || !("http" in probe)) return asked;
  return ["any", asked[1] ?? "10", String(portOf(ports, probe.port))];
}

/** What the engine runs inside a container to learn its health: never by a shell, for what is asked is not the text of a script. */
export function probeCommand(health: Health, ports: Ports): string[] {
  if ("command" in health.probe) return ["CMD", ...health.probe.command];
  const words = question(health, ports);
  return ["CMD", proberScript, String(words.length), ...words];
}

/**
 * The same for an instance of a service, which is ended where it shows no sign of life for long.
 *
 * @param asked what decides that it gets requests
 */
export function endingProbe(
  health: Health,
  liveness: Health | undefined,
  ports: Ports,
  asked: Health = health,
): string[] {
  const words = question(asked, ports);
  const window = livenessWindow(liveness ?? patiently(health));
  return [
    "CMD",
    proberScript,
    String(words.length),
    ...words,
    String(window),
    ...signOfLife(health, liveness, ports),
  ];
}

/** What decides that an instance gets requests: it may take as long to start as its health check says. */
export function readinessOf({
  health,
  readiness,
}: Pick<Service, "health" | "readiness">): Health | undefined {
  if (readiness === undefined || health === undefined) return readiness ?? health;
  const [start = "0s"] = [health, readiness]
    .map(({ startPeriod = "0s" }) => startPeriod)
    .sort((a, b) => seconds(b) - seconds(a));
  return { ...readiness, startPeriod: start };
}

/** Seconds after which a container that is not healthy counts as failed. */
export function healthDeadline(health: Health): number {
  const round = seconds(health.interval ?? "30s") + seconds(health.timeout ?? "10s");
  return Math.ceil(seconds(health.startPeriod ?? "0s") + round * (health.retries ?? 3)) + 30;
}

function healthcheck(
  health: Health,
  asked: Health,
  ports: Ports,
  ends: { readonly liveness?: Health } | undefined,
): types.input.ContainerHealthcheck {
  const limit = (one: Health) => seconds(one.timeout ?? "10s");
  // The prober keeps to each question's own limit; the engine's must not cut the second one short.
  const both = ends === undefined ? 0 : Math.ceil(limit(ends.liveness ?? patiently(health))) + proberSlack;
  return {
    tests: ends === undefined ? probeCommand(asked, ports) : endingProbe(health, ends.liveness, ports, asked),
    interval: goDuration(seconds(asked.interval ?? "30s")),
    timeout: goDuration(limit(asked) + both),
    startPeriod: goDuration(seconds(asked.startPeriod ?? "0s")),
    retries: asked.retries ?? 3,
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

/** Folders of which every image says that all may write in them. */
const openFolders = ["/tmp", "/dev/shm"];

/**
 * How a folder in memory is mounted. Where the image has a folder in its place, runc up to 1.1 gives the mount that folder's mode,
 * whatever the options say (`mountToRootfs` in libcontainer): then nobody but its owner writes there, so it belongs to the
 * container's user where that is a number.
 */
function tmpfsOptions(path: string, user: string | number | undefined): string {
  const open = "rw,nosuid,nodev,mode=1777";
  return [open, ...(openFolders.includes(path) ? [] : ownerOptions(user))].join(",");
}

/** The arguments of a container with everything closed that its specification does not open. */
export function containerArgs(spec: ContainerSpec): docker.ContainerArgs {
  const scratch = ["/tmp", ...(spec.scratch ?? [])];
  return {
    image: spec.image,
    ...(spec.command === undefined ? {} : { command: [...spec.command] }),
    ...processArgs(spec.process),
    envs: Object.entries(spec.env ?? {})
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => assignment(name, value)),
    ...(spec.user === undefined ? {} : { user: String(spec.user) }),
    readOnly: spec.readOnlyRoot ?? true,
    tmpfs: Object.fromEntries(scratch.map((path) => [path, tmpfsOptions(path, spec.user)])),
    ...(spec.machineProcesses === true ? { pidMode: "host" } : {}),
    securityOpts: ["no-new-privileges"],
    capabilities: { drops: ["ALL"] },
    volumes: [...(spec.volumes ?? [])],
    ...knownHosts(spec.networks ?? []),
    networksAdvanced: (spec.networks ?? []).map(({ name, alias, further = [], instance, address }) => ({
      name,
      ...(address === undefined ? {} : { ipv4Address: address }),
      ...(alias === undefined
        ? {}
        : { aliases: [alias, ...further, ...(instance === undefined ? [] : [instance])] }),
    })),
    ports: (spec.ports ?? []).flatMap(({ internal, host, datagrams = false }) =>
      ["tcp", ...(datagrams ? ["udp"] : [])].map((protocol) => ({
        internal,
        external: host.port,
        ip: host.address ?? "127.0.0.1",
        protocol,
      })),
    ),
    ...(spec.health === undefined
      ? {}
      : {
          healthcheck: healthcheck(
            spec.health,
            readinessOf(spec) ?? spec.health,
            spec.containerPorts ?? {},
            spec.ends,
          ),
        }),
    ...initOf(spec.process, spec.health !== undefined && spec.ends !== undefined),
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

function knownHosts(networks: readonly NetworkMembership[]): Pick<docker.ContainerArgs, "hosts"> {
  const hosts = networks.flatMap((one) => Object.entries(one.hosts ?? {}));
  if (hosts.length === 0) return {};
  return { hosts: hosts.sort(([a], [b]) => a.localeCompare(b)).map(([host, ip]) => ({ host, ip })) };
}

function assignment(name: string, value: Input<string>): Input<string> {
  return typeof value === "string" ? `${name}=${value}` : interpolate`${name}=${value}`;
}
