import { describe, expect, it } from "vitest";
import { clusterId, layoutOf } from "../../../../lab/cluster/layout";

describe("a cluster's layout", () => {
  it("gives every node an address, a network of pods and a link of its own", () => {
    const { nodes } = layoutOf(0, 3, "/cache");
    for (const of of ["address", "pods", "device", "folder", "images", "cgroup", "gateway"] as const)
      expect(new Set(nodes.map((node) => node[of])).size).toBe(3);
    expect(nodes.map(({ address }) => address)).toEqual(["10.200.0.2", "10.200.0.6", "10.200.0.10"]);
  });

  it("shares nothing on the host with another cluster's", () => {
    const [one, other] = [layoutOf(0, 3, "/cache"), layoutOf(1, 3, "/cache")];
    for (const of of ["folder", "kubeconfig", "server", "balancers", "record"] as const)
      expect(one[of]).not.toBe(other[of]);
    const taken = new Set(one.nodes.flatMap(({ address, device, cgroup }) => [address, device, cgroup]));
    for (const { address, device, cgroup } of other.nodes)
      expect([address, device, cgroup].filter((name) => taken.has(name))).toEqual([]);
  });

  it("names links as the kernel allows: 15 characters at most", () => {
    for (const { device } of layoutOf(15, 3, "/cache").nodes) expect(device.length).toBeLessThanOrEqual(15);
  });
});

describe("TRIREME_CLUSTER", () => {
  it("is the first cluster unless it says another", () => {
    expect([clusterId({}), clusterId({ TRIREME_CLUSTER: "" }), clusterId({ TRIREME_CLUSTER: "7" })]).toEqual([
      0, 0, 7,
    ]);
  });

  it.each(["16", "-1", "1.5", "one"])("is not a cluster's number: %s", (value) => {
    expect(() => clusterId({ TRIREME_CLUSTER: value })).toThrow(`TRIREME_CLUSTER is "${value}"`);
  });
});
