import type { Input, Output, Resource } from "@pulumi/pulumi";
import { isScraped, routedSites, type Ingress, type System } from "../../model";
import { longestDrain, upstreamsOf } from "../../render/nginx";
import type { KubernetesContext } from "../context";
import { isAsked } from "../observability/operated";
import { Gateway } from "./gateway";
import { NginxIngress } from "./ingress";
import type { Chosen, KindName } from "./kinds/kind";
import { Proxy } from "./proxy";

export interface CreateArgs {
  readonly system: System;
  readonly ingress: Ingress;
  /** What must be ready before requests come in. */
  readonly after: readonly Input<Resource>[];
}

/** Makes an ingress of a kind; returns where people open the system, once it answers. */
type Create<N extends KindName> = (
  context: KubernetesContext,
  args: CreateArgs,
  chosen: Chosen<N>,
  parent: Resource,
) => Output<string>;

/** The component of every kind; one that is missing is an error of the compiler. */
const components: { readonly [N in KindName]: Create<N> } = {
  proxy: (context, { system, ingress, after }, { service, replicas }, parent) => {
    const development = system.environment === "development";
    return new Proxy(
      context,
      {
        ingress,
        services: upstreamsOf(system),
        sites: routedSites(system),
        logs: development ? "console" : "json",
        unknownHosts: development ? "served" : "refused",
        drain: longestDrain(system),
        measured:
          isScraped(system) || isAsked(system, context.settings) || context.settings.scrapers !== undefined,
        kind: service,
        replicas: replicas ?? (system.environment === "production" ? 2 : 1),
        after,
      },
      { parent },
    ).url;
  },
  "ingress-nginx": (context, args, chosen, parent) =>
    new NginxIngress(context, { ...args, class: chosen.class }, { parent }).url,
  "gateway-api": (context, args, chosen, parent) =>
    new Gateway(context, { ...args, gateway: chosen }, { parent }).url,
};

/** Makes the ingress of the kind that the stack's file asks for. */
export function createIngress<N extends KindName>(
  context: KubernetesContext,
  args: CreateArgs,
  chosen: Chosen<N>,
  parent: Resource,
): Output<string> {
  const create: Create<N> = components[chosen.kind];
  return create(context, args, chosen, parent);
}
