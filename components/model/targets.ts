import type { Duration } from "./values/units";

/** Where a system can run. */
export type Target = "docker" | "kubernetes" | "aws";

/** Whatever has a name of its own. */
export type Named =
  "system" | "service" | "store" | "job" | "ingress" | "backup" | "site" | "secret" | "exporter";

interface NameLimit {
  readonly what: Named;
  /** Longest name, in characters. */
  readonly max: number;
  readonly reason: string;
}

interface TargetFacts {
  /** Where it is shorter than `longestName`. */
  readonly names: readonly NameLimit[];
  /** Longest silence on an open response that a hop before the service can be set to. */
  readonly longestIdle?: { readonly limit: Duration; readonly hop: string };
}

/** Longest name of anything on any target, in characters: it is a DNS label (RFC 1035). What is made of it is shortened. */
export const longestName = 63;

/** What each target cannot do, with the reason that messages give. */
export const targetFacts: Readonly<Record<Target, TargetFacts>> = {
  docker: { names: [] },
  kubernetes: {
    names: [
      { what: "service", max: 52, reason: "pods add a hash to it within a 63-character label" },
      { what: "store", max: 52, reason: "a StatefulSet's pods add a hash to it within a 63-character label" },
      { what: "job", max: 52, reason: "a CronJob adds 11 characters to it (batch/v1 CronJob)" },
      { what: "backup", max: 52, reason: "a CronJob adds 11 characters to it (batch/v1 CronJob)" },
    ],
  },
  aws: {
    names: [],
    longestIdle: { limit: "4000s", hop: "the load balancer's idle timeout" },
  },
};

/** Memory in GiB that Fargate has for each number of vCPUs (AWS: task CPU and memory). */
export const fargateSizes: readonly { readonly cpu: number; readonly memory: readonly number[] }[] = [
  { cpu: 0.25, memory: [0.5, 1, 2] },
  { cpu: 0.5, memory: [1, 2, 3, 4] },
  { cpu: 1, memory: range(2, 8, 1) },
  { cpu: 2, memory: range(4, 16, 1) },
  { cpu: 4, memory: range(8, 30, 1) },
  { cpu: 8, memory: range(16, 60, 4) },
  { cpu: 16, memory: range(32, 120, 8) },
];

function range(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/**
 * The smallest Fargate size that holds so many cores and GiB; undefined where none does.
 * @example
 * const size = fargateSize(0.5, 1.5); // { cpu: 0.5, memory: 2 }
 */
export function fargateSize(cpu: number, memory: number): { cpu: number; memory: number } | undefined {
  for (const size of fargateSizes) {
    const fit = size.cpu >= cpu ? size.memory.find((available) => available >= memory) : undefined;
    if (fit !== undefined) return { cpu: size.cpu, memory: fit };
  }
  return undefined;
}
