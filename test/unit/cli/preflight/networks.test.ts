import { expect, it } from "vitest";
import { networkNames } from "../../../../components/docker/network/networks.args";
import { missingNetworks } from "../../../../cli/preflight/networks";
import relayDefinition from "../../../support/relay";
import { development, shop } from "../../../support/valid";

const stack = "prod";
const labels = { "dev.trireme.stack": stack };

it("the networks of a stack that an engine lacks are those of no name and label of its own", () => {
  const all = networkNames(shop);
  expect(all.length).toBeGreaterThan(4);
  const lacking = (existing: Parameters<typeof missingNetworks>[1]) =>
    missingNetworks({ system: shop, stack }, existing);
  expect(lacking([{ Name: "bridge" }])).toEqual(all);
  expect(lacking([{ Name: "shop-prod-db-0a1b2c3", Labels: labels }])).toEqual(
    all.filter((name) => name !== "db"),
  );
  expect(lacking([{ Name: "shop-prod-db-0a1b2c3", Labels: { "dev.trireme.stack": "prod-two" } }])).toEqual(
    all,
  );
  expect(lacking(all.map((name) => ({ Name: `shop-prod-${name}-0a1b2c3`, Labels: labels })))).toEqual([]);
});

it("the network of a store whose servers have addresses that stay takes none of the engine's", () => {
  const { system: relay } = relayDefinition;
  const names = missingNetworks({ system: relay(development), stack }, []);
  expect(networkNames(relay(development))).toContain("queue");
  expect(names).not.toContain("queue");
});
