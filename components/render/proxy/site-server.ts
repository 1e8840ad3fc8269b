import { ingressVersions, type Ingress, type Route, type SiteServer } from "../../model";
import { renderNginx, type NginxOptions } from "../nginx";

/** A route as far as it says which file is meant: all else is done by who takes the requests. */
function fileRoute({ to, match, path, host, rewrite, maxBody }: Route): readonly Route[] {
  if (!("site" in to)) return [];
  return [
    {
      ...{ to, match, path },
      ...(host === undefined ? {} : { host }),
      ...(rewrite === undefined ? {} : { rewrite }),
      ...(maxBody === undefined ? {} : { maxBody }),
    },
  ];
}

/**
 * The part of an ingress that an nginx behind it serves: its routes to sites, by the same hosts and paths. Certificates, headers, limits,
 * checks and correlation IDs are the engine's in front; compression is nginx's, which says in a file's ETag that it has changed it.
 */
export function siteIngress(ingress: Ingress, { name, resources }: SiteServer): Ingress {
  const { hosts, http, internalPaths, gzip, routes } = ingress;
  return {
    ...{ kind: "ingress", engine: "nginx", version: ingressVersions.nginx },
    ...{ name, hosts, http, resources },
    routes: routes.flatMap(fileRoute),
    ...(internalPaths === undefined ? {} : { internalPaths }),
    ...(gzip === undefined ? {} : { gzip }),
  };
}

/** What else is said of where it runs. */
export type SiteServerOptions = Required<
  Pick<NginxOptions, "folder" | "listen" | "internal" | "sites" | "unknownHosts">
>;

/**
 * The configuration of an nginx that serves the sites of an ingress, as files: that of our nginx as an ingress, for these routes alone.
 * Requests are logged by the engine in front, and not once more.
 *
 * @throws RangeError when a route leads to a site that is not in `sites`
 */
export function renderSiteServer(
  ingress: Ingress,
  server: SiteServer,
  options: SiteServerOptions,
): Readonly<Record<string, string>> {
  return renderNginx(siteIngress(ingress, server), { ...options, upstreams: {}, logs: "none" });
}
