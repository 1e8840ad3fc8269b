import * as docker from "@pulumi/docker";
import { ComponentResource, getStack, type ComponentResourceOptions } from "@pulumi/pulumi";
import { labelNames, networkGroups, reachesOut, type System } from "../../model";
import type { NetworkMembership } from "../workload/container.args";
import { joiners } from "./networks.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface NetworksArgs {
  readonly system: System;
  /** An existing network that the ingress and the users of external stores join. @default none */
  readonly joined?: string | undefined;
}

/** The private networks of a system: who is on none of them together cannot reach each other. */
export class Networks extends ComponentResource {
  /** The private networks of each part. */
  private readonly shared = new Map<string, docker.Network[]>();
  /** The networks by which components leave the engine. An engine has addresses for some thirty networks in all. */
  private readonly ways = new Map<string, docker.Network>();
  private readonly args: NetworksArgs;
  private readonly prefix: string;

  constructor(prefix: string, args: NetworksArgs, opts?: ComponentResourceOptions) {
    super("trireme:docker:Networks", `${prefix}-networks`, {}, opts);
    this.prefix = prefix;
    this.args = args;
    for (const { name, members } of networkGroups(args.system)) {
      const network = this.network(name, { internal: true });
      for (const part of members) {
        const networks = this.shared.get(part) ?? [];
        networks.push(network);
        this.shared.set(part, networks);
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
   */
  memberships(part: string, publishes = false): readonly NetworkMembership[] {
    const shared = (this.shared.get(part) ?? []).map((network) => ({ name: network.name, alias: part }));
    const leads = publishes || reachesOut(this.args.system, part) ? [this.outside(part)] : [];
    return [...shared, ...leads, ...this.joined(part)];
  }

  /** The network of others, for a part that joins it; the ingress has a name there that no other stack's has. */
  private joined(part: string): readonly NetworkMembership[] {
    const { system, joined } = this.args;
    if (joined === undefined || !joiners(system).includes(part)) return [];
    return [{ name: joined, ...(part === system.ingress?.name ? { alias: `${this.prefix}-${part}` } : {}) }];
  }

  /** A network with a way out of the engine that the component's instances share with nobody else. */
  outside(part: string): NetworkMembership {
    const network = this.ways.get(part) ?? this.network(`${part}-outside`, { internal: false });
    this.ways.set(part, network);
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
