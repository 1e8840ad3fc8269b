import type { ListenerArgs, TargetGroupArgs } from "@pulumi/aws/lb";
import { seconds, type Ingress, type Service } from "../../model";
import { probedPort, type Target } from "./routes.args";
import { conditionsPerRule } from "./rules.args";

/** The port that a load balancer listens on: 443, or of an ingress without TLS its own. */
export function listenerPort({ tls, http, https }: Ingress): number {
  return tls === undefined || https === undefined ? http.port : 443;
}

/** Where plain HTTP leads: the first name, unless the request is for one of the others, as many as a rule has room for together. */
export function redirectHosts({ hosts }: Pick<Ingress, "hosts">): {
  readonly main: string;
  readonly others: readonly (readonly string[])[];
} {
  const main = hosts.find((host) => !host.includes("*")) ?? "#{host}";
  const rest = [...new Set(hosts)].filter((host) => host !== main);
  const count = Math.ceil(rest.length / conditionsPerRule);
  const others = Array.from({ length: count }, (_, index) =>
    rest.slice(index * conditionsPerRule, (index + 1) * conditionsPerRule),
  );
  return { main, others };
}

/** Headers that a load balancer can set by itself. */
const settable: Readonly<Record<string, keyof ListenerArgs>> = {
  "strict-transport-security": "routingHttpResponseStrictTransportSecurityHeaderValue",
  "x-frame-options": "routingHttpResponseXFrameOptionsHeaderValue",
  "x-content-type-options": "routingHttpResponseXContentTypeOptionsHeaderValue",
  "content-security-policy": "routingHttpResponseContentSecurityPolicyHeaderValue",
};

/** Those of the headers that a load balancer cannot set. */
export function unsettable(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(headers).filter((name) => settable[name.toLowerCase()] === undefined);
}

/** The headers as a listener has them. */
export function listenerHeaders(headers: Readonly<Record<string, string>>): Partial<ListenerArgs> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const key = settable[name.toLowerCase()];
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

type HealthCheck = Extract<TargetGroupArgs["healthCheck"], { path?: unknown }>;

/** How the load balancer asks an instance whether it may be sent requests. */
export function probeOf(
  service: Pick<Service, "health" | "readiness" | "port" | "ports">,
  target: Target,
): HealthCheck {
  const health = service.readiness ?? service.health;
  const probe = health?.probe;
  const path = probe !== undefined && "http" in probe ? probe.http : "/";
  const interval = seconds(health?.interval ?? "30s");
  const asked = probedPort(service, target);
  return {
    path,
    // An instance answers for all its ports.
    port: asked === target.number ? "traffic-port" : String(asked),
    protocol: "HTTP",
    // Of a service without a path any answer but an error shows that it is there.
    matcher: probe !== undefined && "http" in probe ? "200-299" : "200-499",
    interval,
    // A target group gives up before it asks again: with both alike, a second before.
    timeout: Math.min(seconds(health?.timeout ?? "10s"), interval - 1),
    healthyThreshold: 2,
    unhealthyThreshold: health?.retries ?? 3,
  };
}
