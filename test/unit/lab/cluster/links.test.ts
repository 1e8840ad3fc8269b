import { describe, expect, it } from "vitest";
import { layoutOf } from "../../../../lab/cluster/layout";
import { networkCommands } from "../../../../lab/cluster/links";

const inits = [101, 102, 103].map((pid) => ({ pid, born: "1" }));
const { host, nodes } = networkCommands(layoutOf(2, 3, "/cache"), inits);

describe("the network of a cluster", () => {
  it("links the first node to the host, and the others to the first", () => {
    expect(host.filter((line) => line.includes("link add"))).toEqual([
      "ip link add tri2-node1 type veth peer name uplink netns 101",
      "ip link add tri2-node2 netns 101 type veth peer name uplink netns 102",
      "ip link add tri2-node3 netns 101 type veth peer name uplink netns 103",
    ]);
  });

  it("leads the host to every node and to load balancers, through the first", () => {
    for (const to of ["10.200.2.6/32", "10.200.2.10/32", "10.200.2.128/25"])
      expect(host).toContain(`ip route add ${to} via 10.200.2.2`);
  });

  it("leads every node to the others' pods, and nowhere else", () => {
    expect(nodes[0]).toContain("ip route add 10.244.2.0/24 via 10.200.2.6");
    expect(nodes[0]).toContain("ip route add 10.244.3.0/24 via 10.200.2.10");
    expect(nodes[0]).toContain("ip route add unreachable default");
    expect(nodes[1]).toContain("ip route add default via 10.200.2.5");
    expect(nodes[2]).toContain("ip route add default via 10.200.2.9");
  });
});
