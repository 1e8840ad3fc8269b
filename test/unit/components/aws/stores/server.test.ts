import { ComponentResource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Server } from "../../../../../components/aws/stores/server";
import type { OwnServer } from "../../../../../components/aws/stores/server.args";
import { consul, qdrant, rabbitmq, type Environment } from "../../../../../components/model";
import { awsContext, shop } from "../../../../support/aws-stores";
import { deploy, listed, only } from "../../../../support/mocks";

const registry = consul("registry", { version: "1.21" });
const cluster = qdrant("vectors", { version: "v1.17.0", nodes: 3, size: "20Gi" });

class Scene extends ComponentResource {
  readonly server: Server;
  constructor(store: OwnServer, name: Environment["name"] = "production") {
    super("test:Scene", "scene");
    this.server = new Server(awsContext(shop({ stores: [store] }, name)), { store }, { parent: this });
    this.registerOutputs({});
  }
}

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string }[];
  readonly mountPoints: readonly object[];
  readonly portMappings: readonly { readonly hostPort: number; readonly protocol: string }[];
}

const containersIn = ({ inputs }: { readonly inputs: Readonly<Record<string, unknown>> }) =>
  JSON.parse(String(inputs.containerDefinitions)) as readonly Container[];

describe("a store that no service of AWS runs", () => {
  it("has a machine and a disk for each server, and names for them", async () => {
    const deployment = await deploy(() => new Scene(cluster));
    const kinds = /^(Instance|Volume|VolumeAttachment|Service|TaskDefinition|Zone|Record) /;
    expect(listed(deployment).filter((name) => kinds.test(name))).toEqual([
      ...[0, 1, 2].map((index) => `Volume shop-prod-vectors-${index}`),
      ...[0, 1, 2].map((index) => `Instance shop-prod-vectors-${index}`),
      ...[0, 1, 2].map((index) => `VolumeAttachment shop-prod-vectors-${index}`),
      ...[0, 1, 2].map((index) => `Service shop-prod-vectors-${index}`),
      ...[0, 1, 2].map((index) => `TaskDefinition shop-prod-vectors-${index}`),
      "Record shop-prod-vectors-names",
      ...[0, 1, 2].map((index) => `Record shop-prod-vectors-names-${index}`),
      "Zone shop-prod-vectors-names",
    ]);
  });

  it("keeps its disk whatever happens to the machine, in the zone that it was made in", async () => {
    const deployment = await deploy(() => new Scene(cluster));
    const disk = only(deployment, "Volume", "shop-prod-vectors-1");
    expect(disk).toMatchObject({
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["availabilityZone"],
      inputs: {
        availabilityZone: "eu-west-1b",
        size: 20,
        type: "gp3",
        encrypted: true,
        finalSnapshot: true,
      },
    });
    const machine = only(deployment, "Instance", "shop-prod-vectors-1");
    expect(machine).toMatchObject({
      protect: false,
      deleteBeforeReplace: true,
      ignoreChanges: ["ami"],
      inputs: { subnetId: "private-b", instanceType: "t3.small", associatePublicIpAddress: false },
    });
    expect(only(deployment, "VolumeAttachment", "shop-prod-vectors-1")).toMatchObject({
      deleteBeforeReplace: true,
      inputs: { stopInstanceBeforeDetaching: true },
    });
  });

  it("lets no container take the machine's role, and nobody in by the agent's group", async () => {
    const deployment = await deploy(() => new Scene(registry));
    expect(only(deployment, "Instance", "shop-prod-registry").inputs).toMatchObject({
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      vpcSecurityGroupIds: ["sg-registry", expect.stringContaining("shop-prod-registry-machine") as string],
    });
    expect(only(deployment, "TaskDefinition", "shop-prod-registry").inputs).toMatchObject({
      networkMode: "bridge",
      requiresCompatibilities: ["EC2"],
      volumes: [
        { name: "data", hostPath: "/srv/trireme/data" },
        { name: "scratch-consul-config", hostPath: "/srv/trireme/scratch-consul-config" },
      ],
    });
    expect(listed(deployment).filter((name) => name.startsWith("SecurityGroupIngressRule"))).toEqual([]);
  });

  it("replaces one server after the other, old before new, on its own machine", async () => {
    const deployment = await deploy(() => new Scene(cluster));
    const [first, second] = [0, 1].map((index) => only(deployment, "Service", `shop-prod-vectors-${index}`));
    expect(second?.inputs).toMatchObject({
      launchType: "EC2",
      desiredCount: 1,
      deploymentMinimumHealthyPercent: 0,
      deploymentMaximumPercent: 100,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      placementConstraints: [{ type: "memberOf", expression: "attribute:dev.trireme.node == vectors-1" }],
    });
    expect(second?.dependsOn).toContain("Service shop-prod-vectors-0");
    expect(first?.dependsOn).not.toContain("Service shop-prod-vectors-1");
    expect(second?.dependsOn).toContain("VolumeAttachment shop-prod-vectors-1");
  });

  it("has its key as a secret, and measures its disk", async () => {
    const deployment = await deploy(() => new Scene(cluster));
    const [server, gauge] = containersIn(only(deployment, "TaskDefinition", "shop-prod-vectors-2"));
    expect(server?.secrets.map(({ name }) => name)).toEqual(["QDRANT__SERVICE__API_KEY"]);
    expect(server?.environment).toEqual([{ name: "QDRANT__CLUSTER__ENABLED", value: "true" }]);
    expect(gauge).toMatchObject({
      name: "disk",
      mountPoints: [{ sourceVolume: "data", containerPath: "/data", readOnly: true }],
    });
  });

  it("answers at its machines' addresses, over UDP too where its engine does", async () => {
    const deployment = await deploy(() => new Scene(registry));
    const { server } = deployment.result;
    expect(server.made.address.main).toBe("registry.shop-prod.internal:8500");
    expect(only(deployment, "Record", "shop-prod-registry-names").inputs).toMatchObject({
      name: "registry.shop-prod.internal",
      type: "A",
      ttl: 5,
    });
    const [container] = containersIn(only(deployment, "TaskDefinition", "shop-prod-registry"));
    expect(container?.portMappings.map(({ hostPort, protocol }) => `${hostPort}/${protocol}`)).toEqual([
      "8600/tcp",
      "8500/tcp",
      "8600/udp",
    ]);
  });
});

describe("a RabbitMQ", () => {
  const broker = rabbitmq("broker", { version: "4.3", user: "shop", virtualHost: "shop" });

  it("has its configuration, with the password, as a file that belongs to its user", async () => {
    const deployment = await deploy(() => new Scene(broker));
    const [files, server] = containersIn(only(deployment, "TaskDefinition", "shop-prod-broker"));
    expect(files).toMatchObject({
      name: "files",
      essential: false,
      linuxParameters: { capabilities: { drop: expect.not.arrayContaining(["CHOWN", "ALL"]) as string[] } },
    });
    expect(files?.command?.join("\n")).toContain("chown 999:999 '/run/secrets/rabbitmq.conf'");
    expect(server).toMatchObject({
      name: "broker",
      user: "999:999",
      linuxParameters: { capabilities: { drop: ["ALL"] } },
    });
    expect(only(deployment, "Instance", "shop-prod-broker").inputs.userData).toContain(
      "-o 999 -g 999 /srv/trireme/data",
    );
  });
});
