import { describe, expect, it } from "vitest";
import { AwsStack, awsTypes } from "../../../../cli/runtime/account";
import type { ExportedResource } from "../../../../cli/stack/rerun";
import type { RunRequest } from "../../../../components/aws/runtime/client";
import { operatingWith } from "../../../support/aws-client";

const made = (type: string, outputs: Record<string, unknown>, tags: Record<string, string> = {}) => ({
  urn: `urn:${type}::${JSON.stringify(tags)}`,
  type,
  ...(typeof outputs.id === "string" ? { id: outputs.id } : {}),
  outputs: { ...outputs, tags },
});
const part = { "dev.trireme.part": "vacuum" };

const resources: readonly ExportedResource[] = [
  made(awsTypes.cluster, { name: "hub-1", arn: "arn:cluster" }),
  made(awsTypes.task, { arn: "arn:vacuum:7" }, { ...part, "dev.trireme.role": "job" }),
  made(awsTypes.securityGroup, { id: "sg-1" }, part),
  made(awsTypes.logGroup, { name: "/hub/vacuum" }, part),
  made(awsTypes.schedule, {
    target: { ecsParameters: { networkConfiguration: { subnets: ["subnet-a"], assignPublicIp: true } } },
  }),
];

describe("what a stack has in its account", () => {
  it("runs a task in the stack's own network, with the component's security group and log", async () => {
    const runs: RunRequest[] = [];
    const read: string[] = [];
    const operating = operatingWith({
      run: (request) => {
        runs.push(request);
        return Promise.resolve({ arn: "arn:aws:ecs:::task/hub/77" });
      },
      task: () => Promise.resolve({ lastStatus: "STOPPED", containers: [{ name: "vacuum", exitCode: 0 }] }),
      piece: (group, stream) => {
        read.push(`${group} ${stream}`);
        return Promise.resolve({ lines: [] });
      },
    });
    const stack = AwsStack.of("hub", resources, operating);
    const { exitCode } = await stack.run({ component: "vacuum", role: "job" }, { deadline: 60 });
    expect(exitCode).toBe(0);
    expect(runs).toEqual([
      {
        ...{ cluster: "hub-1", taskDefinition: "arn:vacuum:7", startedBy: "trireme" },
        ...{ subnets: ["subnet-a"], securityGroups: ["sg-1"], publicAddress: true },
      },
    ]);
    expect(new Set(read)).toEqual(new Set(["/hub/vacuum vacuum/vacuum/77"]));
  });

  it("says what is not deployed, and what makes it", async () => {
    const stack = AwsStack.of("hub", resources, operatingWith());
    await expect(stack.run({ component: "other", role: "job" }, { deadline: 60 })).rejects.toThrow(
      "other is not deployed yet: npx trireme up hub",
    );
    expect(() => AwsStack.of("hub", [], operatingWith())).toThrow("npx trireme up hub");
  });
});
