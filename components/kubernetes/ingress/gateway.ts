import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import {
  ComponentResource,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { Ingress, System } from "../../model";
import { unawaited, type KubernetesContext } from "../context";
import { httpRoutes } from "./gateway.args";
import { labels } from "../labels";
import { urlOf } from "./proxy.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface GatewayArgs {
  readonly system: System;
  readonly ingress: Ingress;
  /** Name and namespace of the Gateway. */
  readonly gateway: { readonly gateway: string; readonly namespace: string };
  /** What must be ready before requests come in. */
  readonly after: readonly Input<Resource>[];
}

/** The routes of an ingress for a Gateway of the cluster, as HTTPRoutes. */
export class Gateway extends ComponentResource {
  /** Where people open the system, once its routes are there. */
  readonly url: Output<string>;

  constructor(context: KubernetesContext, args: GatewayArgs, opts?: ComponentResourceOptions) {
    const { system, ingress, gateway, after } = args;
    super("trireme:kubernetes:Gateway", `${context.prefix}-${ingress.name}`, {}, opts);
    const made = Object.entries(httpRoutes(system, ingress, gateway)).map(
      ([name, spec]) =>
        new CustomResource(
          `${context.prefix}-${name}`,
          {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "HTTPRoute",
            metadata: {
              name,
              namespace: context.namespace,
              labels: labels(context, ingress.name, "proxy"),
              annotations: { ...unawaited },
            },
            spec,
          },
          { parent: this, dependsOn: [...after] },
        ),
    );
    this.url = output(made.map(({ id }) => id)).apply(() => urlOf(ingress));
    this.registerOutputs({ url: this.url });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.gateway> {
    return nodesOf(this, children.gateway);
  }
}
