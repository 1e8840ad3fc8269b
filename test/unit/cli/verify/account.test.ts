import { describe, expect, it } from "vitest";
import type { Service as EcsService } from "../../../../components/aws/runtime/client";
import type { HealthClient } from "../../../../components/aws/runtime/health";
import { completedTag } from "../../../../components/aws/runtime/task";
import { labelNames } from "../../../../components/model";
import type { ExportedResource } from "../../../../cli/stack/rerun";
import { AwsVerifier } from "../../../../cli/runtime/verifier";
import { report } from "../../../../cli/verify/verdict";
import { systemOn } from "../../../support/aws";

const simplr = systemOn("simplr", "production");
const wanted = "arn:aws:ecs:eu-west-1:1:task-definition/simplr-app:7";

function resource(type: string, part: string, role: string, outputs: object): ExportedResource {
  const tags = { [labelNames.component]: part, [labelNames.role]: role };
  return { urn: `urn:${type}::${part}`, type, id: `${part}-id`, outputs: { tags, ...outputs } };
}

const resources: readonly ExportedResource[] = [
  resource("aws:ecs/service:Service", "app", "service", {
    cluster: "arn:cluster",
    name: "app",
    taskDefinition: wanted,
    loadBalancers: [{ targetGroupArn: "arn:group" }],
  }),
  resource("aws:rds/instance:Instance", "db", "store", { identifier: "simplr-db" }),
  resource("aws:efs/fileSystem:FileSystem", "app-storage", "volume", {}),
  resource("aws:ecs/taskDefinition:TaskDefinition", "init-db", "job", { arn: "arn:init-db:3" }),
];

const steady: EcsService = {
  status: "ACTIVE",
  desiredCount: 2,
  runningCount: 2,
  deployments: [{ status: "PRIMARY", taskDefinition: wanted, rolloutState: "COMPLETED" }],
};
const healthy = { id: "10.0.0.1", state: "healthy", reason: "" };

function account(changes: Partial<HealthClient> = {}, state = resources) {
  const client: HealthClient = {
    service: () => Promise.resolve(steady),
    targets: () => Promise.resolve([healthy, { ...healthy, state: "draining" }]),
    database: () => Promise.resolve("backing-up"),
    cache: () => Promise.resolve(undefined),
    broker: () => Promise.resolve(undefined),
    fileSystem: () => Promise.resolve("available"),
    tags: () => Promise.resolve({ [completedTag]: "2026-01-01" }),
    image: () => Promise.resolve("1.dkr.ecr.eu-west-1.amazonaws.com/simplr:v7"),
    ...changes,
  };
  return new AwsVerifier(
    "simplr-aws",
    (system) => system,
    () => Promise.resolve(state),
    () => Promise.resolve(client),
  );
}

const told = async (changes: Partial<HealthClient> = {}, state = resources) =>
  report((await account(changes, state).look(simplr)).verdicts).split("\n");

describe("a stack on AWS", () => {
  it("passes where AWS runs what was asked for", async () => {
    expect(await told()).toEqual([
      "✓ db is available",
      "✓ app-storage is available",
      "✓ 2 instances of app run the last release",
      "✓ the load balancer reaches app",
      "✓ job init-db succeeded",
      "",
      "All 5 checks hold.",
    ]);
  });

  it.each<[string, Partial<HealthClient>, string]>([
    [
      "a service that ECS has taken back",
      {
        service: () =>
          Promise.resolve({
            ...steady,
            deployments: [
              { status: "PRIMARY", taskDefinition: "arn/simplr-app:6", rolloutState: "COMPLETED" },
            ],
          }),
      },
      "✗ 2 instances of app run the last release: runs simplr-app:6 again, not simplr-app:7: ECS rolled the release back. Deploy it: npx trireme up simplr-aws",
    ],
    [
      "a service that is not there",
      { service: () => Promise.resolve(undefined) },
      "✗ 2 instances of app run the last release: does not exist. Deploy it: npx trireme up simplr-aws",
    ],
    [
      "a service that someone scaled down by hand",
      { service: () => Promise.resolve({ ...steady, desiredCount: 0, runningCount: 0 }) },
      "✗ 2 instances of app run the last release: ECS is set to 0 instances, and the stack describes 2. Deploy it: npx trireme up simplr-aws",
    ],
    [
      "instances that are missing",
      { service: () => Promise.resolve({ ...steady, runningCount: 1 }) },
      "✗ 2 instances of app run the last release: 1 of 2 run; look at the service's events in the console of ECS",
    ],
    [
      "a target that does not answer its check",
      { targets: () => Promise.resolve([healthy, { id: "10.0.0.2", state: "unhealthy", reason: "[502]" }]) },
      "✗ the load balancer reaches app: 10.0.0.2 is unhealthy ([502])",
    ],
    [
      "no target at all",
      { targets: () => Promise.resolve([{ ...healthy, state: "draining" }]) },
      "✗ the load balancer reaches app: the load balancer has no instance to send requests to",
    ],
    [
      "a store that is stopped",
      { database: () => Promise.resolve("stopped") },
      "✗ db is available: AWS says that it is stopped",
    ],
    [
      "a store that is gone",
      { fileSystem: () => Promise.resolve(undefined) },
      "✗ app-storage is available: AWS knows no app-storage-id. Deploy it: npx trireme up simplr-aws",
    ],
    [
      "a question that AWS refuses",
      { database: () => Promise.reject(new Error("AWS answers 403 for rds: no")) },
      "✗ db is available: AWS answers 403 for rds: no",
    ],
    [
      "a job that has not succeeded",
      { tags: () => Promise.resolve({}) },
      "✗ job init-db succeeded: it has not succeeded. Run it: npx trireme up simplr-aws",
    ],
  ])("fails for %s, and for nothing else", async (_, changes, line) => {
    const lines = await told(changes);
    expect(lines.filter((one) => one.startsWith("✗"))).toEqual([line]);
  });

  it("fails in each of its parts where it was never deployed", async () => {
    const lines = await told({}, []);
    expect(lines.at(-1)).toBe("4 of 4 checks fail.");
  });

  it("knows the release of its jobs, so that a rollback leaves them where the database is", async () => {
    expect(await account().jobRuns(simplr)).toEqual([
      { job: "init-db", reference: "1.dkr.ecr.eu-west-1.amazonaws.com/simplr:v7", exitCode: 0, ended: true },
    ]);
  });
});
