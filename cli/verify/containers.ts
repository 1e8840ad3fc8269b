import {
  engineOf,
  isServer,
  originOf,
  labelNames,
  siteServerOf,
  type Role,
  type Server,
  type System,
} from "../../components/model";
import { isReplicated } from "../../components/shared/replicas";
import type { TargetName } from "../../components/targets";
import { fails, holds, type Verdict } from "./verdict";

/** What the engine says of one container, as `docker inspect` prints it. */
export interface Container {
  readonly Name: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: {
      readonly Status: string;
      readonly Log?: readonly { readonly Output: string }[] | null;
    };
  };
  readonly Config: {
    readonly Labels: Readonly<Record<string, string>>;
    readonly Healthcheck?: { readonly Test?: readonly string[] | null };
  };
}

/** Where a stack runs, and whether the proxy in front is its own. */
interface Place {
  readonly target: TargetName;
  readonly proxy: boolean;
}

interface Expected {
  readonly component: string;
  readonly role: Role;
  readonly count: number;
}

/** The servers of a store, and what is beside them; operators, and AWS, run as many servers as they see fit. */
function serversOf(store: Server, target: Place["target"]): readonly Expected[] {
  const nodes = target !== "aws" && "nodes" in store ? (store.nodes ?? 1) : 1;
  const servers = { component: store.name, role: "store", count: nodes } as const;
  const operated =
    target === "aws" || (target === "kubernetes" && engineOf(store).operatedImage?.(store) !== undefined);
  const replicas = !operated && isReplicated(store) ? (store.readReplicas ?? 0) : 0;
  if (replicas > 0)
    return [
      servers,
      { component: store.name, role: "replica", count: replicas },
      { component: store.name, role: "balancer", count: 1 },
    ];
  if (nodes === 1 || store.engine !== "redis") return [servers];
  return [servers, { component: store.name, role: "sentinel", count: nodes }];
}

/** What serves the sites behind an engine of the ingress that serves none. */
function siteServersOf(system: System): readonly Expected[] {
  const server = siteServerOf(system);
  return server === undefined ? [] : [{ component: server.name, role: "site-server", count: 1 }];
}

/**
 * @param target where it runs: on a cluster an ingress may be the cluster's own, operators run stores in several servers, and
 * cert-manager renews certificates
 */
function expectedComponents(system: System, { target, proxy }: Place): readonly Expected[] {
  return [
    ...system.stores
      .filter(isServer)
      .filter(({ external }) => external === undefined)
      .flatMap((store) => serversOf(store, target)),
    ...system.services
      // What runs on each node of a cluster is in a namespace of its own, and as many as there are nodes.
      .filter(({ name }) => target !== "kubernetes" || originOf(system, name)?.host === undefined)
      .map(({ name, replicas, autoscale }) => ({
        component: name,
        role: "service" as const,
        count: (target === "kubernetes" ? autoscale?.min : undefined) ?? replicas ?? 1,
      })),
    ...(system.ingress === undefined || !proxy
      ? []
      : [{ component: system.ingress.name, role: "proxy" as const, count: 1 }]),
    ...siteServersOf(system),
    ...(system.ingress?.tls?.mode === "lets-encrypt" && target === "docker"
      ? [{ component: system.ingress.name, role: "certificates" as const, count: 1 }]
      : []),
  ];
}

export function ofComponent(
  containers: readonly Container[],
  component: string,
  role: Role,
): readonly Container[] {
  return containers.filter(
    ({ Config }) =>
      Config.Labels[labelNames.component] === component && Config.Labels[labelNames.role] === role,
  );
}

function stateOf({ State }: Container): string | undefined {
  if (State.Status !== "running") return `it is ${State.Status} (exit code ${State.ExitCode})`;
  const { Health } = State;
  if (Health === undefined || Health.Status === "healthy") return undefined;
  const output = Health.Log?.at(-1)?.Output.trim().split("\n").at(-1) ?? "";
  return `it is ${Health.Status}${output === "" ? "" : `: ${output}`}`;
}

/** How containers are called that are not their component itself. */
const titles: Partial<Readonly<Record<Role, (component: string) => string>>> = {
  certificates: (component) => `${component}'s certificate renewal`,
  sentinel: (component) => `${component}'s Sentinel`,
  replica: (component) => `${component}'s read replica`,
  "site-server": (component) => `the server of static sites ${component}`,
  balancer: (component) => `what leads to ${component}'s read replicas`,
};

/** Whether every service, store and the ingress runs in its full number, healthy. */
export function checkContainers(
  system: System,
  containers: readonly Container[],
  stack: string,
  place: Place = { target: "docker", proxy: true },
): readonly Verdict[] {
  const fix = `npx trireme up ${stack}`;
  return expectedComponents(system, place).map(({ component, role, count }) => {
    const found = ofComponent(containers, component, role);
    const called = (titles[role] ?? ((name: string) => name))(component);
    const claim =
      count === 1
        ? `${called} is running and healthy`
        : `${count} instances of ${called} are running and healthy`;
    const faults = found.flatMap((container) => {
      const fault = stateOf(container);
      return fault === undefined ? [] : [`${container.Name.slice(1)}: ${fault}`];
    });
    if (faults.length > 0)
      return fails(
        claim,
        `${faults.join("; ")}. Fix it: ${fix}; look: npx trireme logs ${stack} ${component}`,
      );
    if (found.length < count) return fails(claim, `there are ${found.length} containers. Fix it: ${fix}`);
    return holds(claim);
  });
}

/** Whether every job of the release has run to a good end. */
export function checkJobs(
  system: System,
  containers: readonly Container[],
  stack: string,
): readonly Verdict[] {
  return system.jobs
    .filter(({ run }) => run === "release")
    .map(({ name }) => {
      const claim = `job ${name} succeeded`;
      const [job] = ofComponent(containers, name, "job");
      if (job === undefined) return fails(claim, `it has not run. Run it: npx trireme up ${stack}`);
      const { ExitCode } = job.State;
      return ExitCode === 0
        ? holds(claim)
        : fails(claim, `its exit code is ${ExitCode}. Look: npx trireme logs ${stack} ${name}`);
    });
}
