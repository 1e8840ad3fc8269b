import {
  boundedDuration,
  isDuration,
  needsGpus,
  portsOf,
  seconds,
  type Bounds,
  type Drain,
  type Health,
  type RateLimit,
  type Problem,
  type Service,
  type System,
} from "../model";
import { longestLeave } from "./workload/beside.args";
import { drainSeconds, longestStop } from "./workload/task.args";
import { fewestRequests, windowLimit } from "./ingress/waf.args";

interface HealthBounds {
  readonly interval: Bounds;
  readonly timeout: Bounds;
  readonly retries: Bounds;
  readonly start: Bounds;
}

/** What ECS takes of a container's health check. */
const containerBounds: HealthBounds = {
  interval: [5, 300],
  timeout: [2, 60],
  retries: [1, 10],
  start: [0, 300],
};

/** What a target group takes of its health check (ElastiCache and RDS have none of ours). */
const balancerBounds: HealthBounds = {
  interval: [5, 300],
  timeout: [2, 120],
  retries: [2, 10],
  // The grace period of a service, which begins it.
  start: [0, 2 ** 31 - 1],
};

function healthProblems(
  path: string,
  health: Health | undefined,
  bounds: HealthBounds,
  who: string,
): readonly Problem[] {
  if (health === undefined) return [];
  const { retries } = health;
  const [least, most] = bounds.retries;
  return [
    ...boundedDuration(`${path}.interval`, health.interval, bounds.interval, who),
    ...boundedDuration(`${path}.timeout`, health.timeout, bounds.timeout, who),
    ...boundedDuration(`${path}.startPeriod`, health.startPeriod, bounds.start, who),
    // What every target refuses is told once, by the model.
    ...(retries === undefined || retries < 1 || (retries >= least && retries <= most)
      ? []
      : [
          {
            path: `${path}.retries`,
            message: `${retries} is out of range; ${who} allows ${least} to ${most}`,
          },
        ]),
  ];
}

/** A target group asks again only when it has its answer, or has given up. */
function pauseProblems(path: string, health: Health | undefined): readonly Problem[] {
  const { interval = "30s", timeout = "10s" } = health ?? {};
  if (!isDuration(interval) || !isDuration(timeout) || seconds(interval) >= seconds(timeout)) return [];
  return [
    {
      path: `${path}.interval`,
      message: `"${interval}" is shorter than the timeout "${timeout}", and a target group asks again only when it has its answer; raise interval or lower timeout`,
    },
  ];
}

/** Seconds in which a task may end. */
interface Stop {
  readonly most: number;
  readonly who: string;
}

/** Most seconds of a target group's deregistration delay. */
const longestDelay = 3600;

/** A load balancer waits for what is in flight, else containers beside it; for what answers nobody there is what Fargate gives after the signal. */
function stopOf(service: Service, isRouted: boolean): Stop {
  if (isRouted || needsGpus(service)) return { most: longestDelay, who: "a target group" };
  if (Object.keys(portsOf(service)).length === 0)
    return { most: longestStop, who: "Fargate, for a service without a port," };
  return { most: longestStop + longestLeave, who: "a task of Fargate that the load balancer does not ask" };
}

const shortestStop = 2;

function drainProblems(path: string, drain: Drain | undefined, { most, who }: Stop): readonly Problem[] {
  const { delay = "0s", deadline = "10s" } = drain ?? {};
  if (!isDuration(delay) || !isDuration(deadline)) return [];
  const whole = seconds(delay) + seconds(deadline);
  if (whole >= shortestStop && whole <= most && whole === drainSeconds(drain)) return [];
  return [
    {
      path: `${path}.drain`,
      message: `delay (${delay}) and deadline (${deadline}) are ${whole} s together; ${who} allows whole seconds from ${shortestStop} to ${most}: lower them, and have the service end earlier what takes longer`,
    },
  ];
}

function serviceProblems(service: Service, isRouted: boolean): readonly Problem[] {
  const { name, health, readiness, drain } = service;
  const path = `services.${name}`;
  const asked = readiness === undefined ? "health" : "readiness";
  return [
    ...healthProblems(`${path}.health`, health, containerBounds, "a container's check on ECS"),
    ...(isRouted
      ? [
          ...healthProblems(`${path}.${asked}`, service[asked], balancerBounds, "a target group"),
          ...pauseProblems(`${path}.${asked}`, service[asked]),
        ]
      : []),
    ...drainProblems(path, drain, stopOf(service, isRouted)),
  ];
}

/** WAF counts ten requests of an address at least: a smaller limit would let more through than it says. */
function limitProblems({ ingress }: System, zone: RateLimit): readonly Problem[] {
  const own = (ingress?.routes ?? []).filter(({ limit }) => limit?.zone === zone.name);
  const most = windowLimit(zone, Math.max(0, ...own.map(({ limit }) => limit?.burst ?? 0)));
  if (own.length === 0 || most >= fewestRequests) return [];
  return [
    {
      path: `ingress.limits.${zone.name}`,
      message: `it allows ${most} requests a minute, and the lowest limit of AWS WAF is ${fewestRequests}; raise requests, or the burst of a route`,
    },
  ];
}

/** Characters of a path of a load balancer's rule. */
const longestPath = 128;

function pathProblems({ ingress }: System): readonly Problem[] {
  return (ingress?.routes ?? []).flatMap(({ path }, index) =>
    // A prefix gets "/*" at its end.
    path.length + 2 <= longestPath
      ? []
      : [
          {
            path: `ingress.routes[${index}].path`,
            message: `it has ${path.length} characters, and a rule of the load balancer allows ${longestPath - 2}; shorten it`,
          },
        ],
  );
}

/** Values that AWS would not take as they are: they are refused, not brought within its bounds. */
export function beyondBounds(system: System): readonly Problem[] {
  const routed = new Set(
    (system.ingress?.routes ?? []).flatMap(({ to }) => ("service" in to ? [to.service] : [])),
  );
  const problems = [
    ...system.services.flatMap((service) => serviceProblems(service, routed.has(service.name))),
    ...(system.ingress?.limits ?? []).flatMap((zone) => limitProblems(system, zone)),
    ...pathProblems(system),
  ];
  // What both bound is told once.
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}
