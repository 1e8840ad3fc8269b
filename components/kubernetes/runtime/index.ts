import { setTimeout as delay } from "node:timers/promises";
import { apiAt, ApiError, type Api } from "./api";
import type { Outcome } from "../../shared/failure";
import type { Asking, ObjectName, Waiting } from "./asking";
import { claimsOutcome } from "./claims";
import { customOutcome } from "./custom";
import { jobOutcome } from "./jobs";
import { accessTo, type ClusterPlace } from "./kubeconfig";
import { rolloutOutcome, type RolledOut } from "./rollout";

export type { ObjectName } from "./asking";

/** The cluster as the program itself asks it: how the objects that Pulumi made are doing. */
export interface Cluster {
  /** Waits until every instance is of the wanted revision and ready, and none of another is left. */
  rolledOut(kind: RolledOut, object: ObjectName, waiting: Waiting): Promise<Outcome>;
  /** Waits until a Job has ended. One that failed is removed, so that the next deployment runs it again. */
  completed(job: ObjectName, waiting: Waiting): Promise<Outcome>;
  /** Waits until an operator's object has the condition `Ready`. */
  ready(path: string, object: ObjectName, waiting: Waiting): Promise<Outcome>;
  /** Asks for as many bytes of each claim with the labels that has asked for less; the cluster makes the disks grow. */
  grown(namespace: string, labels: Readonly<Record<string, string>>, size: number): Promise<Outcome>;
}

const pause = 500;
/** Milliseconds for which an API server may be away: a minute, as while its only machine is restarted, and time to find that it is back. */
const absence = 180_000;

/** Network faults and overload pass; the answer that something is wrong does not. */
function passes(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 429 || error.status >= 500;
}

/** The same API, which asks again for a while where the server is away. */
export function patient(api: Api, asking: Pick<Asking, "now" | "pause">): Api {
  const again = async <T>(ask: () => Promise<T>): Promise<T> => {
    const end = asking.now() + absence;
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!passes(error) || asking.now() > end) throw error;
        await asking.pause();
      }
    }
  };
  return {
    get: (path) => again(() => api.get(path)),
    text: (path) => again(() => api.text(path)),
    remove: (path) => again(() => api.remove(path)),
    merge: (path, patch) => again(() => api.merge(path, patch)),
  };
}

/** The cluster of a kubeconfig; connected when it is first asked, for a preview never asks. */
export function clusterAt(place: ClusterPlace): Cluster {
  const clock = { now: () => Date.now(), pause: () => delay(pause) };
  let connected: Promise<Asking> | undefined;
  const connect = async (): Promise<Asking> => ({
    ...clock,
    api: patient(apiAt(await accessTo(place)), clock),
  });
  const asking = (): Promise<Asking> => (connected ??= connect());
  return {
    rolledOut: async (kind, object, waiting) => rolloutOutcome(await asking(), kind, object, waiting),
    completed: async (job, waiting) => jobOutcome(await asking(), job, waiting),
    ready: async (path, object, waiting) => customOutcome(await asking(), path, object, waiting),
    grown: async (namespace, labels, size) => claimsOutcome(await asking(), namespace, labels, size),
  };
}
