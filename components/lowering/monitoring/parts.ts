import {
  http,
  lazily,
  service,
  template,
  type Publish,
  type Resources,
  type Secret,
  type Service,
  type ServiceProps,
  type System,
  type Value,
  type Volume,
} from "../../model";
import type { CloudRight, ClusterRight, HostAccess } from "../../model";
import type { Scrape } from "../../render/prometheus/scrapes";
import { images } from "./images";

/** Nobody, as the images of Prometheus's own project run. */
export const nobody = "65534:65534";

/** A component that monitoring makes, and what asked for it. */
export interface Made {
  readonly service: Service;
  /** The model's property. */
  readonly path: string;
  readonly volume?: Volume;
  readonly secret?: Secret;
  readonly host?: HostAccess;
  readonly cluster?: readonly ClusterRight[];
  readonly cloud?: readonly CloudRight[];
  /** How Prometheus asks it; absent where it is not asked. */
  readonly scrape?: Scrape;
  /** What is measured by asking it. @default itself */
  readonly measures?: string;
}

/** The image of a made service, called by its component. */
export function imageOf(name: string, image: keyof typeof images): ServiceProps["image"] {
  return { name, reference: images[image] };
}

/** A made service with what all of them have in common. */
export function made(name: string, props: ServiceProps): Service {
  return service(name, { user: nobody, ...props });
}

/** Little at rest: many of them run beside a system on a small host. */
export function resources(cpu: number, memory: number, most: { cpu: number; memory: number }): Resources {
  return {
    cpu: { request: cpu, limit: most.cpu },
    memory: { request: `${memory}Mi`, limit: `${most.memory}Mi` },
  };
}

/** `host:port` of a service, without a start order. */
export function addressOf(of: Service, port = "main", prefix = ""): Value {
  const number = port === "main" ? of.port : of.ports?.[port];
  const host = lazily({ ...of.host, ...(port === "main" ? {} : { port }) });
  return template`${prefix}${host}:${number ?? 0}`;
}

/** How Prometheus asks a made service, of which there is one instance. */
export function scrapeOf(of: Service, more: Partial<Scrape> & { readonly port?: string } = {}): Scrape {
  const { port, ...rest } = more;
  return { job: of.name, service: of.name, instances: { [of.name]: addressOf(of, port) }, ...rest };
}

/** A host port for the user interface, where the system asks for one. */
export function published(
  { monitoring }: System,
  name: keyof NonNullable<NonNullable<System["monitoring"]>["publish"]>,
): { readonly publish?: Readonly<Record<string, Publish>> } {
  const publish = monitoring?.publish?.[name];
  return publish === undefined ? {} : { publish: { main: publish } };
}

/** The flag by which a user interface knows how people call it: links in messages lead there. */
export function external({ monitoring }: System, name: "prometheus" | "alertmanager", port: number): string {
  const publish = monitoring?.publish?.[name];
  const address =
    publish === undefined ? `${name}:${port}` : `${publish.address ?? "127.0.0.1"}:${publish.port}`;
  return `--web.external-url=http://${address}`;
}

/** When a made service counts as healthy. */
export function answers(path: string, port?: string): NonNullable<ServiceProps["health"]> {
  return http(path, {
    interval: "15s",
    timeout: "5s",
    retries: 3,
    startPeriod: "60s",
    ...(port === undefined ? {} : { port }),
  });
}
