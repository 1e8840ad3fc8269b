import { CreateServiceCommand, DeleteServiceCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { printLogs } from "../../../cli/commands/logs";
import { AwsOperations } from "../../../cli/operations/aws";
import type { LogOptions } from "../../../cli/operations/operations";
import { AwsStack, awsTypes } from "../../../cli/runtime/account";
import { operatorClient } from "../../../components/aws/runtime/operator";
import { job } from "../../../components/model";
import { progressOn } from "../../../setup/progress";
import { eventually } from "../docker/engine";
import { AwsAccount } from "./support/aws-account";

const cluster = "aws-operations";
const busybox = "busybox:1.37";
const cleanup = job("cleanup", { image: { reference: busybox }, run: { schedule: "@daily" } } as never);

// In order: the job's tasks have ended when the service starts.
describe("the commands of whoever is on call, at the mock of AWS whose tasks run on the engine", () => {
  let account: AwsAccount;
  let operations: AwsOperations;

  beforeAll(async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    account = await AwsAccount.open(cluster);
    const subnets = [await account.subnet()];
    const arn = await account.define("cleanup", [
      {
        ...{ name: "cleanup", image: busybox },
        command: ["sh", "-c", "echo 3 rows removed; echo 'no room' >&2; exit 3"],
      },
    ]);
    const web = await account.define("web", [
      {
        ...{ name: "web", image: busybox, command: ["sh", "-c", "echo web is up; exec sleep 600"] },
        linuxParameters: { initProcessEnabled: true },
        stopTimeout: 5,
      },
    ]);
    await account.ecs.send(
      new CreateServiceCommand({
        ...{ cluster, serviceName: "web", taskDefinition: web, desiredCount: 0, launchType: "FARGATE" },
        networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [] } },
      }),
    );
    const made = (type: string, part: string, role: string, outputs: Record<string, unknown>) => ({
      ...{ urn: `${type}::${part}`, type, id: part },
      outputs: { ...outputs, tags: { "dev.trireme.part": part, "dev.trireme.role": role } },
    });
    const place = { region: "eu-west-1", endpoints: { ecs: account.url, logs: account.url } };
    const stack = AwsStack.of(
      "ops",
      [
        made(awsTypes.cluster, "cluster", "", { name: cluster }),
        made(awsTypes.service, "web", "service", { name: "web", networkConfiguration: { subnets } }),
        made(awsTypes.task, "cleanup", "job", { arn, family: "cleanup" }),
        made(awsTypes.securityGroup, "cleanup", "job", {}),
        ...["cleanup", "web"].map((part) =>
          made(awsTypes.logGroup, part, part === "web" ? "service" : "job", { name: cluster }),
        ),
      ],
      { client: await operatorClient(place), now: () => Date.now(), pause: () => delay(500) },
    );
    operations = new AwsOperations(() => Promise.resolve(stack), place, process.env);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    expect(await account.close()).toEqual([]);
  });

  async function logs(component: string, options: Partial<LogOptions> = {}): Promise<readonly string[]> {
    const sources = (await operations.sources()).filter((source) => source.component === component);
    const lines: string[] = [];
    await printLogs(sources, { follow: false, tail: "all", timestamps: false, ...options }, (line) =>
      lines.push(line),
    );
    return lines;
  }

  it("runs a job, prints what it writes, and ends with its exit code and reason", async () => {
    const [out, err]: [string[], string[]] = [[], []];
    vi.spyOn(console, "log").mockImplementation((line: string) => void out.push(line));
    vi.spyOn(console, "error").mockImplementation((line: string) => void err.push(line));
    expect(await operations.run(cleanup)).toBe(3);
    expect([...out].sort()).toEqual(["3 rows removed", "no room"]);
    expect(err).toEqual(["Job cleanup failed, with exit code 3."]);
  });

  it("prints the log of a job's last run, its end, and nothing from later on", async () => {
    const whole = await logs("cleanup");
    expect([...whole].sort()).toEqual(["cleanup | 3 rows removed", "cleanup | no room"]);
    expect(await logs("cleanup", { tail: "1" })).toEqual(whole.slice(-1));
    expect(await logs("cleanup", { since: new Date(Date.now() + 60_000) })).toEqual([]);
    expect(await logs("cleanup", { since: new Date(Date.now() - 600_000) })).toEqual(whole);
  });

  const running = () =>
    eventually("the service does not run", async () => {
      const instances = await operations.instances("web");
      return instances.length === 1 ? instances[0] : undefined;
    });

  it("prints what a service that runs has written, and nothing of what has ended", async () => {
    await account.ecs.send(new UpdateServiceCommand({ cluster, service: "web", desiredCount: 1 }));
    await running();
    const lines = await eventually("the service writes nothing", async () => {
      const now = await logs("web");
      return now.includes("web | web is up") ? now : undefined;
    });
    expect(lines).toEqual(["web | web is up"]);
  });

  it("restarts it: another task of the same definition, and the one before is gone", async () => {
    const before = await running();
    await operations.restart("web", progressOn());
    const after = await running();
    expect(after.name).not.toBe(before.name);
    await account.ecs.send(new DeleteServiceCommand({ cluster, service: "web", force: true }));
  });
});
