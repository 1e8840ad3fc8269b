import * as docker from "@pulumi/docker";
import { ComponentResource, getStack, type ComponentResourceOptions } from "@pulumi/pulumi";
import { labelNames, networkGroups, reachesOut, type System } from "../../model";
import type { Transform } from "../context";
import type { NetworkMembership } from "../workload/container.args";

export interface NetworksArgs {
  readonly system: System;
  readonly transform?: { readonly network?: Transform<docker.NetworkArgs> };
}

/** The private networks of a system: who is on none of them together cannot reach each other. */
export class Networks extends ComponentResource {
  /** The private networks of each part. */
  private readonly shared = new Map<string, docker.Network[]>();
  /** The networks by which parts leave the engine. An engine has addresses for some thirty networks in all. */
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

  /**
   * The private networks that a part is on, the name by which the others find it there, and the way out if it needs one: to
   * publish ports, or to reach beyond the system.
   */
  memberships(part: string, publishes = false): readonly NetworkMembership[] {
    const shared = (this.shared.get(part) ?? []).map((network) => ({ name: network.name, alias: part }));
    return publishes || reachesOut(this.args.system, part) ? [...shared, this.outside(part)] : shared;
  }

  /** A network with a way out of the engine that the part's instances share with nobody else. */
  outside(part: string): NetworkMembership {
    const network = this.ways.get(part) ?? this.network(`${part}-outside`, { internal: false });
    this.ways.set(part, network);
    return { name: network.name };
  }

  private network(name: string, args: docker.NetworkArgs): docker.Network {
    const transform = this.args.transform?.network ?? ((same: docker.NetworkArgs) => same);
    return new docker.Network(
      `${this.prefix}-${name}`,
      transform({ driver: "bridge", ...args, labels: [{ label: labelNames.stack, value: getStack() }] }),
      { parent: this },
    );
  }
}
