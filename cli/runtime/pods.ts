import { labelNames } from "../../components/model/values/naming";
import type { ContainerStatus, Job, Pod } from "../../components/kubernetes/runtime/objects";
import { tagOf, type JobRun } from "../release/releases";
import type { Container } from "../verify/containers";
import type { Instance } from "./runtime";

const PART = "app.kubernetes.io/name";
const ROLE = "app.kubernetes.io/component";
/** How CloudNativePG names the cluster that a pod of its own belongs to. */
const OPERATED = "cnpg.io/cluster";

/** By what all objects of a stack are found. */
export function ownObjects(prefix: string): string {
  return `app.kubernetes.io/instance=${prefix}`;
}

function labelsOf({ metadata }: Pick<Pod, "metadata">): {
  readonly component: string;
  readonly role: string;
} {
  const { labels = {} } = metadata;
  const operated = labels[OPERATED];
  return operated === undefined
    ? { component: labels[PART] ?? "", role: labels[ROLE] ?? "" }
    : { component: operated, role: "store" };
}

/** Whether it belongs to what runs now: what has ended and was replaced is not an instance any more. */
function counts(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const over = pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
  return !over || ["job", "backup-run", "backup-first", "drill"].includes(labelsOf(pod).role);
}

/** What a container of a pod is for: the first is the component's own, the others are named after what they do. */
function roleOf(pod: Pod, index: number, name: string): string {
  return index === 0 ? labelsOf(pod).role : name;
}

/** The containers of pods, ordered by component and name. */
export function instancesOf(pods: readonly Pod[]): readonly Instance[] {
  return pods
    .filter(counts)
    .flatMap((pod) =>
      pod.spec.containers.map(({ name }, index) => ({
        id: `${pod.metadata.name}/${name}`,
        name: index === 0 ? pod.metadata.name : `${pod.metadata.name}/${name}`,
        component: labelsOf(pod).component,
        role: roleOf(pod, index, name),
      })),
    )
    .sort((a, b) => a.component.localeCompare(b.component) || a.name.localeCompare(b.name));
}

function stateOf(status: ContainerStatus | undefined, message: string): Container["State"] {
  const { state, ready = false, lastState } = status ?? {};
  if (state?.running !== undefined)
    return {
      Status: "running",
      ExitCode: 0,
      Health: ready ? { Status: "healthy" } : { Status: "unhealthy", Log: [{ Output: message }] },
    };
  const ended = state?.terminated ?? lastState?.terminated;
  return { Status: state?.waiting?.reason ?? "not started", ExitCode: ended?.exitCode ?? 0 };
}

/**
 * Pods and jobs in the words of the checklist, one for each container. A job is what its object says: its pod may be gone
 * with the node that it ran on.
 */
export function containersOf(pods: readonly Pod[], jobs: readonly Job[]): readonly Container[] {
  const running = pods.filter((pod) => counts(pod) && labelsOf(pod).role !== "job");
  return [
    ...running.flatMap((pod) =>
      pod.spec.containers.map(({ name }, index): Container => {
        const status = pod.status?.containerStatuses?.find((one) => one.name === name);
        const why = pod.status?.conditions?.find(({ type }) => type === "Ready")?.message ?? "";
        return {
          Name: `/${pod.metadata.name}/${name}`,
          State: stateOf(status, why),
          Config: {
            Labels: {
              [labelNames.component]: labelsOf(pod).component,
              [labelNames.role]: roleOf(pod, index, name),
            },
          },
        };
      }),
    ),
    ...jobs.map((job): Container => {
      const failed = condition(job, "Failed");
      const done = condition(job, "Complete");
      return {
        Name: `/${job.metadata.name}`,
        State: { Status: done || failed ? "exited" : "running", ExitCode: failed ? 1 : 0 },
        Config: {
          Labels: { [labelNames.component]: labelsOf(job).component, [labelNames.role]: labelsOf(job).role },
        },
      };
    }),
  ];
}

function condition({ status }: Job, type: string): boolean {
  return status?.conditions?.some((one) => one.type === type && one.status === "True") === true;
}

/** How the jobs of the last release ended. */
export function jobRunsOf(jobs: readonly Job[]): readonly JobRun[] {
  return jobs
    .filter((job) => labelsOf(job).role === "job")
    .map((job) => ({
      job: labelsOf(job).component,
      reference: job.metadata.annotations?.[labelNames.image] ?? "",
      exitCode: condition(job, "Failed") ? 1 : 0,
      ended: ["Failed", "Complete"].some((type) => condition(job, type)),
    }))
    .filter(({ reference }) => tagOf(reference) !== undefined);
}
