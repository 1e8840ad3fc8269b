import { setTimeout as delay } from "node:timers/promises";
import { operatorClient } from "../../components/aws/runtime/operator";
import { runTask, type EndedRun, type Operating, type WantedRun } from "../../components/aws/runtime/run";
import type { LogLine } from "../../components/aws/runtime/operator";
import { PlainError } from "../../setup/errors";
import { exportedResources } from "../stack";
import { ofComponent, textOf } from "./resources";
import type { ExportedResource } from "../stack/rerun";
import { configOf } from "../stack/system";

/** Pulumi's types of what commands look for in an account. */
export const awsTypes = {
  cluster: "aws:ecs/cluster:Cluster",
  service: "aws:ecs/service:Service",
  task: "aws:ecs/taskDefinition:TaskDefinition",
  schedule: "aws:scheduler/schedule:Schedule",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  database: "aws:rds/instance:Instance",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
} as const;

/** Where AWS is asked of a stack, as its file says. */
export function placeOf(stack: string) {
  const { aws: settings } = configOf(stack);
  if (settings === undefined)
    throw new PlainError(
      `Stack ${stack} has no settings of its account. Set them: trireme:aws in Pulumi.${stack}.yaml`,
    );
  return { region: settings.region, endpoints: settings.provider?.endpoints };
}

interface TaskNetwork {
  readonly subnets?: readonly string[];
  readonly assignPublicIp?: boolean;
}

/** What a stack has in its account: what its state names, and AWS itself to ask about it. */
export class AwsStack {
  private constructor(
    readonly stack: string,
    readonly resources: readonly ExportedResource[],
    readonly operating: Operating,
  ) {}

  /**
   * Reads the stack's state, and connects.
   *
   * @throws PlainError where the stack was never deployed
   */
  static async open(stack: string, env: NodeJS.ProcessEnv): Promise<AwsStack> {
    const [resources, client] = await Promise.all([
      exportedResources(stack, env),
      operatorClient(placeOf(stack)),
    ]);
    const operating = { client, now: () => Date.now(), pause: () => delay(2_000) };
    return AwsStack.of(
      stack,
      resources.filter((one) => one.delete !== true),
      operating,
    );
  }

  /** Of a state that was read already. */
  static of(stack: string, resources: readonly ExportedResource[], operating: Operating): AwsStack {
    if (!resources.some(({ type }) => type === awsTypes.cluster))
      throw new PlainError(
        `Stack ${stack} has nothing in its account yet; npx trireme up ${stack} makes it.`,
      );
    return new AwsStack(stack, resources, operating);
  }

  /** Name of its cluster of ECS. */
  get cluster(): string {
    return (
      textOf(
        this.resources.find(({ type }) => type === awsTypes.cluster),
        "name",
      ) ?? ""
    );
  }

  /** The resource of a type that is a component's, for what it is there where that is named. */
  find(type: string, component: string, role?: string): ExportedResource | undefined {
    return ofComponent(this.resources, type, component, role);
  }

  /**
   * Starts one of the stack's task definitions in the stack's network, and waits for its end.
   *
   * @param component whose task it is, and whose log and security group it has
   * @param options container: whose exit code counts, the component's own without it
   * @throws PlainError where the stack has no such task
   */
  async run(
    {
      component,
      role,
      part = component,
    }: {
      readonly component: string;
      readonly role: string;
      /** Whose security group and log it has. @default the component */
      readonly part?: string;
    },
    {
      container = component,
      ...options
    }: {
      readonly deadline: number;
      readonly container?: string;
      readonly override?: WantedRun["override"];
      readonly onLine?: (line: LogLine) => void;
    },
  ): Promise<EndedRun> {
    const definition = textOf(this.find(awsTypes.task, component, role), "arn");
    const group = this.find(awsTypes.securityGroup, part);
    const logGroup = textOf(this.find(awsTypes.logGroup, part), "name");
    const { subnets, assignPublicIp = false } = this.network();
    if (
      definition === undefined ||
      group?.id === undefined ||
      logGroup === undefined ||
      subnets === undefined
    )
      throw new PlainError(`${component} is not deployed yet: npx trireme up ${this.stack}`);
    const { override, onLine, deadline } = options;
    return await runTask(
      this.operating,
      {
        ...{ cluster: this.cluster, taskDefinition: definition, container, logGroup },
        ...{ subnets, securityGroups: [group.id], publicAddress: assignPublicIp },
        ...(override === undefined ? {} : { override }),
      },
      { deadline, ...(onLine === undefined ? {} : { onLine }) },
    );
  }

  /** Where its tasks run: all of them in the same subnets. */
  private network(): TaskNetwork {
    for (const { type, outputs } of this.resources) {
      const { target, networkConfiguration } = (outputs ?? {}) as {
        readonly networkConfiguration?: TaskNetwork;
        readonly target?: { readonly ecsParameters?: { readonly networkConfiguration?: TaskNetwork } };
      };
      const found =
        type === awsTypes.service
          ? networkConfiguration
          : type === awsTypes.schedule
            ? target?.ecsParameters?.networkConfiguration
            : undefined;
      if (found?.subnets !== undefined) return found;
    }
    return {};
  }
}
