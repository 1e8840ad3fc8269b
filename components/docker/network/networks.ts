import * as docker from "@pulumi/docker";
import { ComponentResource, getStack, type ComponentResourceOptions } from "@pulumi/pulumi";
import { groupOf, isScraped, labelNames, networkGroups, reachesOut, type System } from "../../model";
import type { NetworkMembership } from "../workload/container.args";
import { fixedOf, type FixedNetwork } from "./fixed.args";
import { joiners } from "./networks.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface NetworksArgs {
  readonly system: System;
  /** An existing network that the ingress and the users of external stores join. @default none */
  readonly joined?: string | undefined;
  /** Range of addresses from which networks of stores take theirs whose servers have addresses that stay. @default 198.18.0.0/15 */
  readonly range?: string | undefined;
}

function ipamOf(fixed: FixedNetwork | undefined): docker.NetworkArgs {
  if (fixed === undefined) return {};
  const { subnet, gateway, ipRange } = fixed;
  return { ipamConfigs: [{ subnet, gateway, ipRange }] };
}

function hostsOf(hosts: NetworkMembership["hosts"]): Pick<NetworkMembership, "hosts"> {
  return hosts === undefined ? {} : { hosts };
}

/** The private networks of a system: who is on none of them together cannot reach each other. */
export class Networks extends ComponentResource {
  /** The private networks of each component. */
  private readonly shared = new Map<string, docker.Network[]>();
  /** The networks by which components leave the engine. An engine has addresses for some thirty networks in all. */
  private readonly ways = new Map<string, docker.Network>();
  /** The addresses that stay, of networks that have some. */
  private readonly fixed = new Map<docker.Network, Readonly<Record<string, string>>>();
  private readonly args: NetworksArgs;
  private readonly prefix: string;

  constructor(prefix: string, args: NetworksArgs, opts?: ComponentResourceOptions) {
    super("trireme:docker:Networks", `${prefix}-networks`, {}, opts);
    this.prefix = prefix;
    this.args = args;
    for (const { name, members } of networkGroups(args.system)) {
      const fixed = fixedOf(args.system, { prefix, group: name, range: args.range });
      const network = this.network(name, { internal: true, ...ipamOf(fixed) });
      if (fixed !== undefined) this.fixed.set(network, fixed.hosts);
      for (const component of members) {
        const networks = this.shared.get(component) ?? [];
        networks.push(network);
        this.shared.set(component, networks);
      }
    }
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.networks> {
    return nodesOf(this, children.networks);
  }

  /**
   * The private networks that a component is on, the name by which the others find it there, and the way out if it needs one: to
   * publish ports, or to reach beyond the system.
   *
   * @param instance its number among a service's instances, each of which Prometheus finds by a name of its own
   */
  memberships(component: string, publishes = false, instance?: number): readonly NetworkMembership[] {
    const further = this.args.system.services.find(({ name }) => name === component)?.aliases;
    const shared = (this.shared.get(component) ?? []).map((network) => ({
      name: network.name,
      alias: component,
      ...(further === undefined ? {} : { further }),
      ...hostsOf(this.fixed.get(network)),
      ...(instance === undefined || !isScraped(this.args.system)
        ? {}
        : { instance: `${instance}.${component}` }),
    }));
    const leads = publishes || reachesOut(this.args.system, component) ? [this.outside(component)] : [];
    return [...shared, ...leads, ...this.joined(component)];
  }

  /** The network of others, for a part that joins it; the ingress has a name there that no other stack's has. */
  private joined(component: string): readonly NetworkMembership[] {
    const { system, joined } = this.args;
    if (joined === undefined || !joiners(system).includes(component)) return [];
    return [
      {
        name: joined,
        ...(component === system.ingress?.name ? { alias: `${this.prefix}-${component}` } : {}),
      },
    ];
  }

  /** A network with a way out of the engine that the component's instances, or the parts of a feature, share with nobody else. */
  outside(component: string): NetworkMembership {
    const name = groupOf(this.args.system, component);
    const network = this.ways.get(name) ?? this.network(`${name}-outside`, { internal: false });
    this.ways.set(name, network);
    return { name: network.name };
  }

  private network(name: string, args: docker.NetworkArgs): docker.Network {
    return new docker.Network(
      `${this.prefix}-${name}`,
      { driver: "bridge", ...args, labels: [{ label: labelNames.stack, value: getStack() }] },
      { parent: this },
    );
  }
}
