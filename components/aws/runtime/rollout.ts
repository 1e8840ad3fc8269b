import type { Outcome } from "../../shared/failure";
import { shortName, taskFailure, whyStopped, type Asking } from "./asking";
import type { Deployment, Service, Task } from "./client";

/** A service of ECS, and the task definition that it must run. */
export interface WantedService {
  readonly cluster: string;
  readonly service: string;
  readonly taskDefinition: string;
  /** Container whose log tells why. */
  readonly container: string;
  readonly logGroup: string;
}

type State =
  | { readonly is: "steady" }
  | { readonly is: "going on"; readonly text: string }
  | { readonly is: "failed" | "gone back"; readonly reason: string };

function primaryOf({ deployments = [] }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === "PRIMARY");
}

function isSteady(service: Service, primary: Deployment): boolean {
  const { rolloutState, runningCount = 0, desiredCount = 0 } = primary;
  if (rolloutState !== undefined) return rolloutState === "COMPLETED";
  return (service.deployments ?? []).length === 1 && runningCount >= desiredCount;
}

/** How a service stands to the task definition that it is to run. */
export function rolloutState(service: Service | undefined, wanted: string): State {
  if (service === undefined || service.status === "INACTIVE")
    return { is: "failed", reason: "does not exist" };
  const own = (service.deployments ?? []).find(({ taskDefinition }) => taskDefinition === wanted);
  if (own?.rolloutState === "FAILED")
    return { is: "failed", reason: own.rolloutStateReason ?? "ECS gave up on the deployment" };
  const primary = primaryOf(service);
  if (primary === undefined) return { is: "going on", text: "ECS has not started a deployment" };
  if (primary.taskDefinition !== wanted)
    return {
      is: "gone back",
      reason: `runs ${shortName(primary.taskDefinition ?? "")} again, not ${shortName(wanted)}: ${primary.rolloutStateReason ?? "ECS rolled the release back"}`,
    };
  if (isSteady(service, primary)) return { is: "steady" };
  const { runningCount = 0, desiredCount = 0, failedTasks = 0 } = primary;
  return {
    is: "going on",
    text: `${runningCount} of ${desiredCount} run, ${failedTasks} have failed`,
  };
}

function newest(tasks: readonly Task[]): Task | undefined {
  return [...tasks].sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))[0];
}

/** Whether ECS ended it for there were too many: while it goes back it ends those of the release that still run, after the ones that failed. */
function isSurplus({ stopCode, stoppedReason = "" }: Task): boolean {
  return stopCode === "ServiceSchedulerInitiated" && stoppedReason.startsWith("Scaling activity");
}

async function failure(asking: Asking, wanted: WantedService, reason: string): Promise<Outcome> {
  const { cluster, service, taskDefinition, container } = wanted;
  const stopped = await asking.client.tasks(cluster, { service }, "STOPPED");
  const own = stopped.filter((one) => one.taskDefinitionArn === taskDefinition);
  const task = newest(own.filter((one) => !isSurplus(one))) ?? newest(own);
  if (task === undefined) return { ok: false, container, reason, log: "" };
  const told = await taskFailure(asking, task, wanted);
  return told.ok ? told : { ...told, reason: `${whyStopped(task, container)}. The service ${reason}` };
}

/** Waits until a service runs the wanted task definition and no other; one that ECS has taken back has failed. */
export async function rolloutOutcome(
  asking: Asking,
  wanted: WantedService,
  { deadline }: { readonly deadline: number },
): Promise<Outcome> {
  const end = asking.now() + deadline * 1000;
  // An answer may be a moment older than the update.
  let back = 0;
  for (;;) {
    const state = rolloutState(
      await asking.client.service(wanted.cluster, wanted.service),
      wanted.taskDefinition,
    );
    if (state.is === "steady") return { ok: true };
    back = state.is === "gone back" ? back + 1 : 0;
    if (state.is === "failed" || (state.is === "gone back" && back > 2))
      return await failure(asking, wanted, state.reason);
    if (asking.now() > end) {
      const text = state.is === "going on" ? state.text : state.reason;
      return await failure(asking, wanted, `did not become steady within ${deadline} s: ${text}`);
    }
    await asking.pause();
  }
}
