import { ListTasksCommand, RunTaskCommand, StopTaskCommand, type TaskOverride } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leadNames } from "../../../lab/tools/aws-tasks";
import { engine, eventually, execIn } from "../docker/engine";
import { AwsAccount, exitCodes } from "./support/aws-account";
import { substituted } from "./support/elsewhere";

const cluster = "orders";
const postgres = "postgres:17-bookworm";
const database = "aws-tasks-e2e-database";
const host = "orders.c0ffee.eu-west-1.rds.amazonaws.com";

// In order: the jobs find what those before them have left in the database.
describe("ECS tasks of the mock of AWS, on the engine", () => {
  let account: AwsAccount;
  let subnet: string;

  beforeAll(async () => {
    account = await AwsAccount.open(cluster);
    const container = await engine().createContainer({
      name: database,
      Image: substituted(postgres),
      Env: ["POSTGRES_PASSWORD=pass word"],
    });
    await container.start();
    await leadNames(account.url, { "*.rds.amazonaws.com": container.id });
    subnet = await account.subnet();
    await eventually("the database does not answer", async () => {
      const { code } = await execIn(container, ["pg_isready", "-h", "127.0.0.1", "-U", "postgres"]);
      return code === 0 ? true : undefined;
    });
  });

  afterAll(async () => {
    await engine().getContainer(database).remove({ force: true, v: true });
    expect(await account.close()).toEqual([]);
  });

  async function start(taskDefinition: string, overrides?: TaskOverride): Promise<string> {
    const { tasks } = await account.ecs.send(
      new RunTaskCommand({
        ...{ cluster, taskDefinition, startedBy: "suite" },
        launchType: "FARGATE",
        ...(overrides === undefined ? {} : { overrides }),
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet] } },
      }),
    );
    return tasks?.[0]?.taskArn ?? "";
  }

  let migration: string;

  it("runs a migration in a database, with a secret of Secrets Manager and a file that another container wrote", async () => {
    const reference = await account.secret({ PASSWORD: "pass word" });
    migration = await account.define("migrate", [
      {
        ...{ name: "files", image: "busybox:1.37", essential: false },
        command: [
          "sh",
          "-c",
          "echo 'create table orders (id int); insert into orders values (7)' >/files/up.sql",
        ],
        mountPoints: [{ sourceVolume: "files", containerPath: "/files" }],
      },
      {
        ...{ name: "migrate", image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/mirror/${postgres}` },
        entryPoint: ["sh", "-c"],
        command: [
          'exec 2>&1; id -u; touch /etc/mark; psql -XAtq -f /files/up.sql; psql -XAtqc "$QUERY"; exit $CODE',
        ],
        environment: [
          { name: "PGHOST", value: host },
          { name: "PGUSER", value: "postgres" },
          { name: "QUERY", value: "select id from orders" },
          { name: "CODE", value: "0" },
        ],
        secrets: [{ name: "PGPASSWORD", valueFrom: reference("PASSWORD") }],
        user: "999",
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
        mountPoints: [{ sourceVolume: "files", containerPath: "/files", readOnly: true }],
        dependsOn: [{ containerName: "files", condition: "SUCCESS" }],
      },
    ]);
    const arn = await start(migration);
    const task = await account.ended(arn);
    const lines = await account.lines("migrate", arn);
    expect(task, lines.join("\n")).toMatchObject({
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
    });
    expect(exitCodes(task)).toEqual({ files: 0, migrate: 0 });
    expect(lines).toEqual(["999", "touch: cannot touch '/etc/mark': Read-only file system", "7"]);
    const there = await execIn(engine().getContainer(database), [
      ...["psql", "-U", "postgres", "-XAtqc", "select id from orders"],
    ]);
    expect(there.output.trim()).toBe("7");
  });

  it("tells of a job that fails its exit code and its last lines", async () => {
    const environment = [
      { name: "CODE", value: "3" },
      { name: "QUERY", value: "select nothing from orders" },
    ];
    const arn = await start(migration, { containerOverrides: [{ name: "migrate", environment }] });
    expect(exitCodes(await account.ended(arn))).toEqual({ files: 0, migrate: 3 });
    expect((await account.lines("migrate", arn)).join("\n")).toContain(
      'ERROR:  column "nothing" does not exist',
    );
  });

  it("starts nothing after a container that had to succeed and did not", async () => {
    const arn = await start(migration, {
      containerOverrides: [{ name: "files", command: ["sh", "-c", "exit 2"] }],
    });
    const task = await account.ended(arn);
    expect(task.stopCode).toBe("TaskFailedToStart");
    expect(exitCodes(task)).toEqual({ files: 2, migrate: undefined });
  });

  it("says in ECS's words why a task could not start", async () => {
    const image = await account.define("absent", [{ name: "absent", image: "localhost:1/absent:1" }]);
    const secret = await account.define("secretless", [
      {
        ...{ name: "secretless", image: "busybox:1.37" },
        secrets: [{ name: "KEY", valueFrom: (await account.secret({ OTHER: "x" }))("KEY") }],
      },
    ]);
    const [absent, secretless] = await Promise.all(
      [image, secret].map(async (one) => account.ended(await start(one))),
    );
    expect(absent?.stoppedReason).toMatch(/^CannotPullContainerError: .*localhost:1\/absent:1/);
    expect(secretless?.stoppedReason).toMatch(/^ResourceInitializationError: .*did not contain json key KEY/);
  });

  it("runs containers of a task in one network, waits for their health, and stops them in the opposite order", async () => {
    const definition = await account.define("pair", [
      {
        ...{ name: "server", image: postgres, user: "999" },
        environment: [{ name: "POSTGRES_PASSWORD", value: "x" }],
        healthCheck: { command: ["CMD", "pg_isready", "-h", "127.0.0.1"], interval: 5, startPeriod: 0 },
      },
      {
        ...{ name: "client", image: postgres, stopTimeout: 20 },
        entryPoint: ["sh", "-c"],
        command: [
          // The image says that it is stopped by INT.
          "trap 'pg_isready -h 127.0.0.1; exit 5' INT; pg_isready -h 127.0.0.1; while :; do sleep 1; done",
        ],
        dependsOn: [{ containerName: "server", condition: "HEALTHY" }],
      },
    ]);
    const arn = await start(definition);
    const running = await eventually("the task is not healthy", async () => {
      const task = await account.task(arn);
      return task.lastStatus === "RUNNING" && task.healthStatus === "HEALTHY" ? task : undefined;
    });
    expect(running.containers?.map(({ healthStatus }) => healthStatus)).toEqual(["HEALTHY", "UNKNOWN"]);
    await eventually("the client has not asked", async () =>
      (await account.lines("client", arn)).length === 1 ? true : undefined,
    );
    await account.ecs.send(new StopTaskCommand({ cluster, task: arn, reason: "no longer needed" }));
    const task = await account.ended(arn);
    expect(task).toMatchObject({ stopCode: "UserInitiated", stoppedReason: "no longer needed" });
    expect(exitCodes(task)).toEqual({ server: 0, client: 5 });
    expect(await account.lines("client", arn)).toEqual([
      "127.0.0.1:5432 - accepting connections",
      "127.0.0.1:5432 - accepting connections",
    ]);
  });

  it("finds tasks by who started them and by what they are to be", async () => {
    const list = async (desiredStatus: "RUNNING" | "STOPPED") =>
      (await account.ecs.send(new ListTasksCommand({ cluster, startedBy: "suite", desiredStatus }))).taskArns;
    expect(await list("RUNNING")).toEqual([]);
    expect(await list("STOPPED")).toHaveLength(6);
  });
});
