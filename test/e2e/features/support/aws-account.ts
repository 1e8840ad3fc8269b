import { randomUUID } from "node:crypto";
import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type ContainerDefinition,
  type Task,
} from "@aws-sdk/client-ecs";
import { startAwsEndpoint, type AwsEndpoint } from "../../../../lab/tools/aws-endpoint";
import { tasksEngine } from "../../../../lab/tools/aws-tasks";
import { progressOn } from "../../../../setup/progress";
import { localSubstitutes } from "../../../../stacks/config/substitutes";
import { root } from "../../../support/sources";
import { engine, eventually } from "../../docker/engine";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

type Named = ContainerDefinition & { readonly name: string };

/** An account of a mock of AWS whose tasks run on the engine: a cluster and a log group of one name, with what tasks need beside ECS. */
export class AwsAccount {
  readonly ecs: ECSClient;
  readonly url: string;
  private readonly logs: CloudWatchLogsClient;

  private constructor(
    private readonly endpoint: AwsEndpoint,
    readonly cluster: string,
    readonly region: string,
  ) {
    this.url = endpoint.url;
    this.ecs = new ECSClient({ region, endpoint: this.url, credentials });
    this.logs = new CloudWatchLogsClient({ region, endpoint: this.url, credentials });
  }

  static async open(cluster: string): Promise<AwsAccount> {
    const tasks = tasksEngine(localSubstitutes(root));
    return await AwsAccount.made(await startAwsEndpoint(progressOn(), { tasks }), cluster, "eu-west-1");
  }

  /** The same account in another region: the mock is the same, and ends with the one that opened it. */
  async in(region: string): Promise<AwsAccount> {
    return await AwsAccount.made(this.endpoint, this.cluster, region);
  }

  private static async made(endpoint: AwsEndpoint, cluster: string, region: string): Promise<AwsAccount> {
    const account = new AwsAccount(endpoint, cluster, region);
    await account.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
    await account.ask("logs", "Logs_20140328.CreateLogGroup", { logGroupName: cluster });
    return account;
  }

  /** Ends the mock; resolves to what it has left on the engine: containers, networks, volumes. */
  async close(): Promise<readonly string[]> {
    await this.endpoint.stop();
    const filters = { label: [`dev.trireme.mock.process=${this.endpoint.pid}`] };
    const [containers, networks, volumes] = await Promise.all([
      engine().listContainers({ all: true, filters }),
      engine().listNetworks({ filters }),
      engine().listVolumes({ filters }),
    ]);
    return [
      ...containers.map(({ Names }) => Names[0] ?? ""),
      ...networks.map(({ Name }) => Name),
      ...volumes.Volumes.map(({ Name }) => Name),
    ];
  }

  /** Registers a task definition whose containers write into the log group; returns its ARN. */
  async define(family: string, containers: readonly Named[]): Promise<string> {
    const { taskDefinition } = await this.ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        ...{ cpu: "256", memory: "512" },
        volumes: [{ name: "files" }],
        containerDefinitions: containers.map((one) => ({
          ...one,
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": this.cluster,
              "awslogs-region": this.region,
              "awslogs-stream-prefix": one.name,
            },
          },
        })),
      }),
    );
    return taskDefinition?.taskDefinitionArn ?? "";
  }

  async task(arn: string): Promise<Task> {
    const { tasks } = await this.ecs.send(new DescribeTasksCommand({ cluster: this.cluster, tasks: [arn] }));
    return tasks?.[0] ?? {};
  }

  ended(arn: string): Promise<Task> {
    return eventually("the task does not end", async () => {
      const task = await this.task(arn);
      return task.lastStatus === "STOPPED" ? task : undefined;
    });
  }

  /** One request of an API that speaks JSON. */
  async ask(service: string, target: string, body: object): Promise<Record<string, unknown>> {
    const response = await this.request(service, {
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${target} was answered with ${response.status}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** The XML that one of the older APIs answers with. */
  async query(service: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const response = await this.request(service, {
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${fields.Action ?? ""} was answered with ${response.status}: ${text}`);
    return text;
  }

  private request(
    service: string,
    { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  ): Promise<Response> {
    const scope = `20260101/${this.region}/${service}/aws4_request`;
    return fetch(this.url, {
      method: "POST",
      headers: {
        ...headers,
        Authorization: `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=host, Signature=none`,
      },
      body,
    });
  }

  /** The XML that Route 53 answers with. */
  async dns(path: string, body: string): Promise<string> {
    const response = await fetch(`${this.url}/2013-04-01/${path}`, {
      method: "POST",
      headers: {
        "Content-Type": "text/xml",
        Authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=none",
      },
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${text}`);
    return text;
  }

  /** A subnet of the VPC that each account has from the beginning. */
  subnet(): Promise<string> {
    return this.network("subnetId");
  }

  vpc(): Promise<string> {
    return this.network("vpcId");
  }

  private async network(field: "subnetId" | "vpcId"): Promise<string> {
    const xml = await this.query("ec2", { Action: "DescribeSubnets", Version: "2016-11-15" });
    const id = new RegExp(`<${field}>(.*?)</${field}>`).exec(xml)?.[1];
    if (id === undefined) throw new Error("the account has no subnet");
    return id;
  }

  /** Keeps a secret; returns what a task definition's `valueFrom` refers to one of its keys by. */
  async secret(values: Readonly<Record<string, string>>): Promise<(key: string) => string> {
    const version = randomUUID();
    const { ARN } = await this.ask("secretsmanager", "secretsmanager.CreateSecret", {
      Name: `secret-${version}`,
      ClientRequestToken: version,
      SecretString: JSON.stringify(values),
    });
    return (key) => `${String(ARN)}:${key}::${version}`;
  }

  /** What a container of a task has written. */
  async lines(container: string, task: string): Promise<readonly string[]> {
    const { events = [] } = await this.logs.send(
      new GetLogEventsCommand({
        logGroupName: this.cluster,
        logStreamName: `${container}/${container}/${task.slice(task.lastIndexOf("/") + 1)}`,
        startFromHead: true,
      }),
    );
    return events.map(({ message = "" }) => message);
  }
}

/** How the containers of a task ended, by their names. */
export function exitCodes({ containers = [] }: Task): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(containers.map(({ name = "", exitCode }) => [name, exitCode]));
}
