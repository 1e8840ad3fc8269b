import { describe, expect, it } from "vitest";
import type { Asking } from "../../../../../components/aws/runtime/asking";
import type { EcsClient, Service, Task } from "../../../../../components/aws/runtime/client";
import {
  deploymentOutcome,
  rolloutOutcome,
  rolloutState,
} from "../../../../../components/aws/runtime/rollout";
import { failureMessage } from "../../../../../components/shared/failure";
import { clientWith } from "../../../../support/aws-client";

const [first, second] = [
  "arn:aws:ecs:::task-definition/hub-backend:1",
  "arn:aws:ecs:::task-definition/hub-backend:2",
];
const wanted = {
  cluster: "hub",
  service: "backend",
  taskDefinition: second,
  container: "backend",
  logGroup: "/hub/backend",
};

const service = (...deployments: NonNullable<Service["deployments"]>): Service => ({
  status: "ACTIVE",
  deployments,
});
const primary = (taskDefinition: string, rolloutState: "COMPLETED" | "IN_PROGRESS" | "FAILED") => ({
  status: "PRIMARY",
  taskDefinition,
  rolloutState,
  runningCount: 1,
  desiredCount: 2,
  failedTasks: 0,
});

function asking(client: EcsClient): Asking {
  let now = 0;
  return {
    client,
    now: () => now,
    pause: () => {
      now += 2_000;
      return Promise.resolve();
    },
  };
}

const stopped: Task = {
  taskArn: "arn:aws:ecs:::task/hub/0a1b2c3d",
  taskDefinitionArn: second,
  stoppedAt: new Date("2026-11-21T12:00:00Z"),
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "backend", exitCode: 3 }],
};

describe("a release on ECS", () => {
  it("is done when the wanted task definition is steady", async () => {
    const answers = [
      service(primary(second, "IN_PROGRESS"), { status: "ACTIVE", taskDefinition: first }),
      service(primary(second, "COMPLETED")),
    ];
    const client = clientWith({ service: () => Promise.resolve(answers.shift()) });
    expect(await rolloutOutcome(asking(client), wanted, { deadline: 600 })).toEqual({ ok: true });
    expect(answers).toEqual([]);
  });

  it("has failed when ECS runs the release before again, and tells the stopped task's own words", async () => {
    const back = service({
      ...primary(first, "COMPLETED"),
      rolloutStateReason: "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.",
    });
    const client = clientWith({
      service: () => Promise.resolve(back),
      tasks: () => Promise.resolve([{ ...stopped, taskDefinitionArn: first, taskArn: "old" }, stopped]),
      lines: (group, stream) => Promise.resolve(`${group} ${stream}\nKeyError: DATABASE_URL`),
    });
    const outcome = await rolloutOutcome(asking(client), wanted, { deadline: 600 });
    expect(outcome.ok ? "" : failureMessage('service "backend"', outcome)).toBe(
      [
        'service "backend": container backend of task 0a1b2c3d failed, with exit code 3. The service runs hub-backend:1 again, not hub-backend:2: ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1. Nothing that waits for it was changed. Its last lines:',
        "  | /hub/backend backend/backend/0a1b2c3d",
        "  | KeyError: DATABASE_URL",
      ].join("\n"),
    );
  });

  it("does not take a task for the cause that ECS ended while it went back", async () => {
    const surplus: Task = {
      ...stopped,
      taskArn: "arn:aws:ecs:::task/hub/later",
      stoppedAt: new Date("2026-11-21T12:00:05Z"),
      stopCode: "ServiceSchedulerInitiated",
      stoppedReason: "Scaling activity initiated by (deployment ecs-svc/1)",
      containers: [{ name: "backend" }],
    };
    const of = (tasks: readonly Task[]) =>
      clientWith({
        service: () => Promise.resolve(service(primary(second, "FAILED"))),
        tasks: () => Promise.resolve(tasks),
        lines: () => Promise.resolve(""),
      });
    expect(await rolloutOutcome(asking(of([stopped, surplus])), wanted, { deadline: 600 })).toMatchObject({
      container: "backend of task 0a1b2c3d",
    });
    expect(await rolloutOutcome(asking(of([surplus])), wanted, { deadline: 600 })).toMatchObject({
      container: "backend of task later",
    });
  });

  it("has failed when ECS gives its deployment up, although there is none to go back to", async () => {
    const given = service({ ...primary(second, "FAILED"), rolloutStateReason: "tasks failed to start" });
    const client = clientWith({ service: () => Promise.resolve(given) });
    expect(await rolloutOutcome(asking(client), wanted, { deadline: 600 })).toEqual({
      ok: false,
      container: "backend",
      reason: "tasks failed to start",
      log: "",
    });
  });

  it("is not taken for gone back by one answer that is a moment old", async () => {
    const answers = [service(primary(first, "COMPLETED")), service(primary(second, "COMPLETED"))];
    const client = clientWith({ service: () => Promise.resolve(answers.shift()) });
    expect(await rolloutOutcome(asking(client), wanted, { deadline: 600 })).toEqual({ ok: true });
  });

  it("has failed when it is not steady in time", async () => {
    const client = clientWith({
      service: () => Promise.resolve(service(primary(second, "IN_PROGRESS"))),
    });
    expect(await rolloutOutcome(asking(client), wanted, { deadline: 60 })).toMatchObject({
      ok: false,
      reason: "did not become steady within 60 s: 1 of 2 run, 0 have failed",
    });
  });

  it("of a service that is not there has failed", () => {
    expect(rolloutState(undefined, second)).toEqual({ is: "failed", reason: "does not exist" });
  });
});

describe("a restart on ECS", () => {
  const restart = (id: string, state: "COMPLETED" | "IN_PROGRESS" | "FAILED", status = "PRIMARY") => ({
    ...primary(second, state),
    ...{ id, status, rolloutStateReason: `deployment ${id} is ${state}` },
  });
  const outcome = async (...answers: readonly Service[]) => {
    const left = [...answers];
    const client = clientWith({
      service: () => Promise.resolve(left.length > 1 ? left.shift() : left[0]),
      // The old instance, of the same task definition, was told to stop after the new one had failed.
      tasks: () =>
        Promise.resolve([
          { ...stopped, startedBy: "ecs-svc/2" },
          { ...stopped, startedBy: "ecs-svc/1", stoppedAt: new Date("2026-11-21T12:05:00Z"), containers: [] },
        ]),
      lines: () => Promise.resolve("no database"),
    });
    return await deploymentOutcome(asking(client), wanted, { deployment: "ecs-svc/2", deadline: 60 });
  };

  it("is done when its own deployment is steady, and not while the one before is", async () => {
    expect(
      await outcome(
        service(restart("ecs-svc/1", "COMPLETED")),
        service(restart("ecs-svc/2", "IN_PROGRESS"), restart("ecs-svc/1", "COMPLETED", "ACTIVE")),
        service(restart("ecs-svc/2", "COMPLETED")),
      ),
    ).toEqual({ ok: true });
  });

  it.each([
    ["fails", restart("ecs-svc/2", "FAILED"), "deployment ecs-svc/2 is FAILED"],
    [
      "is rolled back to the same task definition",
      restart("ecs-svc/3", "COMPLETED"),
      "is at another deployment: deployment ecs-svc/3 is COMPLETED",
    ],
    [
      "goes on for too long",
      restart("ecs-svc/2", "IN_PROGRESS"),
      "did not become steady within 60 s: 1 of 2 run, 0 have failed",
    ],
  ])("that %s tells why, by a task of its own", async (_, deployment, reason) => {
    expect(await outcome(service(deployment))).toEqual({
      ...{ ok: false, container: "backend of task 0a1b2c3d", log: "no database" },
      reason: `failed, with exit code 3. The service ${reason}`,
    });
  });
});
