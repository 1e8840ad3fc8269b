import { placeOf, readTimeout, type Ingress, type System } from "../model";
import { engineRefusals } from "../shared/ingress-engines";
import type { Refusal } from "../shared/refusal";
import { unsettable } from "./ingress/balancer.args";
import { longestSilence } from "./ingress/distribution.args";
import { frontName } from "../render/proxy/places";
import { frontConfiguration } from "./ingress/fronted.args";
import { longestIdle } from "./ingress/routes.args";
import { conditionsPerRule, listenerRules } from "./ingress/rules.args";
import { crowdedIngress } from "./quotas.args";
import { certificateRefusals } from "./ingress/domain.args";
import { cloudFrontOf, type AwsSettings } from "./settings";

/** Settings of nginx that bound what the load balancer does not bound: it grows with its connections. */
const unbounded: readonly string[] = ["worker_connections"];

/** How to have our nginx take the requests. */
const byProxy = "set trireme:aws.ingress.kind to proxy";

/** What CloudFront does not do, whatever stands behind it. */
function frontRefusals(ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const front = cloudFrontOf(settings);
  if (front === undefined) return [];
  const proxied = settings.ingress.kind === "proxy";
  const without = proxied
    ? "trireme:aws.ingress.front to none"
    : "trireme:aws.ingress.kind to proxy or balancer";
  return [
    {
      path: "ingress.https",
      set: ingress.https === undefined || ingress.tls === undefined,
      message: `CloudFront and the load balancer behind it speak HTTPS, and this system's ingress does not; set ${without}`,
    },
    ...ingress.routes
      .filter((route) => "service" in route.to && readTimeout(route) > longestSilence)
      .map((route) => ({
        path: placeOf(ingress, route),
        set: front.readTimeout === undefined,
        message: `may be silent for ${readTimeout(route)} s, and CloudFront allows ${longestSilence} s; ${heartbeat}: set trireme:aws.ingress.readTimeout to ${longestSilence}, or ${without}`,
      })),
    {
      path: "aws.failover",
      set: settings.failover !== undefined,
      message: `a name belongs to one distribution of CloudFront, so two stacks cannot answer for it; set ${without} in both`,
    },
  ];
}

/** How to say that a route is not as silent as it may be. */
const heartbeat =
  "have the service send something at least that often (a comment in an event stream, a ping of a WebSocket) and say so";

/** Silence that the load balancer ends, whatever stands before and behind it. */
function silenceRefusals(ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const { kind, readTimeout: given } = settings.ingress;
  const front = cloudFrontOf(settings);
  const own = settings.ingressGiven ? "" : `trireme:aws.ingress.kind to ${kind} and `;
  return [
    {
      path: "aws.ingress.readTimeout",
      set: front !== undefined && given !== undefined && given > longestSilence,
      message: `${given ?? 0} s are more than CloudFront allows, which gives up on an answer that is silent for ${longestSilence} s; set it to ${longestSilence} or less, or trireme:aws.ingress.front to none`,
    },
    ...ingress.routes
      .filter((route) => "service" in route.to && readTimeout(route) > longestIdle)
      .map((route) => ({
        path: placeOf(ingress, route),
        set: front === undefined && given === undefined,
        message: `may be silent for ${readTimeout(route)} s, and the load balancer allows ${longestIdle} s; ${heartbeat}: set ${own}trireme:aws.ingress.readTimeout to ${longestIdle}, or lower its idle time`,
      })),
  ];
}

/** What CloudFront before a bucket of sites does not do, and our nginx does. */
function cdnRefusals(ingress: Ingress): readonly Refusal[] {
  return ingress.routes
    .filter(
      ({ to, host }) =>
        "site" in to && (host !== undefined || ingress.routes.some((one) => one.host !== undefined)),
    )
    .map((route) => ({
      path: placeOf(ingress, route),
      set: true,
      message: `CloudFront chooses a route by its path, not by its host; ${byProxy}, or name no hosts in routes beside a site, and give the site a path of its own`,
    }));
}

/** What a load balancer alone does not do, and our nginx or CloudFront does. */
function balancerRefusals(ingress: Ingress): readonly Refusal[] {
  const instead = `${byProxy} or cloudfront`;
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

/** What neither CloudFront nor a load balancer does, and our nginx does. */
function managedRefusals(system: System, ingress: Ingress, { sizes }: AwsSettings): readonly Refusal[] {
  const limited = ingress.routes.filter(({ limit, maxBody }) => limit !== undefined || maxBody !== undefined);
  const strange = Object.keys(ingress.settings ?? {}).filter((name) => !unbounded.includes(name));
  const crowded = listenerRules(system, ingress).filter(
    ({ paths, hosts = [] }) => paths.length + hosts.length + 1 > conditionsPerRule,
  );
  return [
    {
      path: "ingress.settings",
      set: strange.length > 0,
      message: `the load balancer has no setting ${strange.join(", ")}; ${byProxy}, or leave it out`,
    },
    {
      path: "ingress.gateway",
      set: ingress.gateway !== undefined,
      message: `the load balancer does not check tokens, origins or addresses; ${byProxy}, or do so in the services and leave gateway out`,
    },
    {
      path: "ingress.trustedProxies",
      set: (ingress.trustedProxies ?? []).length > 0,
      message: `the load balancer always appends the address that connected to X-Forwarded-For; ${byProxy}, or read the last address in the services and remove settings.trustedProxies`,
    },
    {
      path: "ingress.maxHeaders",
      set: ingress.maxHeaders !== undefined,
      message: `a load balancer always allows 16 KiB for a header; ${byProxy}, or remove settings.maxHeaders`,
    },
    {
      path: "aws.sizes.waf",
      set: !sizes.waf && limited.length > 0,
      message: `AWS WAF enforces the limits of routes; set trireme:aws.sizes.waf to true, or ${byProxy}`,
    },
    ...crowded.map(({ paths }) => ({
      path: "ingress.hosts",
      set: true,
      message: `a rule of the load balancer allows ${conditionsPerRule} hosts and paths, and that of ${paths.join(", ")} needs more; ${byProxy}, or give the route a host of its own`,
    })),
  ];
}

/** Characters that Secrets Manager takes of one secret, less what stands around the files. */
const mostConfiguration = 60 * 1024;

/** What our nginx does not do behind a load balancer. */
function proxyRefusals(system: System, ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const name = frontName(ingress);
  const taken = [...system.services, ...system.jobs, ...system.stores, ...system.backups].some(
    (one) => one.name === name,
  );
  const sites = Object.fromEntries(
    system.sites.map((site) => [site.name, { site, release: "0".repeat(12) }] as const),
  );
  const size = JSON.stringify(frontConfiguration(system, ingress, settings, sites)).length;
  return [
    ...engineRefusals(ingress, { renews: false }),
    {
      path: "ingress.settings.keepalive_timeout",
      set: ingress.settings?.keepalive_timeout !== undefined,
      message:
        "clients' connections end at the load balancer, which keeps an idle one for an hour, and nginx keeps its own for longer than it; leave keepalive_timeout out",
    },
    {
      path: "ingress",
      set: taken,
      message: `its nginx is called "${name}", and so is another component; rename that one`,
    },
    {
      path: "ingress.routes",
      set: size > mostConfiguration,
      message: `nginx's configuration is ${Math.ceil(size / 1024)} KiB long, and a task is given ${mostConfiguration / 1024} KiB at most; merge routes that differ in their paths alone`,
    },
  ];
}

/** What the kind that is chosen does not do, and our nginx does. */
function kindRefusals(system: System, ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  switch (settings.ingress.kind) {
    case "cloudfront":
      return [...managedRefusals(system, ingress, settings), ...cdnRefusals(ingress)];
    case "balancer":
      return [...managedRefusals(system, ingress, settings), ...balancerRefusals(ingress)];
    case "proxy":
      return [];
    default:
      return settings.ingress satisfies never;
  }
}

/** Whether an ingress asks for what the usual kind of its environment cannot do, and our nginx can. */
export function needsProxy(system: System, ingress: Ingress, settings: AwsSettings): boolean {
  const refusals = [
    ...kindRefusals(system, ingress, settings),
    ...frontRefusals(ingress, settings),
    ...crowdedIngress(system, ingress, settings),
  ];
  return (ingress.engine ?? "nginx") === "nginx" && refusals.some(({ set }) => set);
}

/** What no kind of ingress does on AWS. */
function alwaysRefused(ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const { hostedZone, certificate } = settings;
  return [
    ...certificateRefusals(settings),
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
      set: hostedZone === undefined && certificate === undefined && ingress.tls !== undefined,
      message: `is missing: the certificate of ${ingress.hosts.join(", ")} is validated by DNS. Set it: pulumi config set --path aws.hostedZone Z…; or name a certificate that exists: aws.certificate`,
    },
  ];
}

/** What an ingress asks for that its kind does not do; used by `unsupported.ts`. */
export function ingressRefusals(system: System, ingress: Ingress, settings: AwsSettings): readonly Refusal[] {
  const engine = ingress.engine ?? "nginx";
  const proxied = engine === "nginx" && settings.ingress.kind === "proxy";
  return [
    {
      path: "ingress.engine",
      set: engine !== "nginx",
      message: `on AWS our nginx or the load balancer takes requests, not ${engine}; set settings.ingress.engine to nginx`,
    },
    ...kindRefusals(system, ingress, settings),
    ...(proxied ? proxyRefusals(system, ingress, settings) : []),
    ...alwaysRefused(ingress, settings),
    ...silenceRefusals(ingress, settings),
    ...frontRefusals(ingress, settings),
  ];
}
