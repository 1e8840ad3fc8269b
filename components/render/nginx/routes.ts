import { bytes, seconds, type Duration, type Route, type Site } from "../../model";
import { forwardedHeaders, type Asked } from "./forwarded";
import { gatewayHeaders, guard } from "./gateway";
import { hiddenHeaders, locationHeaders } from "./headers";
import { rewriteTarget, type Location } from "./locations";
import { hiddenPath, sitesFolder, type NginxOptions } from "./options";
import { block, type Place } from "./text";
import { idleOf, retries, upstreamName } from "./upstreams";

/** What the locations of a server share. */
export interface Served extends Asked {
  readonly options: NginxOptions;
}

const standardWait = 60;

/** Seconds as nginx reads them, which knows no fractions. */
function time(wait: number): string {
  return Number.isInteger(wait) ? `${wait}s` : `${Math.round(wait * 1000)}ms`;
}

function proxied(served: Served, route: Route, upstream: string, prefix: string): readonly string[] {
  const { ingress, options } = served;
  const { timeouts, streaming, websocket } = route;
  const idle = idleOf(route);
  const waits = (wait: Duration | undefined): number => (wait === undefined ? standardWait : seconds(wait));
  const header = ingress.correlationHeader;
  return [
    `proxy_pass http://${upstream}${rewriteTarget(route, prefix)};`,
    "proxy_http_version 1.1;",
    ...forwardedHeaders(served, options),
    ...gatewayHeaders(ingress, { prefix }),
    ...(header === undefined
      ? []
      : [`proxy_set_header ${header} $correlation_id;`, `proxy_hide_header ${header};`]),
    ...hiddenHeaders(ingress, route),
    ...(websocket === undefined
      ? ['proxy_set_header Connection "";']
      : ["proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection $connection_upgrade;"]),
    `proxy_connect_timeout ${time(waits(timeouts?.connect))};`,
    `proxy_send_timeout ${time(Math.max(waits(timeouts?.send), websocket === undefined ? 0 : idle))};`,
    `proxy_read_timeout ${time(Math.max(waits(timeouts?.read), idle))};`,
    ...retries(options),
    ...(streaming === undefined ? [] : ["proxy_buffering off;", "proxy_cache off;"]),
  ];
}

/** What nginx calls a limit: no upstream has an underscore in its name, and both share one space of names. */
export function limitZone(name: string): string {
  return `limit_${name}`;
}

function limits(route: Route): readonly string[] {
  const burst =
    route.limit === undefined || route.limit.burst === 0 ? "" : ` burst=${route.limit.burst} nodelay`;
  return [
    ...(route.limit === undefined ? [] : [`limit_req zone=${limitZone(route.limit.zone)}${burst};`]),
    ...(route.maxBody === undefined ? [] : [`client_max_body_size ${Math.ceil(bytes(route.maxBody))};`]),
  ];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function siteRewrite(route: Route, { head, prefix }: Location): readonly string[] {
  if (route.rewrite === undefined) return [];
  const target = rewriteTarget(route, prefix);
  return head.startsWith("location = ")
    ? [`rewrite ^ ${target} break;`]
    : [`rewrite "^${escaped(prefix)}(.*)$" "${target}$1" break;`];
}

const forGood = "public, max-age=31536000, immutable";

/** The names of files that never change, as a regular expression. */
function immutablePattern({ immutable }: Site): string | undefined {
  return immutable === undefined || immutable.length === 0
    ? undefined
    : `\\.(?:${immutable.map(escaped).join("|")})$`;
}

function siteLocation(served: Served, route: Route, location: Location, name: string): Place {
  const { ingress, options, secure } = served;
  const published = options.sites?.[name];
  if (published === undefined) throw new RangeError(`the site "${name}" has not been published`);
  const { site, release } = published;
  const pattern = immutablePattern(site);
  const rewrite = siteRewrite(route, location);
  const files = (caching: string, places: readonly string[]): readonly string[] => [
    ...rewrite,
    `try_files ${[...places, "=404"].join(" ")};`,
    ...locationHeaders(ingress, route, { secure, caching }),
  ];
  // A browser with the page of the release before still asks for that one's files.
  const assets = () => files(forGood, [`/${release}$uri`, "/previous$uri"]);
  const fallback = site.fallback === undefined ? [] : [`/${release}${site.fallback}`];
  const pages = () => files("no-cache", [`/${release}$uri`, `/${release}$uri/index.html`, ...fallback]);
  const exact = location.head.startsWith("location = ");
  const isAsset = pattern !== undefined && new RegExp(pattern, "i").test(location.prefix);
  return {
    head: location.head,
    body: [
      ...limits(route),
      ...guard(ingress, location),
      `root ${sitesFolder}/${name};`,
      ...(exact && isAsset ? assets() : pages()),
      // They are not among the files; a page that answers for unknown paths would answer for them.
      ...(exact ? [] : block(`location ~ "${hiddenPath}"`, ["return 404;"])),
      ...(exact || pattern === undefined ? [] : block(`location ~* "${pattern}"`, assets())),
    ],
  };
}

/** The locations of one route. */
export function routeLocations(served: Served, route: Route, own: readonly Location[]): readonly Place[] {
  const { to } = route;
  return own.map((location) =>
    "site" in to
      ? siteLocation(served, route, location, to.site)
      : {
          head: location.head,
          body: [
            ...limits(route),
            ...guard(served.ingress, location),
            ...proxied(served, route, upstreamName(to), location.prefix),
            ...locationHeaders(served.ingress, route, served),
          ],
        },
  );
}
