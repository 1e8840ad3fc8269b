import {
  engineContainer,
  engineOf,
  gatedBy,
  ingressVersions,
  isServer,
  opened,
  siteServerOf,
  type Ingress,
  type Job,
  type Publish,
  type Route,
  type Service,
  type Store,
  type System,
} from "../../model";

export type BoxKind = "clients" | "ingress" | "service" | "job" | "store" | "external";

/** Routes that lead to one place. */
export interface RouteGroup {
  readonly to: { readonly service: string } | { readonly site: string };
  readonly routes: readonly RouteRow[];
}

export interface RouteRow {
  /** Host, where the route names one, and path. */
  readonly address: string;
  /** What is special: `exact`, `rewritten to /`, `stream`, `WebSocket`. */
  readonly notes: readonly string[];
}

/** A thing that is drawn as a box. */
export interface Box {
  readonly kind: BoxKind;
  /** Name within the system, by which links find it. */
  readonly name: string;
  readonly title: string;
  /** Lines below the title. */
  readonly facts: readonly string[];
  /** Ports opened on the host: `127.0.0.1:5432`, with their name where they have one: `*:443 https`. */
  readonly published: readonly string[];
  /** May open connections to the internet. */
  readonly egress: boolean;
  /** Only the ingress has some. */
  readonly routes: readonly RouteGroup[];
  /** Numbers of the private networks that it is on, from 1. */
  readonly networks: readonly number[];
}

const plain = { facts: [], published: [], egress: false, routes: [], networks: [] } as const;

function address({ address: host = "127.0.0.1", port }: Publish): string {
  return `${host}:${port}`;
}

function joined(parts: readonly (string | undefined)[]): readonly string[] {
  const text = parts.filter((part) => part !== undefined).join(" · ");
  return text === "" ? [] : [text];
}

/** Whoever sends requests to the ingress. */
export function clients(name: string, { http }: Ingress): Box {
  const local = http.address?.startsWith("127.") === true || http.address === "::1";
  return { ...plain, kind: "clients", name, title: local ? "This host" : "Internet" };
}

export function ingressBox(ingress: Ingress): Box {
  const { engine = "nginx", version, http, https, tls } = ingress;
  const listen = (scheme: string, { address: host = "*", port }: { address?: string; port: number }) =>
    `${host}:${port} ${scheme}`;
  return {
    ...plain,
    kind: "ingress",
    name: ingress.name,
    title: ingress.name,
    facts: joined([
      `${engine} ${version}`,
      siteServerOf({ ingress }) === undefined ? undefined : `sites by nginx ${ingressVersions.nginx}`,
      tls === undefined ? undefined : `TLS ${tls.mode}`,
    ]),
    published: [listen("http", http), ...(https === undefined ? [] : [listen("https", https)])],
    routes: routeGroups(ingress.routes),
  };
}

function routeGroups(routes: readonly Route[]): readonly RouteGroup[] {
  const groups = new Map<string, { to: RouteGroup["to"]; routes: RouteRow[] }>();
  for (const route of routes) {
    const key = "service" in route.to ? `service ${route.to.service}` : `site ${route.to.site}`;
    const group = groups.get(key) ?? { to: route.to, routes: [] };
    group.routes.push({ address: `${route.host ?? ""}${route.path}`, notes: routeNotes(route) });
    groups.set(key, group);
  }
  return [...groups.values()];
}

function routeNotes(route: Route): readonly string[] {
  return [
    ...(route.match === "exact" ? ["exact"] : []),
    ...(route.rewrite === undefined ? [] : [`rewritten to ${route.rewrite}`]),
    ...(route.streaming === undefined ? [] : ["stream"]),
    ...(route.websocket === undefined ? [] : ["WebSocket"]),
    ...("site" in route.to ? [`site ${route.to.site}`] : []),
  ];
}

export function serviceBox(service: Service): Box {
  const { port, ports = {}, autoscale, replicas = 1, resources, egress = false, publish = {} } = service;
  const gpus = resources?.gpus ?? 0;
  const further = Object.entries(ports).sort(([a], [b]) => a.localeCompare(b));
  const several = autoscale === undefined ? `× ${replicas}` : `× ${autoscale.min} to ${autoscale.max}`;
  return {
    ...plain,
    kind: "service",
    name: service.name,
    title: service.name,
    facts: joined([
      port === undefined && further.length === 0 ? "no port" : undefined,
      port === undefined ? undefined : `:${port}`,
      ...further.map(([name, number]) => `${name} :${number}`),
      autoscale === undefined && replicas === 1 ? undefined : several,
      gpus === 0 ? undefined : `${gpus} GPU`,
    ]),
    published: Object.entries(publish)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, open]) => (name === "main" ? address(open) : `${address(open)} ${name}`)),
    egress,
  };
}

export function jobBox(system: System, job: Job): Box {
  const gated = gatedBy(system, job);
  return {
    ...plain,
    kind: "job",
    name: job.name,
    title: job.name,
    facts:
      job.run === "release"
        ? ["once per release", ...(gated.length === 0 ? [] : wrapped(`before ${gated.join(", ")}`, 30))]
        : [`at ${job.run.schedule} UTC`],
    egress: job.egress ?? false,
  };
}

export function storeBox(system: System, store: Store): Box {
  const saved = system.backups
    .filter((backup) => backup.store === store.name)
    .map((backup) => `backup ${backup.schedule} UTC`);
  if (!isServer(store)) {
    const shared = store.access === "many" ? "shared" : undefined;
    const facts = [...joined(["volume", store.size, shared]), ...saved];
    return { ...plain, kind: "store", name: store.name, title: store.name, facts };
  }
  if (store.external !== undefined) {
    const facts = [`${store.engine} ${store.version}`, "external"];
    return { ...plain, kind: "external", name: store.name, title: store.name, facts };
  }
  return {
    ...plain,
    kind: "store",
    name: store.name,
    title: store.name,
    facts: [
      `${engineLabel(store.engine, store.version)} · :${engineContainer(store).ports.main}`,
      ...joined(engineOf(store).copies?.(store) ?? []),
      ...saved,
    ],
    published: [
      ...(store.publish === undefined ? [] : [address(store.publish)]),
      ...Object.entries(opened(store)).map(([name, host]) => `${address(host)} ${name}`),
    ],
  };
}

/** The engine with the part of its version that a person reads. */
function engineLabel(engine: string, version: string): string {
  return `${engine} ${/^RELEASE\.\d{4}-\d{2}-\d{2}/.exec(version)?.[0].slice(8) ?? version}`;
}

/** Words on lines of at most so many characters; a longer word has a line of its own. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
