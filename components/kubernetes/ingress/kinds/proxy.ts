import type { Ingress } from "../../../model";
import { engineRefusals } from "../../../shared/ingress-engines";
import type { Refusal } from "../../../shared/refusal";
import { nodePorts } from "../proxy.args";
import type { Kind } from "./kind";

function proxyRefusals(ingress: Ingress, service: "LoadBalancer" | "NodePort"): readonly Refusal[] {
  const { http, https } = ingress;
  const outside = (port: number | undefined): boolean =>
    port !== undefined && (port < nodePorts.first || port > nodePorts.last);
  return [
    ...engineRefusals(ingress, { renews: true }),
    {
      path: "ingress.keepalive",
      set: ingress.engine === "traefik" && ingress.keepalive !== undefined,
      message:
        "Traefik knows no age of a connection, and one that is always busy would lead to the same pod until that one stops, so none to a Service is kept; leave keepalive out, or set settings.ingress.engine to nginx",
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

/** Our own proxy, of any engine, behind a Service. */
export const proxy: Kind<"proxy"> = {
  refusals: (ingress, { service }) => proxyRefusals(ingress, service),
  forwardedFrom: () => undefined,
  certificate: "issuer",
};
