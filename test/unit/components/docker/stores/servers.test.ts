import { ComponentResource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { createServers, inOrder, neededByStore } from "../../../../../components/docker/stores/servers";
import { kafka, zookeeper } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only } from "../../../../support/mocks";

const coordination = zookeeper("coordination", { version: "3.9" });
const broker = kafka("broker", { version: "7.9.1", zookeeper: coordination.name });

describe("stores that need each other", () => {
  it("are made in an order in which each comes after those that it needs", () => {
    expect(neededByStore(broker)).toEqual(["coordination"]);
    expect(neededByStore(coordination)).toEqual([]);
    expect(inOrder([broker, coordination]).map(({ name }) => name)).toEqual(["coordination", "broker"]);
  });

  it("start after them, and so are gone before they go", async () => {
    const deployment = await deploy(() => {
      const parent = new ComponentResource("test:Parent", "parent");
      const first = createServers(
        context,
        { store: coordination, protect: false },
        { parent, dependsOn: [] },
      );
      createServers(context, { store: broker, protect: false }, { parent, dependsOn: first.ready });
    });
    expect(only(deployment, "Store", "shop-dev-broker").dependsOn).toContain(
      "Container shop-dev-coordination",
    );
    expect(only(deployment, "Store", "shop-dev-coordination").dependsOn).toEqual([]);
  });
});
