import { AccountKeeper } from "../../../../../cli/backup/account/keeper";
import type { Kept } from "../../../../../cli/backup/keeper";
import { AwsStack, awsTypes } from "../../../../../cli/runtime/account";
import type { ExportedResource } from "../../../../../cli/stack/rerun";
import type { Override, RunRequest, Task } from "../../../../../components/aws/runtime/client";
import type { KeepingClient } from "../../../../../components/aws/runtime/keeping";
import type { OperatorClient } from "../../../../../components/aws/runtime/operator";
import { labelNames, type System } from "../../../../../components/model";
import { operatingWith } from "../../../../support/aws-client";
import { keepingWith } from "../../../../support/keeping-client";

/** A resource in a state: of a component, for what it is there. */
export function made(
  type: string,
  part: string,
  role: string,
  outputs: Readonly<Record<string, unknown>>,
): ExportedResource {
  const tags = { [labelNames.component]: part, [labelNames.role]: role };
  return { urn: `urn:${type}::${part}`, type, id: `${part}-id`, outputs: { tags, ...outputs } };
}

/** A task definition with its steps. */
export function task(component: string, role: string, steps: readonly string[]): ExportedResource {
  const containerDefinitions = JSON.stringify(steps.map((name) => ({ name })));
  return made(awsTypes.task, component, role, { arn: `arn:${component}:1`, containerDefinitions });
}

/** What every stack of these tests has. */
export const common: readonly ExportedResource[] = [
  made(awsTypes.cluster, "cluster", "cluster", { name: "shop-aws", arn: "arn:cluster" }),
  made("aws:s3/bucket:Bucket", "backups", "backup", { bucket: "shop-backups" }),
  made(awsTypes.schedule, "any", "schedule", {
    target: { ecsParameters: { networkConfiguration: { subnets: ["subnet-a"], assignPublicIp: false } } },
  }),
];

/** What a backup's tasks have in common. */
export const partsOf = (backup: string): readonly ExportedResource[] => [
  made(awsTypes.securityGroup, backup, "backup", {}),
  made(awsTypes.logGroup, backup, "backup", { name: `/shop/${backup}` }),
];

/** A run that was started: which task, and what its steps were told. */
export interface Started {
  readonly definition: string;
  readonly told: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A stack of an account whose tasks end as they are told, with what was asked of it in the order of the asking. */
export class Scene {
  readonly started: Started[] = [];
  readonly noted: string[] = [];
  /** Exit codes of steps that fail, by their names. */
  readonly codes: Record<string, number> = {};
  /** Lines of a step's log. */
  readonly log: Record<string, string> = {};
  /** What happens in the account while a task runs. */
  whileRunning: (started: Started) => void = () => undefined;

  constructor(
    private readonly system: System,
    private readonly resources: readonly ExportedResource[],
    private readonly client: Partial<KeepingClient> = {},
  ) {}

  async kept(name: string): Promise<Kept> {
    const progress = {
      step: async <T>(title: string, body: () => Promise<T>) => {
        this.noted.push(title);
        return await body();
      },
      note: (text: string) => this.noted.push(text),
    };
    const account = AwsStack.of("shop-aws", [...common, ...this.resources], operatingWith(this.answers()));
    const keeper = new AccountKeeper(this.system, "shop-aws", progress as never, () =>
      Promise.resolve({ account, client: keepingWith(this.client) }),
    );
    const [kept] = await keeper.kept(name);
    if (kept === undefined) throw new Error(`there is no ${name}`);
    return kept;
  }

  private stepsOf(definition: string): readonly string[] {
    const { outputs } = this.resources.find((one) => one.outputs?.arn === definition) ?? {};
    const text = (outputs?.containerDefinitions ?? "[]") as string;
    return (JSON.parse(text) as readonly { readonly name: string }[]).map(({ name }) => name);
  }

  /** Containers of a task that has ended: none runs after one that failed. */
  private containers(definition: string): NonNullable<Task["containers"]> {
    const steps = this.stepsOf(definition);
    const failed = steps.findIndex((step) => (this.codes[step] ?? 0) !== 0);
    return steps.map((name, index) => ({
      name,
      ...(failed === -1 || index <= failed ? { exitCode: this.codes[name] ?? 0 } : {}),
    }));
  }

  private answers(): Partial<OperatorClient> {
    let running = "";
    return {
      run: (request: RunRequest) => {
        const overrides = [request.override ?? []].flat() as readonly Override[];
        const told = Object.fromEntries(
          overrides.map(({ container, environment = {} }) => [container, environment]),
        );
        const started = { definition: request.taskDefinition, told };
        this.started.push(started);
        this.whileRunning(started);
        running = request.taskDefinition;
        return Promise.resolve({ arn: "arn:aws:ecs:::task/shop-aws/77" });
      },
      task: () =>
        Promise.resolve({ taskArn: "task/77", lastStatus: "STOPPED", containers: this.containers(running) }),
      lines: (_group, stream) => Promise.resolve(this.log[stream.split("/")[0] ?? ""] ?? ""),
      piece: (_group, stream, { next }) =>
        Promise.resolve({
          lines:
            next === undefined
              ? (this.log[stream.split("/")[0] ?? ""] ?? "")
                  .split("\n")
                  .map((text) => ({ at: "2026-01-01T00:00:00.000Z", text }))
              : [],
          next: "end",
        }),
    };
  }
}
