import { creationFault, podFault, worst, type Fault } from "./diagnosis";
import type { Outcome } from "../../shared/failure";
import type { Asking, ObjectName, Waiting } from "./asking";
import type { Event, List, Pod, ReplicaSet, Workload } from "./objects";

/** What the program waits for until all of it is of the wanted revision. */
export type RolledOut = "Deployment" | "StatefulSet" | "DaemonSet";

const shownLines = 20;
const deploymentRevision = "deployment.kubernetes.io/revision";

/** The last lines of a container; empty where there are none to be had. */
async function logOf(
  { api }: Asking,
  namespace: string,
  { pod, container, previous }: Fault,
): Promise<string> {
  if (container === undefined) return "";
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}&tailLines=${shownLines}`;
  for (const run of previous === true ? ["&previous=true", ""] : ["", "&previous=true"]) {
    // The run before may have been cleared away.
    const text = await api.text(`${path}${run}`).catch(() => "");
    if (text.trim() !== "") return text;
  }
  return "";
}

/** A fault as what the deployment ends with. */
export async function failed(asking: Asking, namespace: string, fault: Fault, suffix = ""): Promise<Outcome> {
  const container = fault.container === undefined ? fault.pod : `${fault.container} of pod ${fault.pod}`;
  return {
    ok: false,
    container,
    reason: `${fault.reason}${suffix}`,
    log: await logOf(asking, namespace, fault),
  };
}

export function query(labels: Readonly<Record<string, string>>): string {
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  return `labelSelector=${encodeURIComponent(selector)}`;
}

/** Whether the wanted revision alone runs, and all of it is ready. */
export function isRolledOut(kind: RolledOut, { metadata, spec, status }: Workload): boolean {
  const wanted = spec.replicas ?? 1;
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = status ?? {};
  if (observedGeneration < (metadata.generation ?? 0)) return false;
  if (kind === "DaemonSet") {
    const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
    return updatedNumberScheduled === desiredNumberScheduled && numberAvailable === desiredNumberScheduled;
  }
  if (kind === "StatefulSet")
    return (
      readyReplicas === wanted &&
      updatedReplicas === wanted &&
      status?.currentRevision === status?.updateRevision
    );
  return updatedReplicas === wanted && replicas === wanted && (status?.availableReplicas ?? 0) === wanted;
}

/** How far it is; another answer than before is progress. */
function progress({ metadata, status }: Workload): string {
  const { updatedReplicas = 0, readyReplicas = 0, replicas = 0 } = status ?? {};
  const { updatedNumberScheduled = 0, numberReady = 0 } = status ?? {};
  return [
    ...[metadata.generation, updatedReplicas, readyReplicas, replicas],
    ...[updatedNumberScheduled, numberReady],
  ].join(" ");
}

/** The pods of the wanted revision, and what kept it from having any. */
async function wantedPods(
  { api }: Asking,
  kind: RolledOut,
  namespace: string,
  workload: Workload,
): Promise<{ readonly pods: readonly Pod[]; readonly faults: readonly Fault[] }> {
  const labels = workload.spec.selector.matchLabels ?? {};
  const { items: pods } = await api.get<List<Pod>>(`/api/v1/namespaces/${namespace}/pods?${query(labels)}`);
  // Each is of the wanted revision as soon as its node has let the one before go.
  if (kind === "DaemonSet") return { pods, faults: [] };
  if (kind === "StatefulSet") {
    const revision = workload.status?.updateRevision;
    return {
      pods: pods.filter(({ metadata }) => metadata.labels?.["controller-revision-hash"] === revision),
      faults: [],
    };
  }
  const sets = await api.get<List<ReplicaSet>>(
    `/apis/apps/v1/namespaces/${namespace}/replicasets?${query(labels)}`,
  );
  const own = sets.items.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === workload.metadata.uid),
  );
  const current = own.find(
    ({ metadata }) =>
      metadata.annotations?.[deploymentRevision] === workload.metadata.annotations?.[deploymentRevision],
  );
  const fault = creationFault(workload.metadata.name, [
    ...(current?.status?.conditions ?? []),
    ...(workload.status?.conditions ?? []),
  ]);
  return {
    pods: pods.filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ uid }) => uid === current?.metadata.uid),
    ),
    faults: fault === undefined ? [] : [fault],
  };
}

/** Events of a controller that could make no pod, which a StatefulSet tells nowhere else. */
function creationEvents(name: string, events: readonly Event[]): readonly Fault[] {
  return events
    .filter(({ reason, involvedObject }) => reason === "FailedCreate" && involvedObject.name === name)
    .map(({ message }) => ({ pod: name, reason: `gets no pod: ${message ?? ""}`, certain: false }));
}

/** Whether a container lives, by its own probes, and does not serve yet. */
function recovers({ status }: Pod): boolean {
  return (
    status?.containerStatuses?.some(
      ({ state, started, ready }) => state?.running !== undefined && started === true && !ready,
    ) ?? false
  );
}

/** Waits for a rollout; one that cannot succeed any more ends at once, with the reason of the pod that tells most. */
export async function rolloutOutcome(
  asking: Asking,
  kind: RolledOut,
  { namespace, name }: ObjectName,
  { deadline, recovery = deadline }: Waiting,
): Promise<Outcome> {
  const { api } = asking;
  const path = `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
  let before = "";
  let since = asking.now();
  for (;;) {
    const workload = await api.get<Workload>(path);
    if (isRolledOut(kind, workload)) return { ok: true };
    const now = progress(workload);
    if (now !== before) since = asking.now();
    before = now;
    const waited = (asking.now() - since) / 1000;
    const late = waited > deadline;
    const observed = (workload.status?.observedGeneration ?? 0) >= (workload.metadata.generation ?? 0);
    if (observed) {
      const { pods, faults: made } = await wantedPods(asking, kind, namespace, workload);
      const { items: events } = await api.get<List<Event>>(`/api/v1/namespaces/${namespace}/events`);
      const found = worst([
        ...made,
        ...pods.flatMap((pod) => podFault(pod, events) ?? []),
        ...(pods.length === 0 ? creationEvents(name, events) : []),
      ]);
      if (found?.certain === true) return await failed(asking, namespace, found);
      const limit = pods.some(recovers) ? recovery : deadline;
      if (waited > limit) {
        const fault = found ?? { pod: name, reason: "did not finish its rollout", certain: false };
        return await failed(asking, namespace, fault, `, after ${limit} s without progress`);
      }
    } else if (late) {
      const fault = {
        pod: name,
        reason: `was not processed by its controller within ${deadline} s`,
        certain: true,
      };
      return await failed(asking, namespace, fault);
    }
    await asking.pause();
  }
}
