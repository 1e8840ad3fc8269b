import {
  isDuration,
  seconds,
  type Duration,
  type Health,
  type Problem,
  type Service,
  type System,
} from "../model";

/** Least and most that AWS takes, ends included. */
type Bounds = readonly [least: number, most: number];

interface HealthBounds {
  readonly interval: Bounds;
  readonly timeout: Bounds;
  readonly retries: Bounds;
  readonly start: Bounds;
}

/** What ECS takes of a container's health check. */
export const containerBounds: HealthBounds = {
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

function durationProblem(
  path: string,
  text: Duration | undefined,
  [least, most]: Bounds,
  who: string,
): readonly Problem[] {
  if (text === undefined || !isDuration(text)) return [];
  const value = Math.ceil(seconds(text));
  if (value >= least && value <= most) return [];
  return [
    {
      path,
      message: `"${text}" is out of bounds: ${who} takes "${least}s" to "${most}s"; write one of these`,
    },
  ];
}

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
    ...durationProblem(`${path}.interval`, health.interval, bounds.interval, who),
    ...durationProblem(`${path}.timeout`, health.timeout, bounds.timeout, who),
    ...durationProblem(`${path}.startPeriod`, health.startPeriod, bounds.start, who),
    ...(retries === undefined || (retries >= least && retries <= most)
      ? []
      : [
          {
            path: `${path}.retries`,
            message: `${retries} is out of bounds: ${who} takes ${least} to ${most}`,
          },
        ]),
  ];
}

function serviceProblems({ name, health, readiness }: Service, isRouted: boolean): readonly Problem[] {
  const path = `services.${name}`;
  return [
    ...healthProblems(`${path}.health`, health, containerBounds, "a container's check on ECS"),
    ...(isRouted && readiness === undefined
      ? healthProblems(`${path}.health`, health, balancerBounds, "a target group")
      : []),
    ...(isRouted ? healthProblems(`${path}.readiness`, readiness, balancerBounds, "a target group") : []),
  ];
}

/** Values that AWS would not take as they are: they are refused, not brought within its bounds. */
export function beyondBounds(system: System): readonly Problem[] {
  const routed = new Set(
    (system.entrance?.routes ?? []).flatMap(({ to }) => ("service" in to ? [to.service] : [])),
  );
  const problems = system.services.flatMap((service) => serviceProblems(service, routed.has(service.name)));
  // What both bound is told once.
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}
