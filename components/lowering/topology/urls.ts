import {
  answering,
  type Destination,
  type Ingress,
  type Job,
  type Ref,
  type Service,
  type System,
  type Value,
} from "../../model";
import { rewritten } from "../rewritten";

const standardPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

function partOf(text: string, attribute: "url" | "host" | "port"): string {
  const url = new URL(text);
  const parts = {
    // As it was given; what is written after it begins with a slash.
    url: text.replace(/\/+$/, ""),
    host: url.hostname,
    port: url.port === "" ? (standardPorts[url.protocol] ?? "") : url.port,
  };
  return parts[attribute];
}

/** An ingress without the routes to what is away, and without what it says of those services. */
function withoutRoutes(ingress: Ingress, isAway: (name: string) => boolean): Ingress {
  const { routes, keepalive } = ingress;
  return {
    ...ingress,
    routes: routes.filter(({ to }) => !isAway("service" in to ? to.service : to.site)),
    ...(keepalive === undefined
      ? {}
      : { keepalive: Object.fromEntries(Object.entries(keepalive).filter(([name]) => !isAway(name))) }),
  };
}

/**
 * The system without services and sites that others serve: who names one gets its URL, or the URL's host or port.
 *
 * @param urls by the name of the service or site
 * @example
 * const here: System = withUrls(shop, { web: "https://www.example.com" });
 */
export function withUrls(system: System, urls: Readonly<Record<string, string>>): System {
  const isAway = (name: string): boolean => Object.hasOwn(urls, name);
  const leadsAway = (to: Destination): boolean => isAway("service" in to ? to.service : to.site);
  const replace = (ref: Ref): Value =>
    ref.ref === "service" && isAway(ref.name) ? partOf(urls[ref.name] ?? "", ref.attribute) : ref;
  const without = <W extends Service | Job>(workload: W): W => rewritten(workload, replace);
  const { ingress } = system;
  const routes = ingress?.routes ?? [];
  return {
    ...system,
    services: system.services
      .filter(({ name }) => !isAway(name))
      .map((one) => {
        const { after } = one;
        return without(after === undefined ? one : { ...one, after: after.filter((name) => !isAway(name)) });
      }),
    jobs: system.jobs.map((one) => {
      const { before } = one;
      return without(before === undefined ? one : { ...one, before: before.filter((name) => !isAway(name)) });
    }),
    sites: system.sites.filter(({ name }) => !isAway(name)),
    ...(ingress === undefined ? {} : { ingress: withoutRoutes(ingress, isAway) }),
    checklist: system.checklist.filter(({ path }) => {
      const to = answering(routes, path)?.to;
      return to === undefined || !leadsAway(to);
    }),
  };
}
