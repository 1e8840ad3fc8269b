import type { Ingress } from "../../../model";
import type { Refusal } from "../../../shared/refusal";
import { nodePorts } from "../proxy.args";
import type { Kind } from "./kind";

const known = ["worker_connections"];

function proxyRefusals(ingress: Ingress, service: "LoadBalancer" | "NodePort"): readonly Refusal[] {
  const engine = ingress.engine ?? "nginx";
  const { http, https } = ingress;
  const strange = Object.keys(ingress.settings ?? {}).filter((name) => !known.includes(name));
  const outside = (port: number | undefined): boolean =>
    port !== undefined && (port < nodePorts.first || port > nodePorts.last);
  return [
    {
      path: "ingress.engine",
      set: engine !== "nginx",
      message: `the proxy that the Kubernetes target runs is nginx, not ${engine}; leave engine out, or let the cluster's own controller serve the routes: set trireme:kubernetes.ingress.kind to ingress-nginx or gateway-api`,
    },
    {
      path: "ingress.gateway",
      set: ingress.gateway !== undefined,
      message:
        "nginx does not check tokens, origins or addresses; do so in the services and leave gateway out",
    },
    {
      path: "ingress.settings",
      set: strange.length > 0,
      message: `of nginx's own settings only ${known.join(", ")} can be set, not ${strange.join(", ")}; leave it out: the rest is rendered from the routes`,
    },
    ...(["http", "https"] as const).map((name) => ({
      path: `ingress.${name}.port`,
      set: service === "NodePort" && outside({ http, https }[name]?.port),
      message: `${{ http, https }[name]?.port} is not a port that a cluster opens on its nodes; set settings.ports.${name} to one from ${nodePorts.first} to ${nodePorts.last}, or trireme:kubernetes.ingress.service to LoadBalancer`,
    })),
    ...(["http", "https"] as const).map((name) => ({
      path: `ingress.${name}.address`,
      set: { http, https }[name]?.address !== undefined,
      message: "a Service listens on every address that the cluster gives it; leave address out",
    })),
  ];
}

/** Our own nginx behind a Service. */
export const proxy: Kind<"proxy"> = {
  refusals: (ingress, { service }) => proxyRefusals(ingress, service),
  forwardedFrom: () => undefined,
  certificate: "issuer",
};
