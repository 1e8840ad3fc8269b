import type { System } from "../system";
import type { Resources } from "../workload";

/** An nginx behind an engine of the ingress that serves no files. */
export interface SiteServer {
  /** Name of the component: that of the ingress with `-sites`, by which the engine finds it. */
  readonly name: string;
  readonly resources: Resources;
}

/** Files are sent as they lie there; what takes time and memory is to compress them, for some 1,700 connections at once. */
const resources: Resources = {
  cpu: { request: 0.05, limit: 1 },
  memory: { request: "32Mi", limit: "128Mi" },
};

/**
 * What serves the static sites of a system whose ingress has an engine that serves no files (Traefik, Kong); undefined where nginx
 * takes the requests, or no route leads to a site.
 *
 * @example
 * const server = siteServerOf(system); // { name: "gate-sites", resources: { … } }
 */
export function siteServerOf({ ingress }: Pick<System, "ingress">): SiteServer | undefined {
  if (ingress === undefined || (ingress.engine ?? "nginx") === "nginx") return undefined;
  if (!ingress.routes.some(({ to }) => "site" in to)) return undefined;
  return { name: `${ingress.name}-sites`, resources };
}
