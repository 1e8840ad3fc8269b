import { describe, expect, it } from "vitest";
import { redis } from "../../../../../components/model";
import { Cache } from "../../../../../components/aws/stores/redis";
import { awsContext, shop } from "../../../../support/aws-stores";
import { deploy, listed, only, valueOf } from "../../../../support/mocks";

const store = redis("cache", { version: "7", persistence: "append-only" });
const answers = { "shop-prod-cache": { primaryEndpointAddress: "master.cache.example" } };
const deployed = () => deploy(() => new Cache(awsContext(shop({ stores: [store] })), { store }), { answers });

describe("a cache", () => {
  it("is made of these, each with its reason", async () => {
    expect(listed(await deployed())).toEqual([
      "ParameterGroup shop-prod-cache", // eviction
      "ReplicationGroup shop-prod-cache",
      "SubnetGroup shop-prod-cache", // among the stores
      "Cache shop-prod-cache",
    ]);
  });

  it("is protected, encrypted in both ways, and opened by its secret password", async () => {
    const group = only(await deployed(), "ReplicationGroup", "shop-prod-cache");
    expect(group).toMatchObject({ protect: true, retainOnDelete: true });
    expect(group.inputs).toMatchObject({
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      authToken: "password of cache",
      securityGroupIds: ["sg-cache"],
      subnetGroupName: "shop-prod-cache-0a1b2c3",
    });
    expect(group.texts.filter(({ path }) => path === ".authToken").map(({ secret }) => secret)).toEqual([
      true,
    ]);
  });

  it("is spoken to over TLS", async () => {
    const { address } = (await deployed()).result.made;
    expect(address.scheme).toBe("rediss");
    expect(await valueOf(address.main as Cache["replicationGroup"]["id"])).toBe("master.cache.example:6379");
  });
});
