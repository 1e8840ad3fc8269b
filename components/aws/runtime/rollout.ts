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

/** A sentence of ECS as a part of one of ours. */
function unended(text: string): string {
  return text.replace(/\.$/, "");
}

/** How a service stands to the task definition that it is to run. */
export function rolloutState(service: Service | undefined, wanted: string): State {
  if (service === undefined || service.status === "INACTIVE")
    return { is: "failed", reason: "does not exist" };
  const own = (service.deployments ?? []).find(({ taskDefinition }) => taskDefinition === wanted);
  if (own?.rolloutState === "FAILED")
    return { is: "failed", reason: unended(own.rolloutStateReason ?? "ECS gave up on the deployment") };
  const primary = primaryOf(service);
  if (primary === undefined) return { is: "going on", text: "ECS has not started a deployment" };
  if (primary.taskDefinition !== wanted)
    return {
      is: "gone back",
      reason: `runs ${shortName(primary.taskDefinition ?? "")} again, not ${shortName(wanted)}: ${unended(primary.rolloutStateReason ?? "ECS rolled the release back")}`,
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

async function failure(
  asking: Asking,
  wanted: WantedService,
  reason: string,
  isOwn = (task: Task): boolean => task.taskDefinitionArn === wanted.taskDefinition,
): Promise<Outcome> {
  const { cluster, service, container } = wanted;
  const stopped = await asking.client.tasks(cluster, { service }, "STOPPED");
  const own = stopped.filter(isOwn);
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
  return await settled(
    asking,
    async () =>
      rolloutState(await asking.client.service(wanted.cluster, wanted.service), wanted.taskDefinition),
    { deadline, failed: (reason) => failure(asking, wanted, reason) },
  );
}

/** Asks until a service is steady or has failed. */
async function settled(
  asking: Asking,
  state: () => Promise<State>,
  { deadline, failed }: { readonly deadline: number; readonly failed: (reason: string) => Promise<Outcome> },
): Promise<Outcome> {
  const end = asking.now() + deadline * 1000;
  // An answer may be a moment older than the update.
  let back = 0;
  for (;;) {
    const now = await state();
    if (now.is === "steady") return { ok: true };
    back = now.is === "gone back" ? back + 1 : 0;
    if (now.is === "failed" || (now.is === "gone back" && back > 2)) return await failed(now.reason);
    if (asking.now() > end) {
      const text = now.is === "going on" ? now.text : now.reason;
      return await failed(`did not become steady within ${deadline} s: ${text}`);
    }
    await asking.pause();
  }
}

/** How a service stands to one deployment of it, which may be of the task definition that it ran before, too. */
function deploymentState(service: Service | undefined, deployment: string): State {
  if (service === undefined || service.status === "INACTIVE")
    return { is: "failed", reason: "does not exist" };
  const own = (service.deployments ?? []).find(({ id }) => id === deployment);
  if (own?.rolloutState === "FAILED")
    return { is: "failed", reason: own.rolloutStateReason ?? "ECS gave up on the deployment" };
  const primary = primaryOf(service);
  if (primary?.id !== deployment)
    return {
      is: "gone back",
      reason: `is at another deployment: ${primary?.rolloutStateReason ?? "ECS rolled this one back"}`,
    };
  if (isSteady(service, primary)) return { is: "steady" };
  const { runningCount = 0, desiredCount = 0, failedTasks = 0 } = primary;
  return { is: "going on", text: `${runningCount} of ${desiredCount} run, ${failedTasks} have failed` };
}

/** Waits until a deployment of a service is steady; one that ECS gives up on has failed, with the reason of a task of its own. */
export async function deploymentOutcome(
  asking: Asking,
  wanted: WantedService,
  { deployment, deadline }: { readonly deployment: string; readonly deadline: number },
): Promise<Outcome> {
  const own = ({ startedBy }: Task): boolean => startedBy === deployment;
  return await settled(
    asking,
    async () => deploymentState(await asking.client.service(wanted.cluster, wanted.service), deployment),
    { deadline, failed: (reason) => failure(asking, wanted, reason, own) },
  );
}
