import type { input } from "@pulumi/kubernetes/types";
import type { Ingress } from "../../model";

/** The user of nginx's official image, with its group. */
export const proxyUser = "101:101";

/** Unprivileged ports inside the pod; the Service's are mapped to the first and the last. */
export const listen = { http: 8080, internal: 8081, https: 8443 } as const;

/** How an engine of the ingress is asked. */
export const timing = { interval: "5s", timeout: "5s", retries: 3, startPeriod: "60s" } as const;

/** The services as engines read them: by name, for a Service is a balancer in front of its pods. */
export function balanced(
  services: Readonly<Record<string, { readonly service: string; readonly port: number }>>,
): Readonly<Record<string, { readonly servers: readonly string[]; readonly port: number }>> {
  return Object.fromEntries(
    Object.entries(services).map(([name, { service, port }]) => [name, { servers: [service], port }]),
  );
}

/** The range that a cluster opens on its nodes, unless its operator chose another. */
export const nodePorts = { first: 30_000, last: 32_767 } as const;

/** The ports under which the proxy is reached; on nodes the same numbers are open. */
export function servicePorts(
  { http, https, tls }: Pick<Ingress, "http" | "https" | "tls">,
  kind: "LoadBalancer" | "NodePort",
): input.core.v1.ServicePort[] {
  const ports = [
    { name: "http", port: http.port },
    ...(tls === undefined || https === undefined ? [] : [{ name: "https", port: https.port }]),
  ];
  return ports.map(({ name, port }) => ({
    name,
    port,
    targetPort: name,
    protocol: "TCP",
    ...(kind === "NodePort" ? { nodePort: port } : {}),
  }));
}

/** Where people open the system: over HTTPS where it speaks TLS, without a port where it is the usual one. */
export function urlOf({ hosts, http, https, tls }: Ingress): string {
  const host = hosts[0] ?? "localhost";
  if (tls !== undefined && https !== undefined)
    return `https://${host}${https.port === 443 ? "" : `:${https.port}`}`;
  return `http://${host}${http.port === 80 ? "" : `:${http.port}`}`;
}
