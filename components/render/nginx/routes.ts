import { bytes, seconds, type Entrance, type Route, type Site } from "../../model";
import { hiddenHeaders, locationHeaders } from "./headers";
import { rewriteTarget, type Location } from "./locations";
import { hiddenPath, sitesFolder, type NginxOptions } from "./options";
import { block } from "./text";
import { idleOf, upstreamName } from "./upstreams";

/** What the locations of a server share. */
export interface Served {
  readonly entrance: Entrance;
  readonly options: NginxOptions;
  /** Whether the server speaks TLS. */
  readonly secure: boolean;
}

const standardRead = 60;

function proxied(entrance: Entrance, route: Route, upstream: string, prefix: string): readonly string[] {
  const { timeouts, streaming, websocket } = route;
  const idle = idleOf(route);
  const read = Math.max(timeouts?.read === undefined ? standardRead : seconds(timeouts.read), idle);
  const send = Math.max(
    timeouts?.send === undefined ? standardRead : seconds(timeouts.send),
    websocket === undefined ? 0 : idle,
  );
  const header = entrance.correlationHeader;
  return [
    `proxy_pass http://${upstream}${rewriteTarget(route, prefix)};`,
    "proxy_http_version 1.1;",
    "proxy_set_header Host $host;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "proxy_set_header X-Forwarded-Proto $scheme;",
    "proxy_set_header X-Forwarded-Host $http_host;",
    ...(header === undefined
      ? []
      : [`proxy_set_header ${header} $correlation_id;`, `proxy_hide_header ${header};`]),
    ...hiddenHeaders(entrance, route),
    ...(websocket === undefined
      ? ['proxy_set_header Connection "";']
      : ["proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection $connection_upgrade;"]),
    `proxy_connect_timeout ${timeouts?.connect === undefined ? standardRead : seconds(timeouts.connect)}s;`,
    `proxy_send_timeout ${send}s;`,
    `proxy_read_timeout ${read}s;`,
    "proxy_next_upstream error timeout http_502;",
    ...(streaming === undefined ? [] : ["proxy_buffering off;", "proxy_cache off;"]),
  ];
}

function limits(route: Route): readonly string[] {
  return [
    ...(route.limit === undefined
      ? []
      : [`limit_req zone=${route.limit.zone} burst=${route.limit.burst} nodelay;`]),
    ...(route.maxBody === undefined ? [] : [`client_max_body_size ${bytes(route.maxBody)};`]),
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

function siteLocation(served: Served, route: Route, location: Location, name: string): readonly string[] {
  const { entrance, options, secure } = served;
  const published = options.sites?.[name];
  if (published === undefined) throw new RangeError(`the site "${name}" has not been published`);
  const { site, release } = published;
  const pattern = immutablePattern(site);
  const rewrite = siteRewrite(route, location);
  const files = (caching: string, places: readonly string[]): readonly string[] => [
    ...rewrite,
    `try_files ${[...places, "=404"].join(" ")};`,
    ...locationHeaders(entrance, route, { secure, caching }),
  ];
  // A browser with the page of the release before still asks for that one's files.
  const assets = () => files(forGood, [`/${release}$uri`, "/previous$uri"]);
  const fallback = site.fallback === undefined ? [] : [`/${release}${site.fallback}`];
  const pages = () => files("no-cache", [`/${release}$uri`, `/${release}$uri/index.html`, ...fallback]);
  const exact = location.head.startsWith("location = ");
  const isAsset = pattern !== undefined && new RegExp(pattern, "i").test(location.prefix);
  return block(location.head, [
    ...limits(route),
    `root ${sitesFolder}/${name};`,
    ...(exact && isAsset ? assets() : pages()),
    // They are not among the files; a page that answers for unknown paths would answer for them.
    ...(exact ? [] : block(`location ~ "${hiddenPath}"`, ["return 404;"])),
    ...(exact || pattern === undefined ? [] : block(`location ~* "${pattern}"`, assets())),
  ]);
}

/** The locations of one route. */
export function routeLocations(served: Served, route: Route, own: readonly Location[]): readonly string[] {
  const { to } = route;
  return own.flatMap((location) =>
    "site" in to
      ? siteLocation(served, route, location, to.site)
      : block(location.head, [
          ...limits(route),
          ...proxied(served.entrance, route, upstreamName(to), location.prefix),
          ...locationHeaders(served.entrance, route, served),
        ]),
  );
}
