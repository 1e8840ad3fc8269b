import { beforeAll, describe, expect, it } from "vitest";
import { subnetProblems } from "../../../../../components/aws/network/existing";
import { deployToAws, patient, settingsOn, systemOn } from "../../../../support/aws";
import { deploy, kindOf, valueOf, type Deployment } from "../../../../support/mocks";

const vpc = "vpc-00000000000000000";
const ids = (kind: string) => [1, 2, 3].map((zone) => `subnet-0${kind}1234567890000${zone}`);
const network = { vpc, publicSubnets: ids("a"), privateSubnets: ids("b"), isolatedSubnets: ids("c") };

/** Simplr's production in the network, without the subnets of some kinds. */
const deployedIn = (used: Omit<typeof network, "isolatedSubnets">) =>
  deploy(
    () =>
      deployToAws(systemOn("simplr", "production"), {
        aws: settingsOn("production", { ingress: patient, network: used }),
      }),
    { stack: "prod" },
  );

describe("an existing network", () => {
  let resources: Deployment<unknown>["resources"];
  beforeAll(async () => {
    ({ resources } = await deployedIn(network));
  }, 180_000);

  it("gets nothing made of it but security groups, their rules and private endpoints", () => {
    const made = resources
      .filter(({ parent }) => parent === "simplr-prod-network")
      .map(({ type }) => kindOf(type));
    expect([...new Set(made)].sort()).toEqual([
      "SecurityGroup",
      "SecurityGroupEgressRule",
      "SecurityGroupIngressRule",
      "VpcEndpoint",
    ]);
    const endpoints = resources.filter(({ type }) => kindOf(type) === "VpcEndpoint");
    expect(new Set(endpoints.map(({ inputs }) => inputs.vpcEndpointType))).toEqual(new Set(["Interface"]));
    for (const { inputs } of endpoints) expect(inputs).toMatchObject({ vpcId: vpc, subnetIds: ids("b") });
  });

  it("has the balancer in the public subnets, tasks in the private ones and stores in the isolated ones", () => {
    const inputs = (kind: string) =>
      resources
        .filter(({ type }) => type.startsWith("aws:") && kindOf(type) === kind)
        .map((one) => one.inputs);
    expect(inputs("LoadBalancer")[0]?.subnets).toEqual(ids("a"));
    for (const one of inputs("Service"))
      expect(one.networkConfiguration).toMatchObject({ subnets: ids("b"), assignPublicIp: false });
    expect(inputs("SubnetGroup").map(({ subnetIds }) => subnetIds)).toEqual([ids("c")]);
    expect(inputs("SecurityGroup").every(({ vpcId }) => vpcId === vpc)).toBe(true);
  });

  it("has stores in the private subnets where it has no isolated ones", { timeout: 180_000 }, async () => {
    const { isolatedSubnets: _, ...rest } = network;
    const { result } = await deployedIn(rest);
    const found = Object.values(result.nodes.network).flatMap(({ subnets }) => subnets.isolated);
    expect((await Promise.all(found.map((id) => valueOf(id)))) as unknown).toEqual(ids("b"));
  });

  it("reaches S3 by the list of its addresses that AWS keeps, for the route tables are others'", () => {
    const lists = resources.flatMap(({ inputs }) => inputs.prefixListId ?? []);
    expect(new Set(lists)).toEqual(new Set(["pl-s3", "pl-cloudfront"]));
  });

  it("must hold the subnets that are named, each in another zone", () => {
    const found = [
      { id: "subnet-1", vpcId: vpc, availabilityZone: "eu-west-1a" },
      { id: "subnet-2", vpcId: vpc, availabilityZone: "eu-west-1a" },
      { id: "subnet-3", vpcId: "vpc-9", availabilityZone: "eu-west-1b" },
    ];
    expect(subnetProblems("trireme:aws.network.privateSubnets", vpc, found)).toEqual([
      'trireme:aws.network.privateSubnets[1] is "subnet-2", which is in eu-west-1a, as "subnet-1" is. Name one subnet of each zone',
      `trireme:aws.network.privateSubnets[2] is "subnet-3", which is in vpc-9, and trireme:aws.network.vpc is "${vpc}"`,
    ]);
    expect(subnetProblems("x", vpc, found.slice(0, 1))).toEqual([]);
  });
});
