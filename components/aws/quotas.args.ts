import { expandSchedule, type Ingress, type Problem, type System } from "../model";
import { problemsOf, type Refusal } from "../shared/refusal";
import { redirectHosts } from "./ingress/balancer.args";
import { behaviors } from "./ingress/distribution.args";
import { isFronted } from "./ingress/fronted.args";
import { targetsOf } from "./ingress/routes.args";
import { listenerRules } from "./ingress/rules.args";
import { ratesOf } from "./ingress/waf.args";
import { securityRules, type Peer } from "./network/security.args";
import { cloudFrontOf, type AwsSettings } from "./settings";
import { replicasOf } from "./stores/postgres.args";

/** How many of a kind an account may have where nobody has asked AWS for more; each is counted before anything is made. */
export const quotas = {
  /** Rules of an Application Load Balancer, of all its listeners (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html). */
  rules: 100,
  /** Target groups of an Application Load Balancer. */
  targetGroups: 100,
  /** Target groups of a service of ECS (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html). */
  groupsOfService: 5,
  /** Names in a certificate (https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html). */
  certificateNames: 10,
  /** Rules of a security group in each direction (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html). */
  groupRules: 60,
  /** Behaviors and origins of a distribution (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html). */
  behaviors: 75,
  origins: 100,
  /** Rules of a firewall that count an address's requests (https://docs.aws.amazon.com/waf/latest/developerguide/limits.html). */
  rates: 10,
  /** Containers of a task (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html). */
  containers: 10,
  /**
   * Tasks that Fargate starts at once (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/throttling.html). Of schedules an account has ten
   * million (https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html): what a system is short of is what they start.
   */
  starts: 100,
} as const;

/** What a list of addresses counts for (https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html). */
const listWeights = { cloudfront: 55, s3: 1 } as const;

const byProxy = "set trireme:aws.ingress.kind to proxy";

function weightOf(peer: Peer): number {
  return peer.kind === "list" ? listWeights[peer.name] : 1;
}

/** Rules of the load balancer: those of routes, and those that lead names from HTTP to HTTPS. */
function ruleCount(system: System, ingress: Ingress, settings: AwsSettings): number {
  const redirects =
    ingress.tls === undefined || cloudFrontOf(settings) !== undefined
      ? 0
      : redirectHosts(ingress).others.length;
  return listenerRules(system, ingress, settings.failover).length + redirects;
}

/** What an ingress needs more of than AWS allows, and our nginx does not need; used by `unsupported.ingress.ts`. */
export function crowdedIngress(system: System, ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const targets = [...targetsOf(system).values()];
  const rules = ruleCount(system, ingress, settings);
  const front = cloudFrontOf(settings);
  // The last one is for all other paths, and does not count as one of a pattern.
  const patterns =
    front === undefined
      ? 0
      : behaviors(system, ingress).filter(({ pattern }) => pattern !== undefined).length;
  const origins = front === undefined ? 0 : 1 + system.sites.length;
  const rates = settings.sizes.waf && !isFronted(system) ? ratesOf(ingress) : 0;
  return [
    {
      path: "ingress.limits",
      set: rates > quotas.rates,
      message: `routes use ${rates} of them, each a rule of the firewall, and AWS allows ${quotas.rates}; ${byProxy}, or let routes share a limit`,
    },
    {
      path: "ingress.routes",
      set: rules > quotas.rules,
      message: `they need ${rules} rules of the load balancer, and AWS allows ${quotas.rules}; ${byProxy}, or merge routes that differ in their paths alone`,
    },
    {
      path: "ingress.routes",
      set: targets.length > quotas.targetGroups,
      message: `they lead to ${targets.length} ports of services, each a target group, and AWS allows a load balancer ${quotas.targetGroups}; ${byProxy}`,
    },
    ...[...new Set(targets.map(({ service }) => service))].map((service) => {
      const own = targets.filter((target) => target.service === service).length;
      return {
        path: `services.${service}.ports`,
        set: own > quotas.groupsOfService,
        message: `routes lead to ${own} of its ports, each a target group, and ECS allows a service ${quotas.groupsOfService}; ${byProxy}, or make two services of it`,
      };
    }),
    {
      path: "ingress.routes",
      set: patterns > quotas.behaviors,
      message: `they need ${patterns} behaviors of CloudFront, and AWS allows ${quotas.behaviors}; ${byProxy}, or merge routes that differ in their paths alone`,
    },
    {
      path: "sites",
      set: origins > quotas.origins,
      message: `with the load balancer they are ${origins} origins of CloudFront, and AWS allows ${quotas.origins}; ${byProxy}`,
    },
  ];
}

function certificateRefusals({ hosts, tls }: Ingress, { certificate }: AwsSettings): readonly Refusal[] {
  const names = new Set(hosts).size;
  return [
    {
      path: "ingress.hosts",
      set: tls !== undefined && certificate === undefined && names > quotas.certificateNames,
      message: `they are ${names} names, and AWS allows a certificate ${quotas.certificateNames}; write a wildcard for those of one domain: *.example.com`,
    },
  ];
}

function groupRefusals(system: System, settings: AwsSettings): readonly Refusal[] {
  const { components, rules } = securityRules(system, settings);
  return components.flatMap((component) =>
    (["in", "out"] as const).map((direction) => {
      const own = rules.filter((rule) => rule.component === component && rule.direction === direction);
      const count = own.reduce((sum, { peer }) => sum + weightOf(peer), 0);
      return {
        path: component,
        set: count > quotas.groupRules,
        message: `its connections ${direction === "in" ? "to" : "from"} it need ${count} rules of its security group${own.some(({ peer }) => peer.kind === "list") ? " (a list of AWS's addresses counts for as many as it has)" : ""}, and AWS allows ${quotas.groupRules}; have fewer components call each other directly`,
      };
    }),
  );
}

/** Names that two things of AWS would have: those of a database's read replicas. */
function nameRefusals(system: System, settings: AwsSettings): readonly Refusal[] {
  return system.stores.flatMap((store) =>
    store.engine !== "postgres" || store.external !== undefined
      ? []
      : Array.from(
          { length: replicasOf(store, settings) },
          (_, index) => `${store.name}-read-${index + 1}`,
        ).map((name) => ({
          path: `stores.${name}`,
          set: system.stores.some((other) => other.name === name),
          message: `read replica ${name.slice(store.name.length + 6)} of "${store.name}" is called so on RDS; rename the store`,
        })),
  );
}

/** Containers in nginx's task beside those of sites: its own, what writes its files, and what opens the volume of the sites. */
const besideSites = 3;

/** Sites that our nginx serves are copied out of their images by a container each, in its own task. */
function siteRefusals(system: System): readonly Refusal[] {
  const count = isFronted(system) ? system.sites.length : 0;
  const most = quotas.containers - besideSites;
  return [
    {
      path: "sites",
      set: count > most,
      message: `routes lead to ${count}, each copied by a container of nginx's task, and ECS allows a task ${quotas.containers}, of which ${most} for sites; put several folders into one image, as one site`,
    },
  ];
}

/** What runs as a task on a schedule. */
function schedulesOf({ jobs, backups }: System): readonly string[] {
  return [
    ...jobs.flatMap(({ run }) => (run === "release" ? [] : [run.schedule])),
    ...backups.flatMap(({ schedule, drill }) => [schedule, ...(drill === undefined ? [] : [drill.schedule])]),
  ];
}

/** What a schedule says; nothing where it cannot be read, which is refused by itself. */
function expanded(schedule: string): readonly ReturnType<typeof expandSchedule>[] {
  try {
    return [expandSchedule(schedule)];
  } catch {
    return [];
  }
}

/** The minute of a week in which most schedules start a task (`02:00`), and how many; days of months count as each day. */
function busiest(schedules: readonly string[]): { readonly at: string; readonly count: number } {
  const starts = new Map<number, number>();
  for (const { minutes, hours, weekdays, eitherDay } of schedules.flatMap(expanded))
    for (const day of eitherDay ? [0, 1, 2, 3, 4, 5, 6] : weekdays)
      for (const hour of hours)
        for (const minute of minutes) {
          const moment = (day * 24 + hour) * 60 + minute;
          starts.set(moment, (starts.get(moment) ?? 0) + 1);
        }
  const [moment = 0, count = 0] = [...starts].sort((a, b) => b[1] - a[1])[0] ?? [];
  const two = (number: number): string => String(number).padStart(2, "0");
  return { at: `${two(Math.floor(moment / 60) % 24)}:${two(moment % 60)}`, count };
}

function scheduleRefusals(system: System): readonly Refusal[] {
  const { at, count } = busiest(schedulesOf(system));
  return [
    {
      path: "jobs",
      set: count > quotas.starts,
      message: `with backups and drills ${count} schedules start a task at ${at} UTC, and Fargate starts ${quotas.starts} at once; give some of them another minute`,
    },
  ];
}

/** What of a system is more than AWS takes, counted in the plan: refused before anything is made. */
export function beyondQuotas(system: System, settings: AwsSettings): readonly Problem[] {
  const { ingress } = system;
  return problemsOf([
    ...(ingress === undefined
      ? []
      : [...crowdedIngress(system, ingress, settings), ...certificateRefusals(ingress, settings)]),
    ...groupRefusals(system, settings),
    ...siteRefusals(system),
    ...scheduleRefusals(system),
    ...nameRefusals(system, settings),
  ]);
}
