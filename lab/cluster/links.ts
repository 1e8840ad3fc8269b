import { run } from "../../setup/processes";
import { type Layout, type Node, PODS, SERVICES } from "./layout";
import { type Init, within } from "./namespaces";

const UPLINK = "uplink";

function bare(address: string): string {
  return address.replace(/\/\d+$/, "");
}

/** Commands that make the link to a node: on the host, on the side that leads to it, and in the node. */
interface Link {
  readonly made: string;
  readonly towards: readonly string[];
  readonly inside: readonly string[];
}

function link(node: Node, init: Init, from?: Init): Link {
  const { device, gateway, address } = node;
  const length = gateway.slice(gateway.indexOf("/"));
  const place = from === undefined ? "" : ` netns ${from.pid}`;
  return {
    // On the host, which alone sees the processes of both ends.
    made: `ip link add ${device}${place} type veth peer name ${UPLINK} netns ${init.pid}`,
    towards: [`ip addr add ${gateway} dev ${device}`, `ip link set ${device} up`],
    inside: [
      `ip addr add ${address}${length} dev ${UPLINK}`,
      `ip link set ${UPLINK} up`,
      "sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1 net.ipv4.conf.all.route_localnet=1",
      // Pods may ask the host, which knows no way to their addresses; to each other they keep them.
      `iptables -w -t nat -A POSTROUTING -s ${PODS} -o ${UPLINK} ! -d ${PODS} -j MASQUERADE`,
    ],
  };
}

/** What makes the cluster's network, by where each command is to be run: on the host, then in each node. */
export function networkCommands(
  layout: Layout,
  inits: readonly Init[],
): { readonly host: readonly string[]; readonly nodes: readonly (readonly string[])[] } {
  const [first, ...others] = layout.nodes;
  const nobody = { pid: 0, born: "" };
  const links = layout.nodes.map((node, index) =>
    link(node, inits[index] ?? nobody, index === 0 ? undefined : inits[0]),
  );
  const firstInside = [
    ...(links[0]?.inside ?? []),
    // The way to a Service is decided before its address becomes a pod's: there has to be one.
    `ip route add ${SERVICES} via ${bare(first.gateway)}`,
    // Nothing else can be reached, and what tries hears so at once.
    "ip route add unreachable default",
    ...others.flatMap((node, index) => [
      ...(links[index + 1]?.towards ?? []),
      `ip route add ${node.pods} via ${node.address}`,
    ]),
  ];
  return {
    host: [
      ...links.map(({ made }) => made),
      ...(links[0]?.towards ?? []),
      `ip route add ${layout.balancers} via ${first.address}`,
      ...others.map(({ address }) => `ip route add ${address}/32 via ${first.address}`),
    ],
    nodes: [
      firstInside,
      ...others.map((node, index) => [
        ...(links[index + 1]?.inside ?? []),
        `ip route add default via ${bare(node.gateway)}`,
      ]),
    ],
  };
}

/** Links the nodes to the host and to each other. The links go with the nodes' namespaces. */
export async function makeNetwork(layout: Layout, inits: readonly Init[]): Promise<void> {
  const commands = networkCommands(layout, inits);
  await run("sh", ["-ec", commands.host.join("\n")], { cwd: "/" });
  for (const [index, lines] of commands.nodes.entries()) {
    const init = inits[index];
    if (init) await within(init, ["sh", "-ec", lines.join("\n")]);
  }
}
