import { describe, expect, it } from "vitest";
import type { Asking } from "../../../../../components/aws/runtime/asking";
import type { EcsClient, RunRequest, Task } from "../../../../../components/aws/runtime/client";
import { completedTag, starterOf, taskOutcome } from "../../../../../components/aws/runtime/task";
import { clientWith } from "../../../../support/aws-client";

const wanted = {
  cluster: "hub",
  taskDefinition: "arn:aws:ecs:::task-definition/hub-migrate:7",
  container: "migrate",
  logGroup: "/hub/migrate",
  subnets: ["subnet-a"],
  securityGroups: ["sg-migrate"],
  publicAddress: false,
};
const arn = "arn:aws:ecs:::task/hub/77";

function asking(client: EcsClient): Asking {
  let now = Date.parse("2026-11-21T12:00:00Z");
  return {
    client,
    now: () => now,
    pause: () => {
      now += 2_000;
      return Promise.resolve();
    },
  };
}

const ended = (exitCode: number, more: Partial<Task> = {}): Task => ({
  taskArn: arn,
  lastStatus: "STOPPED",
  containers: [{ name: "migrate", exitCode }],
  ...more,
});

describe("a task that runs once", () => {
  it("is started, waited for, and marked when it has succeeded", async () => {
    const runs: RunRequest[] = [];
    const marks: string[][] = [];
    const answers = [{ taskArn: arn, lastStatus: "RUNNING" }, ended(0)];
    const client = clientWith({
      run: (request) => {
        runs.push(request);
        return Promise.resolve({ arn });
      },
      task: () => Promise.resolve(answers.shift()),
      tag: (...mark) => {
        marks.push(mark);
        return Promise.resolve();
      },
    });
    expect(await taskOutcome(asking(client), wanted, { deadline: 600 })).toEqual({ ok: true });
    const { container: _, logGroup: __, ...request } = wanted;
    expect(runs).toEqual([{ ...request, startedBy: starterOf(wanted.taskDefinition) }]);
    expect(marks).toEqual([[wanted.taskDefinition, completedTag, "2026-11-21T12:00:02.000Z"]]);
  });

  it("is not run again once it has succeeded", async () => {
    const client = clientWith({ tags: () => Promise.resolve({ [completedTag]: "2026-11-20" }) });
    expect(await taskOutcome(asking(client), wanted, { deadline: 600 })).toEqual({ ok: true });
  });

  it("that an interrupted deployment has started is waited for", async () => {
    const client = clientWith({
      tasks: (_, of, state) =>
        Promise.resolve(
          state === "RUNNING" && "startedBy" in of && of.startedBy === starterOf(wanted.taskDefinition)
            ? [{ taskArn: arn }]
            : [],
        ),
      task: () => Promise.resolve(ended(0)),
    });
    expect(await taskOutcome(asking(client), wanted, { deadline: 600 })).toEqual({ ok: true });
  });

  it("that fails tells its exit code and its last lines, and is not marked", async () => {
    const client = clientWith({
      run: () => Promise.resolve({ arn }),
      task: () => Promise.resolve(ended(1)),
      tag: () => Promise.reject(new Error("it was marked")),
      lines: () => Promise.resolve("relation does not exist"),
    });
    expect(await taskOutcome(asking(client), wanted, { deadline: 600 })).toEqual({
      ok: false,
      container: "migrate of task 77",
      reason: "failed, with exit code 1",
      log: "relation does not exist",
    });
  });

  it("whose image is not there tells so", async () => {
    const client = clientWith({
      run: () => Promise.resolve({ arn }),
      task: () =>
        Promise.resolve({
          taskArn: arn,
          lastStatus: "STOPPED",
          stoppedReason: "CannotPullContainerError: not found",
          containers: [{ name: "migrate" }],
        }),
    });
    expect(await taskOutcome(asking(client), wanted, { deadline: 600 })).toMatchObject({
      reason: "ended: CannotPullContainerError: not found",
    });
  });

  it("that takes too long is stopped", async () => {
    const stops: string[] = [];
    const client = clientWith({
      run: () => Promise.resolve({ arn }),
      task: () => Promise.resolve({ taskArn: arn, lastStatus: "RUNNING" }),
      stop: (_, task) => {
        stops.push(task);
        return Promise.resolve();
      },
    });
    expect(await taskOutcome(asking(client), wanted, { deadline: 60 })).toMatchObject({
      ok: false,
      reason: "did not end within 60 s, and was stopped",
    });
    expect(stops).toEqual([arn]);
  });

  it("that ECS does not start tells why", async () => {
    const client = clientWith({ run: () => Promise.resolve({ refused: "RESOURCE:ENI" }) });
    expect(await taskOutcome(asking(client), wanted, { deadline: 60 })).toMatchObject({
      reason: "was not started: RESOURCE:ENI",
    });
  });

  it("is found again by a word that ECS takes", () => {
    expect(starterOf(wanted.taskDefinition)).toMatch(/^trireme-[0-9a-f]{24}$/);
  });
});
