import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ListTasksCommand,
  UpdateServiceCommand,
  type Service,
} from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../docker/engine";
import { AwsAccount, exitCodes } from "./support/aws-account";

const cluster = "shop";
const service = "web";

/** A web server that answers with its version. */
function serving(version: string): string {
  const configuration =
    "error_log stderr; pid /tmp/pid; events {} http { access_log off; server { listen 8080; root /tmp/www; } }";
  return [
    "mkdir -p /tmp/www",
    `echo ${version} >/tmp/www/index.html`,
    `printf '${configuration}' >/tmp/conf`,
    "exec nginx -c /tmp/conf -g 'daemon off;'",
  ].join("; ");
}

// In order: each test goes on where the one before it left the service.
describe("services of the mock of AWS, whose tasks run on the engine", () => {
  let account: AwsAccount;
  let group: string;
  let first: string;

  beforeAll(async () => {
    account = await AwsAccount.open(cluster);
    const made = await account.query("elasticloadbalancing", {
      ...{ Action: "CreateTargetGroup", Version: "2015-12-01", Name: service, TargetType: "ip" },
      ...{ Protocol: "HTTP", Port: "8080", VpcId: await account.vpc(), HealthCheckPath: "/" },
      HealthCheckIntervalSeconds: "5",
    });
    group = /<TargetGroupArn>(.*?)<\/TargetGroupArn>/.exec(made)?.[1] ?? "";
  });

  afterAll(async () => {
    expect(await account.close()).toEqual([]);
  });

  const define = (command: string): Promise<string> =>
    account.define(service, [
      {
        ...{ name: service, image: "nginx:1.30-alpine", entryPoint: ["sh", "-c"], command: [command] },
        portMappings: [{ name: "main", containerPort: 8080 }],
        linuxParameters: { initProcessEnabled: true },
        stopTimeout: 5,
      },
    ]);

  async function described(): Promise<Service> {
    const { services } = await account.ecs.send(
      new DescribeServicesCommand({ cluster, services: [service] }),
    );
    return services?.[0] ?? {};
  }

  /** The service, once one deployment is left, of a definition, and it is complete. */
  const steady = (definition: string): Promise<Service> =>
    eventually("the service does not become steady", async () => {
      const found = await described();
      const [primary, ...others] = found.deployments ?? [];
      const complete = primary?.rolloutState === "COMPLETED" && others.length === 0;
      return complete && primary.taskDefinition === definition ? found : undefined;
    });

  const tasks = async (desiredStatus: "RUNNING" | "STOPPED"): Promise<readonly string[]> => {
    const listed = new ListTasksCommand({ cluster, serviceName: service, desiredStatus });
    return (await account.ecs.send(listed)).taskArns ?? [];
  };

  const said = async (): Promise<string> =>
    ((await described()).events ?? []).map(({ message }) => message).join("\n");

  it("is steady once as many tasks as wanted answer their load balancer", async () => {
    first = await define(serving("one"));
    await account.ecs.send(
      new CreateServiceCommand({
        ...{ cluster, serviceName: service, taskDefinition: first, desiredCount: 2, launchType: "FARGATE" },
        networkConfiguration: {
          awsvpcConfiguration: { subnets: [await account.subnet()], securityGroups: [] },
        },
        loadBalancers: [{ targetGroupArn: group, containerName: service, containerPort: 8080 }],
        deploymentConfiguration: {
          ...{ minimumHealthyPercent: 100, maximumPercent: 200 },
          deploymentCircuitBreaker: { enable: true, rollback: true },
        },
      }),
    );
    expect(await steady(first)).toMatchObject({ runningCount: 2, pendingCount: 0 });
    const health = await account.query("elasticloadbalancing", {
      ...{ Action: "DescribeTargetHealth", Version: "2015-12-01", TargetGroupArn: group },
    });
    expect(health.match(/<State>(.*?)<\/State>/g)).toEqual([
      "<State>healthy</State>",
      "<State>healthy</State>",
    ]);
  });

  it("goes back, with the reason, when the containers of a release end", async () => {
    const bad = await define("echo starting; echo 'no database' >&2; exit 3");
    await account.ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: bad }));
    const back = await steady(first);
    expect(back).toMatchObject({ taskDefinition: first, runningCount: 2 });
    expect(back.deployments?.[0]?.rolloutStateReason).toMatch(
      /^ECS deployment circuit breaker: rolling back to deploymentId ecs-svc\/\d+\.$/,
    );
    expect(await said()).toMatch(/deployment failed: tasks failed to start\.\n/);
    const ended = await Promise.all((await tasks("STOPPED")).map((arn) => account.task(arn)));
    const failed = ended.filter((task) => exitCodes(task)[service] === 3);
    expect(failed.length).toBeGreaterThanOrEqual(3);
    expect(failed[0]).toMatchObject({
      ...{ taskDefinitionArn: bad, group: `service:${service}`, stopCode: "EssentialContainerExited" },
    });
    expect([...(await account.lines(service, failed[0]?.taskArn ?? ""))].sort()).toEqual([
      "no database",
      "starting",
    ]);
  });

  it("releases a new version, of which one task serves before the last old one ends", async () => {
    const running = new Set(await tasks("RUNNING"));
    const second = await define(serving("two"));
    await account.ecs.send(
      new UpdateServiceCommand({ cluster, service, taskDefinition: second, desiredCount: 1 }),
    );
    await steady(second);
    const [arn = "", ...others] = await tasks("RUNNING");
    expect([running.has(arn), ...others]).toEqual([false]);
    const { startedAt, attachments } = await account.task(arn);
    const replaced = await Promise.all([...running].map((one) => account.task(one)));
    const last = Math.max(...replaced.map(({ stoppingAt }) => stoppingAt?.getTime() ?? 0));
    expect(last).toBeGreaterThan(startedAt?.getTime() ?? Infinity);
    expect(replaced.map(({ stopCode }) => stopCode)).toEqual(replaced.map(() => "ServiceSchedulerInitiated"));
    const address = attachments?.[0]?.details?.find(({ name }) => name === "privateIPv4Address")?.value;
    expect(await (await fetch(`http://${address ?? ""}:8080/`)).text()).toBe("two\n");
  });

  it("goes back from a release whose container is not healthy", async () => {
    const before = (await described()).taskDefinition ?? "";
    const healthCheck = {
      command: ["CMD", "false"],
      ...{ interval: 5, timeout: 2, retries: 1, startPeriod: 0 },
    };
    const image = {
      name: service,
      image: "nginx:1.30-alpine",
      entryPoint: ["sh", "-c"],
      command: [serving("three")],
    };
    const bad = await account.define(service, [{ ...image, stopTimeout: 2, healthCheck }]);
    await account.ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: bad }));
    await eventually("the release is not there", async () =>
      (await described()).deployments?.[0]?.taskDefinition === bad ? true : undefined,
    );
    await steady(before);
    const ended = await Promise.all((await tasks("STOPPED")).map((arn) => account.task(arn)));
    expect(ended.filter(({ taskDefinitionArn }) => taskDefinitionArn === bad)[0]).toMatchObject({
      ...{ stopCode: "ServiceSchedulerInitiated", stoppedReason: "Task failed container health checks" },
    });
  });

  it("has no task and is inactive when it is deleted", async () => {
    await account.ecs.send(new DeleteServiceCommand({ cluster, service, force: true }));
    await eventually("the service is still there", async () =>
      (await described()).status === "INACTIVE" ? true : undefined,
    );
    expect(await tasks("RUNNING")).toEqual([]);
  });
});
