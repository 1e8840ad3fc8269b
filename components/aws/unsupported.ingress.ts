import { placeOf, readTimeout, type Ingress, type System } from "../model";
import { unsettable } from "./ingress/balancer.args";
import { longestSilence } from "./ingress/distribution.args";
import { conditionsPerRule, listenerRules } from "./ingress/rules.args";
import type { AwsSettings } from "./settings";
import type { Refusal } from "../shared/refusal";

/** Settings of nginx that bound what the load balancer does not bound: it grows with its connections. */
const unbounded: readonly string[] = ["worker_connections"];

function frontRefusals(ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const { ingress: chosen, failover } = settings;
  if (chosen.kind !== "cloudfront") return [];
  const wait = chosen.readTimeout;
  return [
    {
      path: "ingress.https",
      set: ingress.https === undefined || ingress.tls === undefined,
      message:
        "CloudFront and the load balancer behind it speak HTTPS, and this system's ingress does not; set trireme:aws.ingress.kind to balancer",
    },
    ...ingress.routes
      .filter((route) => "service" in route.to && readTimeout(route) > longestSilence)
      .map((route) => ({
        path: placeOf(ingress, route),
        set: wait === undefined,
        message: `may be silent for ${readTimeout(route)} s, and CloudFront allows ${longestSilence} s; have the service send something at least that often (a comment in an event stream, a ping of a WebSocket) and say so: set trireme:aws.ingress.readTimeout to ${longestSilence}, or trireme:aws.ingress.kind to balancer`,
      })),
    {
      path: "aws.failover",
      set: failover !== undefined,
      message:
        "a name belongs to one distribution of CloudFront, so two stacks cannot answer for it; set trireme:aws.ingress.kind to balancer in both",
    },
    ...ingress.routes
      .filter(
        ({ to, host }) =>
          "site" in to && (host !== undefined || ingress.routes.some((one) => one.host !== undefined)),
      )
      .map((route) => ({
        path: placeOf(ingress, route),
        set: true,
        message:
          "CloudFront chooses a route by its path, not by its host; name no hosts in routes beside a site, and give the site a path of its own",
      })),
  ];
}

function balancerRefusals(ingress: Ingress, { ingress: chosen }: AwsSettings): readonly Refusal[] {
  if (chosen.kind !== "balancer") return [];
  const instead = "set trireme:aws.ingress.kind to cloudfront";
  const headers = unsettable(ingress.headers ?? {});
  return [
    ...ingress.routes
      .filter(({ to }) => "site" in to)
      .map((route) => ({
        path: placeOf(ingress, route),
        set: true,
        message: `a load balancer serves no files; ${instead}`,
      })),
    {
      path: "ingress.headers",
      set: headers.length > 0,
      message: `a load balancer cannot set ${headers.join(", ")}; ${instead}`,
    },
    {
      path: "ingress.correlationHeader",
      set: ingress.correlationHeader !== undefined && ingress.tls !== undefined,
      message: `a load balancer adds IDs only as X-Amzn-Trace-Id; ${instead}`,
    },
    ...ingress.routes
      .filter(({ headers: own }) => own !== undefined)
      .map((route) => ({
        path: `${placeOf(ingress, route)}.headers`,
        set: true,
        message: `a load balancer has one set of headers for all; ${instead}`,
      })),
  ];
}

/** What an ingress asks for that neither CloudFront nor a load balancer does; used by `unsupported.ts`. */
export function ingressRefusals(system: System, ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const { hostedZone, sizes } = settings;
  const limited = ingress.routes.filter(({ limit, maxBody }) => limit !== undefined || maxBody !== undefined);
  const crowded = listenerRules(system, ingress).filter(
    ({ paths, hosts = [] }) => paths.length + hosts.length + 1 > conditionsPerRule,
  );
  const engine = ingress.engine ?? "nginx";
  const strange = Object.keys(ingress.settings ?? {}).filter((name) => !unbounded.includes(name));
  return [
    {
      path: "ingress.engine",
      set: engine !== "nginx",
      message: `on AWS the load balancer takes requests, not ${engine}; set settings.ingress.engine to nginx`,
    },
    {
      path: "ingress.settings",
      set: strange.length > 0,
      message: `the load balancer has no setting ${strange.join(", ")}; leave it out`,
    },
    {
      path: "ingress.gateway",
      set: ingress.gateway !== undefined,
      message:
        "the load balancer does not check tokens, origins or addresses; do so in the services and leave gateway out",
    },
    {
      path: "ingress.trustedProxies",
      set: (ingress.trustedProxies ?? []).length > 0,
      message:
        "the load balancer always appends the address that connected to X-Forwarded-For; read the last address in the services, and remove settings.trustedProxies",
    },
    {
      path: "ingress.maxHeaders",
      set: ingress.maxHeaders !== undefined,
      message: "a load balancer always allows 16 KiB for a header; remove settings.maxHeaders",
    },
    {
      path: "ingress.tls",
      set: ingress.tls?.mode === "custom",
      message:
        "AWS makes and renews the certificate itself; remove settings.tls, and the secrets tls-certificate and tls-key",
    },
    ...(["server", "caCertificate"] as const).map((name) => ({
      path: `ingress.tls.${name}`,
      set: ingress.tls?.mode === "lets-encrypt" && ingress.tls[name] !== undefined,
      message: "AWS issues the certificate, and no other authority can; remove settings.tls",
    })),
    ...(["http", "https"] as const).map((name) => ({
      path: `ingress.${name}.address`,
      set: ingress[name]?.address !== undefined,
      message: "a load balancer has addresses of its own; leave address out",
    })),
    {
      path: "aws.hostedZone",
      set: hostedZone === undefined && ingress.tls !== undefined,
      message: `is missing: the certificate of ${ingress.hosts.join(", ")} is validated by DNS. Set it: pulumi config set --path aws.hostedZone Z…`,
    },
    {
      path: "aws.sizes.waf",
      set: !sizes.waf && limited.length > 0,
      message: "AWS WAF enforces the limits of routes; set trireme:aws.sizes.waf to true",
    },
    ...crowded.map(({ paths }) => ({
      path: "ingress.hosts",
      set: true,
      message: `a rule of the load balancer allows ${conditionsPerRule} hosts and paths, and that of ${paths.join(", ")} needs more; give the route a host of its own`,
    })),
    ...frontRefusals(ingress, settings),
    ...balancerRefusals(ingress, settings),
  ];
}
