import { creationFault, podFault, worst, type Fault } from "./diagnosis";
import { failed, query } from "./rollout";
import type { Outcome } from "../../shared/failure";
import type { Asking, ObjectName, Waiting } from "./asking";
import type { Event, Job, List, Pod } from "./objects";

function endedFault(pods: readonly Pod[]): Fault | undefined {
  for (const pod of [...pods].reverse()) {
    const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
    for (const { name, state, lastState } of statuses) {
      const ended = state?.terminated ?? lastState?.terminated;
      if (ended === undefined || ended.exitCode === 0) continue;
      const memory = ended.reason === "OOMKilled" ? ", killed because it ran out of memory" : "";
      return {
        pod: pod.metadata.name,
        container: name,
        reason: `failed, with exit code ${ended.exitCode}${memory}`,
        certain: true,
      };
    }
  }
  return undefined;
}

/** Waits for a Job; one that failed, or can never start, is removed, so that the next deployment runs it again. */
export async function jobOutcome(
  asking: Asking,
  { namespace, name }: ObjectName,
  { deadline }: Waiting,
): Promise<Outcome> {
  const { api } = asking;
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`;
  const end = asking.now() + deadline * 1000;
  const give = async (fault: Fault, suffix = ""): Promise<Outcome> => {
    const outcome = await failed(asking, namespace, fault, suffix);
    await api.remove(path);
    return outcome;
  };
  for (;;) {
    const job = await api.get<Job>(path);
    const conditions = job.status?.conditions ?? [];
    if (conditions.some(({ type, status }) => type === "Complete" && status === "True")) return { ok: true };
    const { items: pods } = await api.get<List<Pod>>(
      `/api/v1/namespaces/${namespace}/pods?${query({ "batch.kubernetes.io/job-name": name })}`,
    );
    const over = conditions.find(({ type, status }) => type === "Failed" && status === "True");
    const nothing: Fault = { pod: name, reason: "failed", certain: true };
    if (over !== undefined) {
      const why = over.reason === "DeadlineExceeded" ? `, ended after ${deadline} s` : "";
      return await give(endedFault(pods) ?? { ...nothing, reason: `failed (${over.reason ?? ""})` }, why);
    }
    const { items: events } = await api.get<List<Event>>(`/api/v1/namespaces/${namespace}/events`);
    const refused = events
      .filter(({ reason, involvedObject }) => reason === "FailedCreate" && involvedObject.name === name)
      .flatMap(
        ({ message }) =>
          creationFault(name, [{ type: "FailedCreate", status: "True", reason: "FailedCreate", message }]) ??
          [],
      );
    const found = worst([
      ...(pods.length === 0 ? refused : []),
      ...pods.flatMap((pod) => podFault(pod, events) ?? []),
    ]);
    // A command that ended is the Job's own to decide: it may be tried again.
    if (found?.certain === true && found.container === undefined) return await give(found);
    if (asking.now() > end)
      return await give(
        found ?? endedFault(pods) ?? { ...nothing, reason: "did not end" },
        `, after ${deadline} s`,
      );
    await asking.pause();
  }
}
