import type { KubernetesDriver } from "../../support/drivers/kubernetes";
import type { Sample, Target } from "../production/support/attack";
import type { Listening } from "../production/support/client";
import { Load } from "../production/support/load";
import { cutEarly, Streams } from "../production/support/streams";

/** Below the least that a route of theirs lets through from one address: 10 a second. */
const rates = { kept: 4, fresh: 2 } as const;
/** Of each system that has streams, browsers that hold one open. */
const held = 10;
/** Milliseconds before the first release and after the last one. */
const settled = 10_000;

/** A path that answers 200; the host is a name before the stack's own. */
export interface Asked {
  readonly host?: string;
  readonly path: string;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Where one of the stack's names is answered. */
export function at(origin: Listening, host: string | undefined): Listening {
  return host === undefined ? origin : { ...origin, domain: `${host}.${origin.domain}` };
}

/** Makes requests of each of the stack's names while the body runs, and gives how each went. */
export async function underLoad<T>(
  origin: Listening,
  asked: readonly Asked[],
  body: () => Promise<T>,
): Promise<{ readonly result: T; readonly samples: readonly Sample[] }> {
  const byHost = new Map<string | undefined, Target[]>();
  for (const { host, path } of asked)
    byHost.set(host, [...(byHost.get(host) ?? []), { method: "GET", path }]);
  const loads = await Promise.all(
    [...byHost].map(([host, targets]) => Load.start(at(origin, host), targets, rates)),
  );
  await pause(settled);
  const [ended] = await Promise.allSettled([body()]);
  await pause(settled);
  const samples = (await Promise.all(loads.map((load) => load.stop()))).flat();
  if (ended.status === "rejected") throw ended.reason;
  return { result: ended.value, samples };
}

/** What became of streams: how many there were, which ended before their time, and who could not connect again. */
export interface Held {
  readonly count: number;
  readonly early: readonly string[];
  readonly refused: readonly string[];
}

/**
 * Holds streams of events open in a namespace while the body runs.
 * @param deadlines seconds that the streams of each service have once it was told to stop
 */
export async function holding(
  driver: KubernetesDriver,
  origin: Listening,
  { host, path }: Asked,
  deadlines: Readonly<Record<string, number>>,
  body: () => Promise<void>,
): Promise<Held> {
  const follower = await driver.follow();
  const streams = new Streams(at(origin, host), [{ kind: "events", path, count: held }]);
  try {
    await body();
    return {
      count: streams.all.length,
      early: cutEarly(streams.all, follower.stops(deadlines)),
      refused: streams.refused,
    };
  } finally {
    streams.stop();
    follower.end();
  }
}
