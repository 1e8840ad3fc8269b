import { progressOn } from "../../../../setup/progress";
import { obtainLoadTools } from "../../../../lab/tools/load-tools";
import type { Origin } from "./client";
import { thorough } from "./thorough";
import { Attack, failed, quantile, type Sample, type Target } from "./attack";

/** Requests per second over connections that are kept, and over one new connection each. */
export interface Rates {
  readonly kept: number;
  readonly fresh: number;
}

/**
 * What a machine with two processors carries on each target without running short of them: on a cluster the servers of Kubernetes
 * and both nodes are on it too. On Docker together at least 200.
 */
export const ratesOn: Readonly<Record<"docker" | "kubernetes", Rates>> = {
  docker: { kept: 150, fresh: 60 },
  kubernetes: { kept: 60, fresh: 30 },
};

/** Enough to notice a lost request, where the release itself is not what is measured: on two processors it takes half as long. */
const usual: Rates = thorough ? ratesOn.docker : { kept: 60, fresh: 20 };

/** A constant rate over connections that are kept and over new ones, until it is told to stop. */
export class Load {
  private constructor(private readonly attacks: readonly Attack[]) {}

  static async start(origin: Origin, targets: readonly Target[], rates: Rates = usual): Promise<Load> {
    const { vegeta } = await obtainLoadTools(progressOn());
    return new Load([
      new Attack(vegeta, origin, { rate: rates.kept, keepalive: true, targets }),
      new Attack(vegeta, origin, { rate: rates.fresh, keepalive: false, targets }),
    ]);
  }

  async stop(): Promise<readonly Sample[]> {
    return (await Promise.all(this.attacks.map((attack) => attack.stop()))).flat();
  }
}

/** A stretch of time, in milliseconds since the epoch. */
export interface Window {
  readonly began: number;
  readonly ended: number;
}

export function within(samples: readonly Sample[], windows: readonly Window[]): readonly Sample[] {
  return samples.filter(({ sent }) => windows.some(({ began, ended }) => sent >= began && sent <= ended));
}

/** What went wrong, each kind once, with how often and when: to be read in a failed test. */
export function faultsOf(samples: readonly Sample[]): readonly string[] {
  const kinds = new Map<string, number[]>();
  for (const { code, error, method, url, sent } of samples.filter(failed)) {
    // Each connection has a port of its own on this side.
    const kind = `${code} ${method} ${url} ${error.replaceAll(/:\d+->/g, "->")}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), sent]);
  }
  return [...kinds].map(
    ([kind, times]) => `${times.length} × ${kind}, first at ${new Date(Math.min(...times)).toISOString()}`,
  );
}

/** `p50 3 ms, p99 12 ms` of these samples. */
export function latencies(samples: readonly Sample[]): string {
  const numbers = samples.map(({ latency }) => latency);
  return [0.5, 0.99]
    .map((share) => `p${share * 100} ${quantile(numbers, share).toFixed(share < 0.9 ? 1 : 0)} ms`)
    .join(", ");
}
