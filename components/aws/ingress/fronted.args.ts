import { createHash } from "node:crypto";
import {
  http,
  ingressImage,
  originOf,
  route,
  routedSites,
  seconds,
  service,
  template,
  type File,
  type Image,
  type Ingress,
  type Service,
  type System,
  type Value,
  proxyMetricsPort,
} from "../../model";
import {
  configurationFolder as folder,
  jwtFile,
  longestDrain,
  renderJwtFile,
  renderNginx,
  upstreamsOf,
  type PublishedSite,
} from "../../render/nginx";
import { frontName } from "../../render/proxy/places";
import { givenFile, renderProxyTask } from "../../render/proxy/proxy-task";
import { siteRelease } from "../../render/proxy/sites";
import { zoneRanges } from "../network/cidr.args";
import { balancerWait, cloudFrontOf, type AwsSettings } from "../settings";
import { idleTimeout, longestWait } from "./routes.args";
import { isAsked } from "../observability/rights.args";

/** Header in which CloudFront's function tells nginx who asks. */
export const clientHeader = "X-Trireme-Client";

/** The feature that makes nginx of an ingress a service of its own. */
const feature = "proxy";

/** The user of nginx's official image, with its group. */
export const proxyUser = "101:101";

/** Ports of nginx: for what came in clear, for what came over HTTPS, and its own. */
const ports = { http: 8080, https: 8443, internal: 8081 } as const;

/** Path at which the load balancer asks nginx by its address; no name of the system has it. */
const healthPath = "/.trireme/health";

/** Seconds for what nginx holds when it leaves: a target group waits no longer than the most. */
const grace = { least: 30, most: 3600 } as const;

/** Addresses of a VPC that others made: its subnets are known by their ids alone, and nobody but the load balancer reaches nginx. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

type Places = Pick<AwsSettings, "ingress" | "network" | "zones" | "cidr" | "failover">;

/** Whether nginx stands between the load balancer and the services. */
export function isFronted(system: System): boolean {
  return frontOf(system) !== undefined;
}

/** The nginx between the load balancer and the services. */
export function frontOf(system: System): Service | undefined {
  return system.services.find(({ name }) => originOf(system, name)?.feature === feature);
}

/** Whether nginx calls a service. */
export function behindFront(system: System, name: string): boolean {
  const front = frontOf(system);
  return (
    front !== undefined && Object.values(front.files ?? {}).some(({ content }) => refersTo(content, name))
  );
}

function refersTo(content: Value, name: string): boolean {
  return (
    typeof content === "object" &&
    "template" in content &&
    content.template.some((part) => typeof part === "object" && part.ref === "service" && part.name === name)
  );
}

/** The releases of the sites that nginx serves, by their names; none of another kind of ingress, where a bucket has them. */
export function publishedSites(
  system: System,
  { ingress }: Places,
  imageOf: (image: Image) => string,
): Readonly<Record<string, PublishedSite>> {
  if (ingress.kind !== "proxy") return {};
  return Object.fromEntries(
    routedSites(system).map((site) => [site.name, { site, release: siteRelease(site, imageOf(site.image)) }]),
  );
}

/** Addresses that the load balancer connects from: those of its subnets. */
function balancerRanges({ network, zones, cidr }: Places): readonly string[] {
  return network === undefined ? zones.map((_, index) => zoneRanges(cidr, index).public) : privateRanges;
}

/** The configuration of nginx as files, by their paths below its folder. */
export function frontConfiguration(
  system: System,
  ingress: Ingress,
  settings: Places,
  sites: Readonly<Record<string, PublishedSite>>,
): Readonly<Record<string, string>> {
  const upstreams = Object.entries(upstreamsOf(system)).map(
    ([name, { service: called, port }]) => [name, { servers: [called], port }] as const,
  );
  const files = renderNginx(ingress, {
    upstreams: Object.fromEntries(upstreams),
    ...{ sites, folder, logs: "json", drain: longestDrain(system) },
    measured: isAsked(system),
    unknownHosts: system.environment === "development" ? "served" : "refused",
    ...{ listen: ports.http, tls: { listen: ports.https }, internal: ports.internal },
    // The proxy of Service Connect beside it answers for each service, at an address that stays.
    names: "balancer",
    front: {
      ranges: balancerRanges(settings),
      header: cloudFrontOf(settings) === undefined ? "X-Forwarded-For" : clientHeader,
      health: healthPath,
      ...(settings.failover === undefined ? {} : { failover: settings.failover.path }),
      idle: idleTimeout(ingress, balancerWait(settings)),
    },
  });
  // Which release of a site is served stands in its routes; the files are for a reload, and here there is none.
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith("sites/")));
}

/** A file of upstreams with references in place of the services' names, so that nginx may call them, and comes after them. */
function upstreamFile(system: System, path: string, text: string): Value {
  const { service: name, port } = upstreamsOf(system)[path.replace("servers/", "")] ?? {
    service: "",
    port: 0,
  };
  const called = system.services.find((one) => one.name === name);
  const [further] = Object.entries(called?.ports ?? {}).find(([, number]) => number === port) ?? [];
  const host: Value = {
    ref: "service",
    name,
    attribute: "host",
    ...(further === undefined ? {} : { port: further }),
  };
  return text
    .split(`server ${name}:`)
    .reduce<Value>(
      (before, part, index) => (index === 0 ? part : template`${before}server ${host}:${part}`),
      "",
    );
}

function filesOf(system: System, ingress: Ingress, rendered: Readonly<Record<string, string>>) {
  const { issuer, publicKey } = ingress.gateway?.jwt ?? {};
  const contents: Readonly<Record<string, Value>> = {
    ...Object.fromEntries(
      Object.entries(rendered).map(([path, text]) => [
        path,
        path.startsWith("servers/") ? upstreamFile(system, path, text) : text,
      ]),
    ),
    ...(issuer === undefined || publicKey === undefined
      ? {}
      : { [jwtFile]: template`${issuer}\n${publicKey}` }),
  };
  return Object.fromEntries(
    Object.entries(contents).map(([path, content]): readonly [string, File] => [
      givenFile(path),
      { content, mode: "0444" },
    ]),
  );
}

/** Files whose content is made of the values in them once those are known: of the issuer's name and his key, what the check of tokens reads. */
export const madeFiles: Readonly<Record<string, (text: string) => string>> = {
  [givenFile(jwtFile)]: (text) => {
    const end = text.indexOf("\n");
    return renderJwtFile(text.slice(0, end), text.slice(end + 1));
  },
};

/** nginx as a service: what it is told is a file, and another configuration another release of it. */
function frontService(
  system: System,
  ingress: Ingress,
  settings: Places,
  sites: Readonly<Record<string, PublishedSite>>,
): Service {
  const { ingress: chosen } = settings;
  const name = frontName(ingress);
  const rendered = frontConfiguration(system, ingress, settings, sites);
  const generation = createHash("sha256").update(JSON.stringify(rendered)).digest("hex").slice(0, 16);
  const drain = Math.min(grace.most, Math.max(grace.least, Math.ceil(seconds(longestDrain(system)))));
  const replicas = chosen.kind === "proxy" ? chosen.replicas : undefined;
  return service(name, {
    image: { name, reference: ingressImage(ingress) },
    command: ["sh", "-c", renderProxyTask({ folder, generation })],
    env: {},
    files: filesOf(system, ingress, rendered),
    scratch: [folder],
    user: proxyUser,
    port: ingress.tls === undefined || ingress.https === undefined ? ports.http : ports.https,
    ...(isAsked(system) ? { ports: { metrics: proxyMetricsPort } } : {}),
    health: http(healthPath, { interval: "10s", timeout: "5s", retries: 2, startPeriod: "30s" }),
    drain: { deadline: `${drain}s` },
    replicas: replicas ?? (system.environment === "production" ? 2 : 1),
    ...(ingress.resources === undefined ? {} : { resources: ingress.resources }),
  });
}

/**
 * The system as it is made where nginx takes the requests: nginx is a service, to which every request is sent, and the rest of the ingress is
 * nginx's to do. Of another kind it stays as it is.
 *
 * @param sites releases of the sites that nginx serves, by their names. @default the names alone, for whoever asks what there will be
 */
export function fronted(
  system: System,
  settings: Places,
  sites: Readonly<Record<string, PublishedSite>> = Object.fromEntries(
    routedSites(system).map((site) => [site.name, { site, release: site.name }]),
  ),
): System {
  const { ingress } = system;
  if (ingress === undefined || settings.ingress.kind !== "proxy" || isFronted(system)) return system;
  const front = frontService(system, ingress, settings, sites);
  const { kind, name, version, hosts, http: plain, https, tls } = ingress;
  return {
    ...system,
    services: [...system.services, front],
    ingress: {
      ...{ kind, name, version, hosts, http: plain },
      ...(https === undefined ? {} : { https }),
      ...(tls === undefined ? {} : { tls }),
      routes: [route("/", front, { timeouts: { read: `${longestWait(ingress)}s` } })],
    },
    origins: { ...system.origins, [front.name]: { feature, path: "ingress" } },
  };
}
