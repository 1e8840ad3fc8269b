import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { agentWord, AwsOperations } from "../../../../cli/operations/aws";
import { AwsStack, awsTypes } from "../../../../cli/runtime/account";
import type { ExportedResource } from "../../../../cli/stack/rerun";
import type { Task } from "../../../../components/aws/runtime/client";
import type { OperatorClient } from "../../../../components/aws/runtime/operator";
import { job, postgres, redis } from "../../../../components/model";
import { stillRunning } from "../../../../components/render/schedule";
import type { Progress } from "../../../../setup/progress";
import { operatingWith } from "../../../support/aws-client";

const made = (
  type: string,
  part: string,
  role: string | undefined,
  outputs: Record<string, unknown>,
): ExportedResource => ({
  ...{ urn: `urn:${type}::${part}`, type, id: `id-${part}` },
  outputs: {
    ...outputs,
    tags: { "dev.trireme.part": part, ...(role === undefined ? {} : { "dev.trireme.role": role }) },
  },
});
const network = { subnets: ["subnet-a"], assignPublicIp: false };
const resources: readonly ExportedResource[] = [
  made(awsTypes.cluster, "hub", undefined, { name: "hub-1" }),
  made(awsTypes.service, "backend", "service", { name: "hub-backend", networkConfiguration: network }),
  made(awsTypes.task, "vacuum", "job", { arn: "arn:vacuum:7", family: "hub-vacuum" }),
  made(awsTypes.securityGroup, "vacuum", undefined, {}),
  ...["backend", "vacuum"].map((part) => made(awsTypes.logGroup, part, undefined, { name: `/hub/${part}` })),
  made(awsTypes.database, "db", "store", {
    identifier: "hub-db",
    address: "hub-db.rds",
    enabledCloudwatchLogsExports: ["postgresql"],
  }),
];

const operations = (answers: Partial<OperatorClient>, env: NodeJS.ProcessEnv = { PATH: "" }) =>
  new AwsOperations(
    () => Promise.resolve(AwsStack.of("prod", resources, operatingWith(answers))),
    { region: "eu-west-1" },
    env,
  );
const progress = { step: (_: string, body: () => unknown) => body() } as unknown as Progress;
const vacuum = job("vacuum", { image: { reference: "a:1" }, run: { schedule: "@daily" } } as never);
const arn = "arn:aws:ecs:eu-west-1:1:task/hub-1/77";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a job that is run now on AWS", () => {
  const run = async (container: NonNullable<Task["containers"]>[number]) => {
    const [out, err]: [string[], string[]] = [[], []];
    vi.spyOn(console, "log").mockImplementation((line: string) => void out.push(line));
    vi.spyOn(console, "error").mockImplementation((line: string) => void err.push(line));
    const code = await operations({
      run: () => Promise.resolve({ arn }),
      task: () => Promise.resolve({ lastStatus: "STOPPED", containers: [container] }),
      piece: (_, __, { next }) =>
        Promise.resolve({
          lines: next === undefined ? [{ at: "2026-11-21T12:00:00Z", text: "10 tables\u0007" }] : [],
          next: "end",
        }),
    }).run(vacuum);
    return { code, out, err };
  };

  it("prints its log, and ends with its exit code and reason", async () => {
    expect(await run({ name: "vacuum", exitCode: 0 })).toEqual({ code: 0, out: ["10 tables"], err: [] });
    expect(await run({ name: "vacuum", exitCode: 3 })).toEqual({
      ...{ code: 3, out: ["10 tables"] },
      err: ["Job vacuum failed, with exit code 3."],
    });
  });

  it("has failed where its container has no exit code", async () => {
    const { code, err } = await run({ name: "vacuum", reason: "OutOfMemoryError" });
    expect(code).toBe(1);
    expect(err).toEqual(["Job vacuum ended: OutOfMemoryError."]);
  });

  it("does not overlap another run, whoever started it", async () => {
    const asked: string[] = [];
    const code = await operations({
      running: (_, family) => {
        asked.push(family);
        return Promise.resolve([{ taskArn: arn }]);
      },
    }).run(vacuum);
    expect([code, asked]).toEqual([stillRunning, ["hub-vacuum"]]);
  });
});

describe("a command in a task", () => {
  const tasks: Partial<OperatorClient> = {
    tasks: (_, of) =>
      Promise.resolve("service" in of && of.service === "hub-backend" ? [{ taskArn: arn }] : []),
  };
  const open = { containers: [{ name: "backend", runtimeId: "77-1" }], enableExecuteCommand: true };

  it("is opened by the Session Manager's plugin, as AWS's own CLI opens it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "plugin-"));
    writeFileSync(join(folder, "session-manager-plugin"), "");
    chmodSync(join(folder, "session-manager-plugin"), 0o755);
    const asked: unknown[] = [];
    const all = operations(
      {
        ...tasks,
        task: () => Promise.resolve(open),
        session: (request) => {
          asked.push(request);
          return Promise.resolve({ sessionId: "s", streamUrl: "wss://x", tokenValue: "t" });
        },
      },
      { PATH: folder, AWS_PROFILE: "ops" },
    );
    const [instance] = await all.instances("backend");
    expect(instance).toEqual({ id: arn, name: "77", component: "backend", role: "service" });
    const line = await all.session(instance ?? ({} as never), ["sh", "-c", "echo it's"]);
    rmSync(folder, { recursive: true });
    expect(line).toEqual([
      "session-manager-plugin",
      '{"sessionId":"s","streamUrl":"wss://x","tokenValue":"t"}',
      ...["eu-west-1", "StartSession", "ops", '{"Target":"ecs:hub-1_77_77-1"}'],
      "https://ecs.eu-west-1.amazonaws.com",
    ]);
    expect(asked).toEqual([
      { cluster: "hub-1", task: arn, container: "backend", command: `sh -c 'echo it'"'"'s'` },
    ]);
  });

  it("is refused where tasks let none in, and where the plugin is missing, with the way through", async () => {
    const instance = { id: arn, name: "77", component: "backend", role: "service" };
    await expect(operations({ task: () => Promise.resolve({}) }).session(instance, ["sh"])).rejects.toThrow(
      "pulumi config set --path aws.shell true --stack prod",
    );
    await expect(operations({ task: () => Promise.resolve(open) }).session(instance, ["sh"])).rejects.toThrow(
      "session-manager-plugin",
    );
  });

  it("has each word by itself", () => {
    expect(["a/b:c=1", "", "two words", "$x"].map(agentWord)).toEqual([
      "a/b:c=1",
      "''",
      "'two words'",
      "'$x'",
    ]);
  });
});

describe("a way to a store on AWS", () => {
  const db = postgres("db", { version: "16", database: "hub", user: "hub" });
  const containers = [{ name: "backend", runtimeId: "77-1" }];
  const answers = (asked: unknown[]): Partial<OperatorClient> => ({
    tasks: () => Promise.resolve([{ taskArn: arn }]),
    task: () => Promise.resolve({ enableExecuteCommand: true, containers }),
    forwarding: (request) => {
      asked.push(request);
      return Promise.resolve({ SessionId: "s", StreamUrl: "wss://x", TokenValue: "t" });
    },
  });

  it("goes by a task of a service that uses it, and by the Session Manager's plugin", async () => {
    const folder = mkdtempSync(join(tmpdir(), "plugin-"));
    const plugin = join(folder, "session-manager-plugin");
    writeFileSync(
      plugin,
      `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/calls\necho "Port 4711 opened for sessionId s."\nexec sleep 600\n`,
    );
    chmodSync(plugin, 0o755);
    const asked: unknown[] = [];
    const path = `${folder}:${process.env.PATH ?? ""}`;
    const tunnel = await operations(answers(asked), { PATH: path, AWS_PROFILE: "ops" }).tunnel(db, {
      ...{ port: 0, through: ["backend"] },
    });
    expect(tunnel.port).toBe(4711);
    const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
    await tunnel.close();
    rmSync(folder, { recursive: true });
    const parameters = { host: ["hub-db.rds"], portNumber: ["5432"], localPortNumber: ["0"] };
    expect(asked).toEqual([{ target: "ecs:hub-1_77_77-1", parameters }]);
    expect(calls.slice(1, 4)).toEqual(["eu-west-1", "StartSession", "ops"]);
    expect(JSON.parse(calls[0] ?? "")).toEqual({ SessionId: "s", StreamUrl: "wss://x", TokenValue: "t" });
    expect(JSON.parse(calls[4] ?? "")).toEqual({
      Target: "ecs:hub-1_77_77-1",
      DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
      Parameters: parameters,
    });
    expect(calls[5]).toBe("https://ssm.eu-west-1.amazonaws.com");
  });

  it("is refused where nothing leads there, with the way through", async () => {
    const way = (store: typeof db | ReturnType<typeof redis>, through: readonly string[], more = {}) =>
      operations({ ...answers([]), ...more }).tunnel(store, { port: 0, through });
    const cache = redis("cache", { version: "7", persistence: "none" });
    await expect(way(cache, ["backend"])).rejects.toThrow("npx trireme exec prod backend");
    await expect(way(db, [])).rejects.toThrow("No service of stack prod uses db");
    await expect(way(db, ["backend"], { tasks: () => Promise.resolve([]) })).rejects.toThrow("none runs");
    await expect(way(db, ["backend"], { task: () => Promise.resolve({}) })).rejects.toThrow(
      "pulumi config set --path aws.shell true --stack prod",
    );
    await expect(way(db, ["backend"])).rejects.toThrow("session-manager-plugin");
  });
});

describe("a restart on AWS", () => {
  const deployment = { id: "ecs-svc/2", status: "PRIMARY", runningCount: 1, desiredCount: 1 };
  const answers = (rolloutState: "COMPLETED" | "FAILED"): Partial<OperatorClient> => {
    const service = { deployments: [{ ...deployment, rolloutState, rolloutStateReason: "circuit breaker" }] };
    return { restart: () => Promise.resolve(service), service: () => Promise.resolve(service) };
  };

  it("ends when the new instances are steady", async () => {
    await expect(operations(answers("COMPLETED")).restart("backend", progress)).resolves.toBeUndefined();
  });

  it("tells the circuit breaker's reason where they do not become so", async () => {
    await expect(operations(answers("FAILED")).restart("backend", progress)).rejects.toThrow(
      "backend did not come back: backend circuit breaker.",
    );
  });

  it("is of a service that there is", async () => {
    await expect(operations({}).restart("db", progress)).rejects.toThrow(
      'Stack prod runs no service "db"; it runs backend.',
    );
  });
});

describe("what writes a log on AWS", () => {
  it("is each component with a log group, and a database by RDS's own", async () => {
    const read: string[] = [];
    const all = operations({
      taskIds: () => Promise.resolve(["77"]),
      streams: (group) => {
        read.push(group);
        return Promise.resolve([]);
      },
    });
    const sources = await all.sources();
    expect(sources.map(({ component, role }) => [component, role])).toEqual([
      ["backend", "service"],
      ["db", "store"],
      ["vacuum", "job"],
    ]);
    for (const source of sources) await source.read({ follow: false, tail: "all" }, () => undefined);
    expect(read).toEqual(["/hub/backend", "/aws/rds/instance/hub-db/postgresql", "/hub/vacuum"]);
  });
});
