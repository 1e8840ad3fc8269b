import type { ContainerOverride, Deployment, Service, Task } from "@aws-sdk/client-ecs";
import type { Endpoints } from "../provider.args";
import type { Identity } from "./signature";

export interface RunRequest {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly startedBy: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly publicAddress: boolean;
  /** What its containers get instead of what the definition says. @default nothing */
  readonly override?: Override | readonly Override[];
}

/** What a container of a single run gets instead of what its definition says. */
export interface Override {
  readonly container: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** What the program asks of ECS and of CloudWatch Logs, and no more. */
export interface EcsClient {
  service(cluster: string, service: string): Promise<Service | undefined>;
  /** Tasks of a service or of a starter, with or without those that ended within the last hour. */
  tasks(
    cluster: string,
    of: { readonly service: string } | { readonly startedBy: string },
    state: "RUNNING" | "STOPPED",
  ): Promise<readonly Task[]>;
  task(cluster: string, arn: string): Promise<Task | undefined>;
  run(request: RunRequest): Promise<{ readonly arn: string } | { readonly refused: string }>;
  stop(cluster: string, arn: string, reason: string): Promise<void>;
  tags(arn: string): Promise<Readonly<Record<string, string>>>;
  /** The image of a container of a task definition; undefined where it has no such container. */
  image(taskDefinition: string, container: string): Promise<string | undefined>;
  tag(arn: string, key: string, value: string): Promise<void>;
  /** The last lines of a log stream; empty where it is not there. */
  lines(group: string, stream: string, count: number): Promise<string>;
}

/** The same as ECS's own request has it. */
function overridden({ container, command, environment = {} }: Override): ContainerOverride {
  return {
    name: container,
    ...(command === undefined ? {} : { command: [...command] }),
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
  };
}

export type { Deployment, Identity, Service, Task };

/** Where AWS is asked. */
export interface ApiPlace {
  readonly region: string;
  /** Instead of AWS's own. */
  readonly endpoints?: Endpoints | undefined;
}

/** The clients of AWS's SDK, with the credentials that its usual chain finds, and the commands that they take. */
export async function sdkAt({ region, endpoints = {} }: ApiPlace) {
  const [ecs, logs] = await Promise.all([
    import("@aws-sdk/client-ecs"),
    import("@aws-sdk/client-cloudwatch-logs"),
  ]);
  // Throttling is usual while many services are asked.
  const configOf = (endpoint: string | undefined) => ({
    ...{ region, maxAttempts: 8 },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const client = new ecs.ECSClient(configOf(endpoints.ecs));
  const logClient = new logs.CloudWatchLogsClient(configOf(endpoints.logs));
  return { ecs, logs, client, logClient };
}

/** What the program asks of AWS. */
export async function ecsClient(
  place: ApiPlace,
): Promise<EcsClient & { readonly identity: () => Promise<Identity> }> {
  const { ecs, logs, client, logClient } = await sdkAt(place);
  const described = async (cluster: string, arns: readonly string[]): Promise<readonly Task[]> => {
    if (arns.length === 0) return [];
    const { tasks } = await client.send(new ecs.DescribeTasksCommand({ cluster, tasks: arns.slice(0, 100) }));
    return tasks ?? [];
  };
  return {
    service: async (cluster, service) => {
      const { services } = await client.send(
        new ecs.DescribeServicesCommand({ cluster, services: [service] }),
      );
      return services?.[0];
    },
    tasks: async (cluster, of, desiredStatus) => {
      const filter = "service" in of ? { serviceName: of.service } : of;
      const { taskArns } = await client.send(new ecs.ListTasksCommand({ cluster, desiredStatus, ...filter }));
      return described(cluster, taskArns ?? []);
    },
    task: async (cluster, arn) => (await described(cluster, [arn]))[0],
    run: async ({ cluster, taskDefinition, startedBy, subnets, securityGroups, publicAddress, override }) => {
      const { tasks, failures } = await client.send(
        new ecs.RunTaskCommand({
          cluster,
          taskDefinition,
          startedBy,
          launchType: "FARGATE",
          platformVersion: "1.4.0",
          propagateTags: "TASK_DEFINITION",
          enableECSManagedTags: true,
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...subnets],
              securityGroups: [...securityGroups],
              assignPublicIp: publicAddress ? "ENABLED" : "DISABLED",
            },
          },
          ...(override === undefined
            ? {}
            : { overrides: { containerOverrides: [override].flat().map(overridden) } }),
        }),
      );
      const arn = tasks?.[0]?.taskArn;
      return arn === undefined
        ? { refused: failures?.map(({ reason }) => reason ?? "").join(", ") ?? "no reason" }
        : { arn };
    },
    stop: async (cluster, task, reason) => {
      await client.send(new ecs.StopTaskCommand({ cluster, task, reason }));
    },
    tags: async (resourceArn) => {
      const { tags } = await client.send(new ecs.ListTagsForResourceCommand({ resourceArn }));
      return Object.fromEntries((tags ?? []).map(({ key = "", value = "" }) => [key, value]));
    },
    image: async (taskDefinition, container) => {
      const { taskDefinition: found } = await client.send(
        new ecs.DescribeTaskDefinitionCommand({ taskDefinition }),
      );
      return found?.containerDefinitions?.find(({ name }) => name === container)?.image;
    },
    identity: () => client.config.credentials(),
    tag: async (resourceArn, key, value) => {
      await client.send(new ecs.TagResourceCommand({ resourceArn, tags: [{ key, value }] }));
    },
    lines: async (logGroupName, logStreamName, limit) => {
      try {
        const { events } = await logClient.send(
          new logs.GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false }),
        );
        return (events ?? []).map(({ message }) => message ?? "").join("\n");
      } catch (error) {
        // A container that never started has no stream.
        if (error instanceof logs.ResourceNotFoundException) return "";
        throw error;
      }
    },
  };
}
