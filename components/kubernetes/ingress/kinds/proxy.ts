import type { Ingress } from "../../../model";
import { nginxRefusals } from "../../../shared/nginx-refusals";
import type { Refusal } from "../../../shared/refusal";
import { nodePorts } from "../proxy.args";
import type { Kind } from "./kind";

function proxyRefusals(ingress: Ingress, service: "LoadBalancer" | "NodePort"): readonly Refusal[] {
  const { http, https } = ingress;
  const outside = (port: number | undefined): boolean =>
    port !== undefined && (port < nodePorts.first || port > nodePorts.last);
  return [
    ...nginxRefusals(
      ingress,
      "Kubernetes",
      ", or let the cluster's own controller serve the routes: set trireme:kubernetes.ingress.kind to ingress-nginx or gateway-api",
    ),
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
