import type { Condition, ContainerStatus, Event, Pod } from "./objects";

/** Why a pod is not as it should be. */
export interface Fault {
  readonly pod: string;
  /** Whose log tells more; absent: nothing has run. */
  readonly container?: string;
  /** Whether the log that tells is of the run before. */
  readonly previous?: boolean;
  /** As the end of a sentence: `cannot get its image …`. */
  readonly reason: string;
  /** Whether waiting longer cannot fix it. */
  readonly certain: boolean;
}

/** How many times a container may fall over while it is waited for. */
const crashes = 3;

const imageReasons: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
  "ImageInspectError",
  "RegistryUnavailable",
]);
const configurationReasons: ReadonlySet<string> = new Set([
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "StartError",
]);

/** What a kubelet says whose watch has not yet told it of an object that is there. */
const notYetSeen = /failed to sync (secret|configmap) cache/;

function newest(events: readonly Event[]): readonly Event[] {
  const moment = ({ lastTimestamp, eventTime }: Event): string => lastTimestamp ?? eventTime ?? "";
  return [...events].sort((a, b) => moment(b).localeCompare(moment(a)));
}

/** The newest message of one of these reasons about a pod. */
function said(pod: Pod, events: readonly Event[], ...reasons: readonly string[]): string | undefined {
  return newest(events).find(
    ({ involvedObject, reason }) =>
      involvedObject.name === pod.metadata.name && reason !== undefined && reasons.includes(reason),
  )?.message;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 400);
}

function imageFault(pod: Pod, status: ContainerStatus, events: readonly Event[]): string {
  const { waiting } = status.state ?? {};
  const image = pod.spec.containers.find(({ name }) => name === status.name)?.image ?? status.image ?? "";
  // "Back-off pulling image" names no cause; the event before it does.
  const pulled = newest(events).find(
    ({ involvedObject, reason, message = "" }) =>
      involvedObject.name === pod.metadata.name && reason === "Failed" && message.includes("image"),
  )?.message;
  const why = pulled ?? waiting?.message ?? waiting?.reason ?? "";
  return `cannot get its image ${image} (${waiting?.reason}): ${oneLine(why)}`;
}

function exitOf({ state, lastState }: ContainerStatus): string {
  const ended = state?.terminated ?? lastState?.terminated;
  if (ended === undefined) return "";
  const memory = ended.reason === "OOMKilled" ? ", killed because it ran out of memory" : "";
  return `, with exit code ${ended.exitCode}${memory}`;
}

function containerFault(pod: Pod, status: ContainerStatus, events: readonly Event[]): Fault | undefined {
  const { name, state, restartCount, ready } = status;
  const base = { pod: pod.metadata.name, container: name };
  const waiting = state?.waiting?.reason ?? "";
  if (imageReasons.has(waiting))
    return { pod: base.pod, reason: imageFault(pod, status, events), certain: waiting !== "ErrImagePull" };
  if (configurationReasons.has(waiting)) {
    const why = state?.waiting?.message ?? waiting;
    const reason = `cannot be started (${waiting}): ${oneLine(why)}`;
    return { pod: base.pod, reason, certain: !notYetSeen.test(why) };
  }
  const unhealthy = said(pod, events, "Unhealthy");
  const killing = said(pod, events, "Killing") ?? "";
  const byProbe = /failed (startup|liveness) probe/.test(killing) && unhealthy !== undefined;
  if (state?.terminated !== undefined || waiting === "CrashLoopBackOff" || restartCount > 0) {
    const previous = state?.terminated === undefined;
    const certain = waiting === "CrashLoopBackOff" ? restartCount >= crashes - 1 : restartCount >= crashes;
    if (byProbe)
      return {
        ...base,
        previous: waiting === "CrashLoopBackOff",
        certain,
        reason: `did not become healthy: ${oneLine(unhealthy)}`,
      };
    const times =
      restartCount > 0 ? "started and ended again and again" : "ended instead of becoming healthy";
    return { ...base, previous, certain, reason: `${times}${exitOf(status)}` };
  }
  if (!ready && state?.running !== undefined)
    return {
      ...base,
      certain: false,
      reason: unhealthy === undefined ? "is not ready" : `is not ready: ${oneLine(unhealthy)}`,
    };
  return undefined;
}

function schedulingFault(pod: Pod): Fault | undefined {
  const condition = pod.status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  if (condition === undefined) return undefined;
  return {
    pod: pod.metadata.name,
    reason: `finds no node (${condition.reason ?? "Unschedulable"}): ${oneLine(condition.message ?? "")}`,
    // Another node may be on its way.
    certain: false,
  };
}

/** What is wrong with one pod; undefined where nothing is, or it has just been made. */
export function podFault(pod: Pod, events: readonly Event[]): Fault | undefined {
  const { status } = pod;
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const faults = statuses
    .filter((one) => one.state?.terminated?.exitCode !== 0)
    .flatMap((one) => containerFault(pod, one, events) ?? []);
  const mounting = said(pod, events, "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox");
  const first = faults.find(({ certain }) => certain) ?? schedulingFault(pod) ?? faults[0];
  if (first !== undefined) return first;
  if (mounting !== undefined && statuses.every(({ state }) => state?.running === undefined))
    return { pod: pod.metadata.name, reason: `cannot be set up: ${oneLine(mounting)}`, certain: false };
  return undefined;
}

/** What kept a controller from making pods at all: a quota, an admission rule. */
export function creationFault(owner: string, conditions: readonly Condition[]): Fault | undefined {
  const failed = conditions.find(
    ({ type, status }) => (type === "ReplicaFailure" || type === "FailedCreate") && status === "True",
  );
  if (failed === undefined) return undefined;
  return {
    pod: owner,
    reason: `gets no pod (${failed.reason ?? ""}): ${oneLine(failed.message ?? "")}`,
    certain: true,
  };
}

/** Of several faults the one that tells most. */
export function worst(faults: readonly Fault[]): Fault | undefined {
  return faults.find(({ certain }) => certain) ?? faults[0];
}
