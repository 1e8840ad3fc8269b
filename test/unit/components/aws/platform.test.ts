import { beforeAll, describe, expect, it } from "vitest";
import { beyondAws } from "../../../../components/aws/unsupported";
import { check } from "../../../../components/model";
import { packPolicies } from "../../../../policies/policies";
import { settingsOf, violations } from "../../../../policies/settings";
import { deployToAws, patient, pinged, settingsOn, systemOn } from "../../../support/aws";
import { deploy, kindOf, only, type Deployment } from "../../../support/mocks";
import { subjectsOf } from "../../../support/registrations";
import { limitsOf } from "../../../support/limits";

const stacks = (["simplr", "syfthub"] as const).flatMap((name) =>
  (["development", "staging", "production"] as const).map((environment) => ({ name, environment })),
);

async function deployed(name: "simplr" | "syfthub", environment: "development" | "staging" | "production") {
  return deploy(() => deployToAws(systemOn(name, environment)), { stack: "prod" });
}

const messages = (deployment: Deployment<unknown>) =>
  packPolicies.flatMap((policy) =>
    violations(policy, subjectsOf(deployment), settingsOf(policy, {}), "2026-11-21").map(
      ({ message }) => `${policy.name}: ${message}`,
    ),
  );

it("leaves the versions of secrets to Secrets Manager: to take a label away fails once another version has it", async () => {
  const { resources } = await deployed("simplr", "production");
  const versions = resources.filter(({ type }) => kindOf(type) === "SecretVersion");
  expect(versions.length).toBeGreaterThan(2);
  expect(versions.filter(({ retainOnDelete }) => !retainOnDelete)).toEqual([]);
});

/** Types of resources of both stacks in production, and why each is there. */
const types: Readonly<Record<string, string>> = {
  AccessPoint: "a volume's own folder, in which all clients are its owner",
  Alias: "the key's name for people",
  Bucket: "access logs, backups, sites",
  BucketLifecycleConfiguration: "what is old goes, or moves to a class for it",
  BucketOwnershipControls: "files belong to us, whoever wrote them",
  BucketPolicy: "TLS alone; CloudFront reads sites, the balancer writes logs",
  BucketPublicAccessBlock: "nobody from outside",
  BucketServerSideEncryptionConfiguration: "encryption by our key",
  BucketVersioning: "what is overwritten can be had back",
  Budget: "warns before it gets dear",
  Certificate: "of the balancer, and of CloudFront",
  CertificateValidation: "waits until it is proven",
  Cluster: "where tasks run",
  ClusterCapacityProviders: "Fargate, and its spare capacity",
  Dashboard: "how it all does",
  DefaultSecurityGroup: "the network's own group, closed",
  Distribution: "CloudFront",
  Eip: "addresses of the ways out",
  EventRule: "tasks and restores that fail",
  EventTarget: "tell of them",
  FileSystem: "a volume",
  FileSystemPolicy: "TLS alone",
  FlowLog: "the network's connections",
  Function: "finds a site's file, gives a request its ID",
  HttpNamespace: "the names of services",
  Instance: "the database",
  InternetGateway: "the way to the internet",
  Key: "encrypts all data",
  Listener: "HTTPS",
  ListenerRule: "one for each route",
  LoadBalancer: "the ingress",
  LogGroup: "one for each part",
  MetricAlarm: "the alerts of the references",
  MountTarget: "a volume in each zone",
  NatGateway: "ways out of the private subnets",
  OriginAccessControl: "CloudFront's signature before the bucket",
  ParameterGroup: "how databases and caches are set",
  Plan: "what AWS Backup saves, and when",
  PrivateKey: "signs identities",
  Proxy: "pools connections to the database",
  ProxyDefaultTargetGroup: "how many",
  ProxyTarget: "of which database",
  PullThroughCacheRule: "official images through ECR",
  RandomBytes: "a generated key",
  RandomPassword: "generated passwords, and CloudFront's proof",
  Record: "names, and the proof of certificates",
  ReplicationGroup: "the cache",
  ResponseHeadersPolicy: "security headers",
  RestoreTestingPlan: "AWS restores the newest one every week",
  RestoreTestingSelection: "of which stores",
  Role: "one for each that acts",
  RolePolicy: "what it may do",
  RolePolicyAttachment: "what AWS says its own services need",
  Route: "ways out",
  RouteTable: "of each kind of subnet",
  RouteTableAssociation: "of each subnet",
  Schedule: "jobs, backups and drills",
  Secret: "one for each consumer",
  SecretVersion: "its content",
  SecurityGroup: "one for each part",
  SecurityGroupEgressRule: "each edge, outwards",
  SecurityGroupIngressRule: "each edge, inwards",
  Selection: "which stores a plan saves",
  Service: "the instances",
  Subnet: "three kinds in each zone",
  SubnetGroup: "where stores stand",
  TargetGroup: "the instances behind a route",
  TaskDefinition: "services, jobs, backups, sites",
  Topic: "whom alarms tell",
  TopicPolicy: "who may tell it",
  TopicSubscription: "an address",
  Vault: "where AWS Backup keeps",
  Vpc: "the network",
  VpcEndpoint: "private ways to AWS's own APIs",
  WebAcl: "limits, and AWS's rules",
  aws: "the provider of the account",
};

describe.each(stacks)("$name in $environment on AWS", ({ name, environment }) => {
  it("asks for nothing that the target does not do", () => {
    const system = systemOn(name, environment);
    const ingress = { ingress: environment === "development" ? pinged : patient };
    expect(check(system, limitsOf("aws"))).toEqual([]);
    expect(beyondAws(system, settingsOn(environment, ingress))).toEqual([]);
  });

  it("registers every resource once, each below a component that ends with its outputs", async () => {
    const { resources, withOutputs } = await deployed(name, environment);
    const names = resources.map(({ type, name: own }) => `${type} ${own}`);
    expect(new Set(names).size).toBe(names.length);
    expect(resources.length).toBeGreaterThan(60);
    expect(
      resources
        .filter(({ type }) => type.startsWith("trireme:"))
        .filter(({ name: own }) => !withOutputs.has(own)),
    ).toEqual([]);
  });
});

describe("both stacks in production", () => {
  let simplr: Deployment<unknown>;
  let syfthub: Deployment<unknown>;
  beforeAll(async () => {
    simplr = await deployed("simplr", "production");
    syfthub = await deployed("syfthub", "production");
  });

  it("consist of these types", () => {
    const made = [simplr, syfthub]
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => !type.startsWith("trireme:"))
      .map(({ type }) => kindOf(type));
    expect([...new Set(made)].sort()).toEqual(Object.keys(types).sort());
  });

  it("have nothing in them that the policy pack objects to", () => {
    expect([...messages(simplr), ...messages(syfthub)]).toEqual([]);
  });

  it("start tasks after the network and the places for them are there", () => {
    const { dependsOn } = only(syfthub, "TaskDefinition", "syfthub-prod-backend");
    expect(dependsOn).toEqual(
      expect.arrayContaining(["ClusterCapacityProviders syfthub-prod", "NatGateway syfthub-prod-nat-a"]),
    );
  });

  it("run the migration before the services that use its database", () => {
    const backend = syfthub.resources.find(
      ({ type, name }) => type === "aws:ecs/service:Service" && name === "syfthub-prod-backend",
    );
    expect(backend?.dependsOn).toContain("TaskDefinition syfthub-prod-migrate");
  });

  it("set the database up, as with its extensions, before the migration", () => {
    const { dependsOn } = only(simplr, "TaskDefinition", "simplr-prod-init-db");
    expect(dependsOn).toContain("TaskDefinition simplr-prod-db-settings");
  });

  it("let CloudFront's addresses in, and with its proof alone", () => {
    const rule = only(syfthub, "SecurityGroupIngressRule", "syfthub-prod-proxy.from.cloudfront");
    expect(rule.inputs).toMatchObject({ prefixListId: "pl-cloudfront", fromPort: 443, toPort: 443 });
    const rules = syfthub.resources.filter(({ type }) => kindOf(type) === "ListenerRule");
    expect(rules.length).toBeGreaterThan(5);
    for (const { inputs, texts } of rules) {
      expect(JSON.stringify(inputs.conditions)).toContain("X-Trireme-Origin");
      const proof = texts.filter(({ text }) => text === "generated syfthub-prod-origin-proof");
      expect(proof.map(({ secret }) => secret)).toEqual([true]);
    }
  });

  it("give no container a secret in clear", () => {
    for (const { resources } of [simplr, syfthub])
      for (const { type, inputs } of resources)
        if (kindOf(type) === "TaskDefinition")
          expect(String(inputs.containerDefinitions)).not.toContain("generated ");
  });
});
