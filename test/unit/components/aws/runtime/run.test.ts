import { describe, expect, it } from "vitest";
import type { RunRequest, Task } from "../../../../../components/aws/runtime/client";
import type { LogPiece } from "../../../../../components/aws/runtime/operator";
import { runTask } from "../../../../../components/aws/runtime/run";
import { operatingWith } from "../../../../support/aws-client";

const wanted = {
  cluster: "hub",
  taskDefinition: "arn:aws:ecs:::task-definition/hub-vacuum:7",
  container: "vacuum",
  logGroup: "/hub/vacuum",
  subnets: ["subnet-a"],
  securityGroups: ["sg-vacuum"],
  publicAddress: false,
};
const arn = "arn:aws:ecs:::task/hub/77";

const ended = (exitCode: number | undefined, more: Partial<Task> = {}): Task => ({
  taskArn: arn,
  lastStatus: "STOPPED",
  containers: [{ name: "vacuum", ...(exitCode === undefined ? {} : { exitCode }) }],
  ...more,
});

const line = (second: number, text: string) => ({ at: `2026-11-21T12:00:0${second}.000Z`, text });

describe("a task that an operator runs", () => {
  it("tells each line once, as it comes, and how its container ended", async () => {
    const runs: RunRequest[] = [];
    const asked: unknown[] = [];
    // Nothing yet; two pieces, of which the second is the end; a line that comes after the end.
    const pieces: LogPiece[] = [
      { lines: [] },
      { lines: [line(1, "one")], next: "a" },
      { lines: [line(2, "two")], next: "b" },
      { lines: [], next: "b" },
      { lines: [line(3, "three")], next: "c" },
      { lines: [], next: "c" },
    ];
    const tasks = [{ taskArn: arn, lastStatus: "PENDING" }, ended(0)];
    const told: string[] = [];
    const operating = operatingWith({
      run: (request) => {
        runs.push(request);
        return Promise.resolve({ arn });
      },
      task: () => Promise.resolve(tasks.shift()),
      piece: (group, stream, { next }) => {
        asked.push([group, stream, next]);
        return Promise.resolve(pieces.shift() ?? { lines: [] });
      },
    });
    const override = { container: "vacuum", environment: { DEPTH: "full" } };
    const run = await runTask(
      operating,
      { ...wanted, override },
      { deadline: 60, onLine: ({ text }) => told.push(text) },
    );
    expect(run).toEqual({
      task: "77",
      exitCode: 0,
      lines: [line(1, "one"), line(2, "two"), line(3, "three")],
    });
    expect(told).toEqual(["one", "two", "three"]);
    const { container: _, logGroup: __, ...request } = wanted;
    expect(runs).toEqual([{ ...request, startedBy: "trireme", override }]);
    expect(asked.slice(0, 3)).toEqual([
      ["/hub/vacuum", "vacuum/vacuum/77", undefined],
      ["/hub/vacuum", "vacuum/vacuum/77", undefined],
      ["/hub/vacuum", "vacuum/vacuum/77", "a"],
    ]);
  });

  it.each([
    ["fails", ended(3), { exitCode: 3, reason: "failed, with exit code 3" }],
    [
      "never started",
      ended(undefined, { stoppedReason: "CannotPullContainerError" }),
      { reason: "ended: CannotPullContainerError" },
    ],
  ])("that %s tells why", async (_, task, expected) => {
    const operating = operatingWith({
      run: () => Promise.resolve({ arn }),
      task: () => Promise.resolve(task),
    });
    expect(await runTask(operating, wanted, { deadline: 60 })).toEqual({
      task: "77",
      lines: [],
      ...expected,
    });
  });

  it("that ECS does not start has its reason, and no task", async () => {
    const operating = operatingWith({ run: () => Promise.resolve({ refused: "RESOURCE:ENI" }) });
    expect(await runTask(operating, wanted, { deadline: 60 })).toEqual({
      reason: "was not started: RESOURCE:ENI",
      lines: [],
    });
  });

  it("is stopped after its deadline", async () => {
    const stopped: string[] = [];
    const operating = operatingWith({
      run: () => Promise.resolve({ arn }),
      task: () => Promise.resolve({ taskArn: arn, lastStatus: "RUNNING" }),
      stop: (_, task) => {
        stopped.push(task);
        return Promise.resolve();
      },
    });
    const run = await runTask(operating, wanted, { deadline: 60 });
    expect(run.reason).toBe("did not end within 60 s, and was stopped");
    expect(stopped).toEqual([arn]);
  });

  it("that ECS loses is not waited for longer than half a minute", async () => {
    const operating = operatingWith({ run: () => Promise.resolve({ arn }) });
    expect((await runTask(operating, wanted, { deadline: 600 })).reason).toBe(
      `is gone: ECS knows no task ${arn}`,
    );
  });
});
