import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { System } from "../../model";
import type { KubernetesContext } from "../context";
import { closedPolicy, componentPolicies } from "./networks.args";
import { isAgent } from "../workload/agents.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface NetworksArgs {
  readonly system: System;
}

/** Who may open connections to whom: nobody, but along the edges of the system. */
export class Networks extends ComponentResource {
  constructor(context: KubernetesContext, { system }: NetworksArgs, opts?: ComponentResourceOptions) {
    const { prefix, namespace, settings } = context;
    super("trireme:kubernetes:Networks", `${prefix}-networks`, {}, opts);
    const own = {
      "app.kubernetes.io/instance": prefix,
      "app.kubernetes.io/part-of": context.system,
      "app.kubernetes.io/managed-by": "trireme",
    };
    new NetworkPolicy(
      `${prefix}-closed`,
      { metadata: { name: "closed", namespace, labels: own }, spec: closedPolicy },
      { parent: this },
    );
    for (const [component, spec] of componentPolicies(system, { owner: context, settings })) {
      // Those stand with the pods that they are of, in another namespace.
      if (isAgent(system, component)) continue;
      new NetworkPolicy(
        `${prefix}-${component}`,
        {
          metadata: { name: component, namespace, labels: { ...own, "app.kubernetes.io/name": component } },
          spec,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.networks> {
    return nodesOf(this, children.networks);
  }
}
