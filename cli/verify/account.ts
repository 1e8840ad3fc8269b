import type { HealthClient, TargetHealth } from "../../components/aws/runtime/health";
import { rolloutState } from "../../components/aws/runtime/rollout";
import { completedTag } from "../../components/aws/runtime/task";
import { driverOf } from "../../components/aws/stores";
import type { StateQuestion } from "../../components/aws/stores/driver.args";
import { leastInstances } from "../../components/aws/workload/service.args";
import { isServer, labelNames, type Service, type Store, type System } from "../../components/model";
import type { JobRun } from "../release/releases";
import { ofComponent, textOf } from "../runtime/resources";
import type { ExportedResource } from "../stack/rerun";
import { fails, holds, type Verdict } from "./verdict";

/** What the stack's state has of an account, and who is asked about it. */
export interface Account {
  readonly stack: string;
  readonly system: System;
  readonly resources: readonly ExportedResource[];
  readonly client: HealthClient;
}

/** A question whose failure is a verdict, too: one that AWS refuses leaves the others. */
async function asked(claim: string, ask: () => Promise<string | undefined>): Promise<Verdict> {
  try {
    const reason = await ask();
    return reason === undefined ? holds(claim) : fails(claim, reason);
  } catch (error) {
    return fails(claim, error instanceof Error ? error.message : String(error));
  }
}

function deploy({ stack }: Account): string {
  return `Deploy it: npx trireme up ${stack}`;
}

/** Whether ECS runs the task definition of the last deployment, and no other, in as many instances as it wants. */
async function serviceFault(account: Account, service: Service): Promise<string | undefined> {
  const made = ofComponent(account.resources, "aws:ecs/service:Service", service.name, "service");
  const [cluster, name, wanted] = ["cluster", "name", "taskDefinition"].map((key) => textOf(made, key));
  if (cluster === undefined || name === undefined || wanted === undefined)
    return `the stack has no such service. ${deploy(account)}`;
  const found = await account.client.service(cluster, name);
  const state = rolloutState(found, wanted);
  switch (state.is) {
    case "failed":
    case "gone back":
      return `${state.reason}. ${deploy(account)}`;
    case "going on":
      return `the release is still running: ${state.text}. Check again in a minute`;
    case "steady": {
      const { desiredCount = 0, runningCount = 0 } = found ?? {};
      const least = leastInstances(service);
      if (desiredCount < least)
        return `ECS is set to ${desiredCount} instances, and the stack describes ${least}. ${deploy(account)}`;
      return runningCount < desiredCount
        ? `${runningCount} of ${desiredCount} run; look at the service's events in the console of ECS`
        : undefined;
    }
    default:
      return state satisfies never;
  }
}

function targetsFault(targets: readonly TargetHealth[]): string | undefined {
  const healthy = targets.filter(({ state }) => state === "healthy");
  // Those of the release before are on their way out.
  const bad = targets.filter(({ state }) => state !== "healthy" && state !== "draining");
  if (bad.length > 0)
    return bad
      .map(({ id, state, reason }) => `${id} is ${state}${reason === "" ? "" : ` (${reason})`}`)
      .join("; ");
  return healthy.length === 0 ? "the load balancer has no instance to send requests to" : undefined;
}

async function groupsFault(account: Account, service: Service): Promise<string | undefined> {
  const made = ofComponent(account.resources, "aws:ecs/service:Service", service.name, "service");
  for (const group of groupsOf(made)) {
    const fault = targetsFault(await account.client.targets(group));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function groupsOf(service: ExportedResource | undefined): readonly string[] {
  const balancers = (service?.outputs?.loadBalancers ?? []) as readonly {
    readonly targetGroupArn?: string;
  }[];
  return balancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
}

/** Words of AWS for a store that serves, if slower for a moment. */
const serving: ReadonlySet<string> = new Set([
  "available",
  "backing-up",
  "storage-optimization",
  "configuring-enhanced-monitoring",
  "configuring-log-exports",
  "snapshotting",
  "ACTIVE",
  "UPDATING",
  "MAINTENANCE",
]);

/** How AWS is asked about a volume. */
const volumeState: StateQuestion = {
  type: "aws:efs/fileSystem:FileSystem",
  key: "id",
  ask: (client, id) => client.fileSystem(id),
};

async function checkStore(account: Account, store: Store): Promise<readonly Verdict[]> {
  const question = isServer(store) ? driverOf(store).state : volumeState;
  if (question === undefined || (isServer(store) && store.external !== undefined)) return [];
  const made = account.resources.filter(
    ({ type, outputs, delete: going }) =>
      type === question.type &&
      going !== true &&
      ((outputs?.tags ?? {}) as Readonly<Record<string, unknown>>)[labelNames.component] === store.name,
  );
  const claim = `${store.name} is available`;
  if (made.length === 0) return [fails(claim, `the stack has no such store. ${deploy(account)}`)];
  // A database's read replicas are checked beside it.
  return await Promise.all(
    made.map(async (one) => {
      const id = textOf(one, question.key) ?? one.id ?? "";
      return await asked(made.length === 1 ? claim : `${store.name} (${id}) is available`, async () => {
        const status = await question.ask(account.client, id);
        if (status === undefined) return `AWS knows no ${id}. ${deploy(account)}`;
        return serving.has(status) ? undefined : `AWS says that it is ${status}`;
      });
    }),
  );
}

function definitionOf(account: Account, job: string): string | undefined {
  return textOf(ofComponent(account.resources, "aws:ecs/taskDefinition:TaskDefinition", job, "job"), "arn");
}

async function jobFault(account: Account, job: string): Promise<string | undefined> {
  const arn = definitionOf(account, job);
  if (arn === undefined) return `the stack has no such job. ${deploy(account)}`;
  const tags = await account.client.tags(arn);
  return tags[completedTag] === undefined
    ? `it has not succeeded. Run it: npx trireme up ${account.stack}`
    : undefined;
}

/** Whether services run what the last deployment asked for, the load balancer reaches them, and stores are available. */
export async function checkAccount(account: Account): Promise<readonly Verdict[]> {
  const { system } = account;
  const verdicts = await Promise.all([
    ...system.stores.map((store) => checkStore(account, store)),
    ...system.services.map(async (service) => {
      const made = ofComponent(account.resources, "aws:ecs/service:Service", service.name, "service");
      const count = leastInstances(service);
      const claim = `${count === 1 ? service.name : `${count} instances of ${service.name}`} ${count === 1 ? "runs" : "run"} the last release`;
      return [
        await asked(claim, () => serviceFault(account, service)),
        ...(groupsOf(made).length === 0
          ? []
          : [await asked(`the load balancer reaches ${service.name}`, () => groupsFault(account, service))]),
      ];
    }),
    ...system.jobs
      .filter(({ run }) => run === "release")
      .map(async ({ name }) => [await asked(`job ${name} succeeded`, () => jobFault(account, name))]),
  ]);
  return verdicts.flat();
}

/** How the jobs of the last release ended, by the mark that a good end leaves on a task definition. */
export async function accountJobRuns(account: Account): Promise<readonly JobRun[]> {
  const runs = account.system.jobs
    .filter(({ run }) => run === "release")
    .map(async ({ name }): Promise<readonly JobRun[]> => {
      const arn = definitionOf(account, name);
      if (arn === undefined) return [];
      const [tags, reference = ""] = await Promise.all([
        account.client.tags(arn),
        account.client.image(arn, name),
      ]);
      const ended = tags[completedTag] !== undefined;
      return [{ job: name, reference, exitCode: ended ? 0 : 1, ended }];
    });
  return (await Promise.all(runs)).flat();
}
