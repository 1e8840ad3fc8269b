import { ComponentResource, output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { createMachines } from "../../../../../components/aws/workload/gpu";
import { settingsOn } from "../../../../support/aws";
import { deploy } from "../../../../support/mocks";

/** The rules of groups that machines with GPUs get, by their names. */
async function rules(endpointsGroup: string | undefined) {
  const { resources } = await deploy(() => {
    const parent = new ComponentResource("test:index:Parent", "parent");
    return createMachines(
      { prefix: "shop-prod", system: "shop", stack: "prod" },
      {
        settings: settingsOn("production"),
        clusterName: output("shop-prod"),
        vpcId: output("vpc"),
        subnets: [output("private-a")],
        publicAddress: false,
        endpointsGroup: endpointsGroup === undefined ? undefined : output(endpointsGroup),
      },
      parent,
    );
  });
  return resources
    .filter(({ type }) => /SecurityGroup(?:In|E)gressRule$/.test(type))
    .map(({ name, inputs }) => [name, inputs["securityGroupId"], inputs["fromPort"]]);
}

describe("machines with GPUs", () => {
  it("reach AWS's APIs, over the internet or by the private endpoints, and nobody reaches them", async () => {
    const out = [expect.stringMatching(/gpu-to-aws$/), expect.stringContaining("gpu"), 443];
    expect(await rules(undefined)).toEqual([out]);
    expect(await rules("sg-endpoints")).toEqual([
      out,
      [expect.stringMatching(/gpu-to-endpoints$/), "sg-endpoints", 443],
    ]);
  });
});
