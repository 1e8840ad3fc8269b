import { dirname, join } from "node:path/posix";
import { stringify } from "yaml";
import { labelNames } from "../../components/model";
import { askScript } from "../../components/render/ask";
import { proberScript } from "../../components/render/probe";
import type { Registration } from "./registrations";

/** A compose file and the files that it mounts, by their path below its folder. */
export interface ComposeProject {
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  /** The jobs of the release, to be run before the rest: `docker compose run --rm <job>`. */
  readonly jobs: readonly string[];
}

interface Upload {
  readonly file: string;
  readonly content: string;
}

interface Mount {
  readonly containerPath?: string;
  readonly volumeName?: string;
  readonly hostPath?: string;
  readonly fromContainer?: string;
  readonly readOnly?: boolean;
}

const containerType = "docker:index/container:Container";

/** The inputs of a container, as far as Trireme sets them. */
interface ContainerInputs {
  readonly image: string;
  readonly command?: readonly string[];
  readonly envs?: readonly string[];
  readonly user?: string;
  readonly readOnly?: boolean;
  readonly tmpfs?: Readonly<Record<string, string>>;
  readonly securityOpts?: readonly string[];
  readonly capabilities?: { readonly drops?: readonly string[] };
  readonly volumes?: readonly Mount[];
  readonly uploads?: readonly Upload[];
  readonly networksAdvanced?: readonly { readonly name: string; readonly aliases?: readonly string[] }[];
  readonly ports?: readonly { readonly internal: number; readonly external: number; readonly ip: string }[];
  readonly healthcheck?: {
    readonly tests: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly startPeriod: string;
    readonly retries: number;
  };
  readonly cpus?: string;
  readonly cpuShares?: number;
  readonly memory?: number;
  readonly memorySwap?: number;
  readonly memoryReservation?: number;
  readonly init?: boolean;
  readonly restart?: string;
  readonly logDriver?: string;
  readonly logOpts?: Readonly<Record<string, string>>;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly stopSignal?: string;
  readonly stopTimeout?: number;
}

/** What has no counterpart in a compose file, or is Pulumi's own business. */
const withoutCounterpart: ReadonlySet<string> = new Set([...["destroyGraceSeconds", "mustRun"]]);
const translated: ReadonlySet<string> = new Set([
  ...["image", "command", "envs", "user", "readOnly", "tmpfs", "securityOpts", "capabilities", "volumes"],
  ...["networksAdvanced", "ports", "healthcheck", "cpus", "cpuShares", "memory", "memorySwap"],
  ...["memoryReservation", "init", "restart", "logDriver", "logOpts", "labels", "stopSignal", "stopTimeout"],
]);

interface Container {
  readonly name: string;
  readonly role: string;
  readonly inputs: ContainerInputs;
  readonly dependsOn: readonly string[];
}

function containersOf(registrations: readonly Registration[]): readonly Container[] {
  return registrations
    .filter(({ type }) => type === containerType)
    .map(({ name, inputs, dependsOn }) => {
      const container = inputs as unknown as ContainerInputs;
      const role = container.labels?.find(({ label }) => label === labelNames.role)?.value ?? "";
      const awaited = dependsOn.filter(({ type }) => type === containerType).map((other) => other.name);
      return { name, role, inputs: container, dependsOn: awaited };
    });
}

/** The mounts that stand for a volume which the proxy's reload fills: nginx's configuration after a reload. */
function configuration(reload: Container): readonly Upload[] {
  const uploads = reload.inputs.uploads ?? [];
  const main = uploads.find(({ file }) => file.endsWith("/nginx.conf"));
  const mount = reload.inputs.volumes?.[0]?.containerPath;
  if (main === undefined || mount === undefined) return [];
  const below = (file: string) => join(mount, file.slice(dirname(main.file).length));
  const servers = uploads.filter(({ file }) => dirname(file).endsWith("/servers"));
  return [
    ...uploads.map(({ file, content }) => ({ file: below(file), content })),
    ...servers.map(({ file, content }) => ({
      file: below(file).replace("/servers/", "/next/"),
      content,
    })),
    { file: join(mount, "generation"), content: "return 200 compose;\n" },
  ];
}

/** The part of its definition in a compose file that a container's mounts make, and the files behind it. */
function mounts(
  container: Container,
  all: readonly Container[],
): { readonly volumes: readonly string[]; readonly files: Readonly<Record<string, string>> } {
  const files: Record<string, string> = {};
  const fromFiles = (holder: string, uploads: readonly Upload[]): string[] =>
    uploads.map(({ file, content }) => {
      files[join(holder, file)] = content;
      return `./${join(holder, file)}:${file}:ro`;
    });
  const volumes = (container.inputs.volumes ?? []).flatMap((mount) => {
    if (mount.fromContainer !== undefined) {
      const holder = all.find(({ name }) => name === mount.fromContainer);
      return fromFiles(mount.fromContainer, holder?.inputs.uploads ?? []);
    }
    const reload = all.find(
      ({ role, inputs }) =>
        role === "reload" && inputs.volumes?.some(({ volumeName }) => volumeName === mount.volumeName),
    );
    if (reload !== undefined) return fromFiles(reload.name, configuration(reload));
    const source = mount.volumeName ?? mount.hostPath ?? "";
    return [`${source}:${mount.containerPath ?? ""}${mount.readOnly === true ? ":ro" : ""}`];
  });
  return { volumes, files };
}

function limits(inputs: ContainerInputs): Record<string, unknown> {
  const size = (mebibytes: number | undefined) => (mebibytes === undefined ? undefined : `${mebibytes}m`);
  return {
    cpus: inputs.cpus,
    cpu_shares: inputs.cpuShares,
    mem_limit: size(inputs.memory),
    memswap_limit: size(inputs.memorySwap),
    mem_reservation: size(inputs.memoryReservation),
  };
}

/** The same question by what the image has: the file has no place for the tools that a stack's instances mount. */
function healthTest(tests: readonly string[]): readonly string[] {
  const [, program, , kind = "", limit = "", ...of] = tests;
  return program === proberScript
    ? ["CMD", "sh", "-c", askScript, "ask", kind, ...of.slice(0, kind === "http" ? 2 : 1), limit]
    : tests;
}

function definition(container: Container, kept: readonly Container[], volumes: readonly string[]): object {
  const { inputs } = container;
  const unknown = Object.keys(inputs).filter((key) => !translated.has(key) && !withoutCounterpart.has(key));
  if (unknown.length > 0)
    throw new RangeError(
      `container "${container.name}" sets ${unknown.join(", ")}, for which the compose file has no words yet; translate it in lab/bench/compose.ts`,
    );
  const awaited = kept.filter(({ name, role }) => role !== "job" && container.dependsOn.includes(name));
  const check = inputs.healthcheck;
  return {
    ...(container.role === "job" ? { profiles: ["release"] } : {}),
    image: inputs.image,
    pull_policy: "missing",
    command: inputs.command,
    environment: inputs.envs,
    user: inputs.user,
    read_only: inputs.readOnly,
    tmpfs: Object.entries(inputs.tmpfs ?? {}).map(([path, options]) => `${path}:${options}`),
    security_opt: inputs.securityOpts,
    cap_drop: inputs.capabilities?.drops,
    volumes,
    networks: Object.fromEntries(
      (inputs.networksAdvanced ?? []).map(({ name, aliases }) => [name, { aliases: aliases ?? [] }]),
    ),
    ports: inputs.ports?.map(({ ip, external, internal }) => `${ip}:${external}:${internal}`),
    depends_on: Object.fromEntries(
      awaited.map(({ name, inputs: { healthcheck } }) => [
        name,
        { condition: healthcheck === undefined ? "service_started" : "service_healthy" },
      ]),
    ),
    healthcheck: check && {
      test: healthTest(check.tests),
      interval: check.interval,
      timeout: check.timeout,
      start_period: check.startPeriod,
      retries: check.retries,
    },
    ...limits(inputs),
    init: inputs.init,
    restart: inputs.restart,
    logging: { driver: inputs.logDriver, options: inputs.logOpts },
    stop_signal: inputs.stopSignal,
    stop_grace_period: inputs.stopTimeout === undefined ? undefined : `${inputs.stopTimeout}s`,
  };
}

/** Compose reads `$` as the start of a variable. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(escaped);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, escaped(member)]),
  );
}

/**
 * The compose file that runs the same containers as a program registers: same images, commands, limits, health checks,
 * networks and order of start. Jobs of the release have a profile of their own, or every `docker compose up` would run
 * them again.
 *
 * @throws RangeError naming what a container sets and the file cannot say
 */
export function composeProject(name: string, registrations: readonly Registration[]): ComposeProject {
  const all = containersOf(registrations);
  const kept = all.filter(({ role }) => ["service", "store", "proxy", "job"].includes(role));
  const files: Record<string, string> = {};
  const services = Object.fromEntries(
    kept.map((container) => {
      const mounted = mounts(container, all);
      Object.assign(files, mounted.files);
      return [container.name, definition(container, kept, mounted.volumes)];
    }),
  );
  const networks = registrations
    .filter(({ type }) => type === "docker:index/network:Network")
    .map(({ name: network, inputs }) => {
      const shape = { driver: inputs.driver, internal: inputs.internal === true };
      return [network, shape] as const;
    });
  const used = new Set(kept.flatMap(({ inputs }) => (inputs.volumes ?? []).map((mount) => mount.volumeName)));
  const volumes = registrations
    .filter(({ type, name: volume }) => type === "docker:index/volume:Volume" && used.has(volume))
    .map(({ name: volume }) => [volume, {}] as const);
  const project = {
    name,
    services,
    networks: Object.fromEntries(networks),
    volumes: Object.fromEntries(volumes),
  };
  const jobs = kept.filter(({ role }) => role === "job").map((job) => job.name);
  return { text: stringify(escaped(project), { lineWidth: 0 }), files, jobs };
}
