import type { Ingress } from "../../model";
import { verified } from "../nginx/gateway";
import { destinationName } from "../nginx/upstreams";
import { Routers, tokens, withPlugin, type Json, type TraefikOptions } from "./routers";
import { groupsOf, placesOf, plainPlacesOf } from "./rules";

export { pluginFiles } from "./plugin";

/** A service up to its servers, a line each, which the reload adds. */
function serviceHead(name: string, transport: string, more: Json = {}): string {
  const options = { passHostHeader: true, serversTransport: transport, ...more };
  return [
    `    ${name}:`,
    "      loadBalancer:",
    ...Object.entries(options).map(([key, value]) => `        ${key}: ${JSON.stringify(value)}`),
    "        servers:",
    "",
  ].join("\n");
}

function serviceFiles(ingress: Ingress, options: TraefikOptions): Readonly<Record<string, string>> {
  const immediately = { responseForwarding: { flushInterval: "-1ms" } };
  return Object.fromEntries([
    ...ingress.routes.map(
      (route, index) =>
        [
          `services/route-${index}/${destinationName(ingress, route)}`,
          serviceHead(`route-${index}`, `route-${index}`, route.streaming === undefined ? {} : immediately),
        ] as const,
    ),
    ...Object.keys(options.upstreams)
      .sort()
      .flatMap((name) => [
        ...(options.names === "balancer"
          ? []
          : [[`next/${name}`, serviceHead(`next-${name.replace(".", "_")}`, "next")] as const]),
        [
          `servers/${name}`,
          [...(options.upstreams[name]?.servers ?? [])]
            .sort()
            .map((server) => `        - url: "http://${server}:${options.upstreams[name]?.port}"\n`)
            .join(""),
        ] as const,
      ]),
  ]);
}

/**
 * What the check of tokens reads, as a file of Traefik's configuration.
 *
 * @param issuer as `renderJwtFile` renders it
 */
export function renderTokens(issuer: string): string {
  const { issuer: name, key } = JSON.parse(issuer) as { readonly issuer: string; readonly key: string };
  const middlewares = { [tokens]: withPlugin({ issuer: name, key, verified }) };
  return `${JSON.stringify({ http: { middlewares } })}\n`;
}

/**
 * The routes of an ingress for Traefik's file provider (v3.7) as files: `routes.yml` up to its services, one file for each service, and
 * the servers of each upstream apart, so that a reload can add the new ones before the old ones go.
 */
export function renderTraefik(ingress: Ingress, options: TraefikOptions): Readonly<Record<string, string>> {
  const routers = new Routers(ingress, options);
  const groups = groupsOf(ingress, options.unknownHosts).map((group, index) => ({
    ...group,
    name: String(index),
  }));
  const secure = ingress.tls !== undefined;
  for (const group of groups) {
    for (const place of placesOf(ingress, group.routes))
      routers.place(secure ? "websecure" : "web", group, place);
    if (!secure) continue;
    for (const place of plainPlacesOf(ingress, group.routes)) routers.place("web", group, place);
    routers.redirect(group);
  }
  if (groups.every(({ hosts }) => hosts !== undefined))
    for (const entry of secure ? (["web", "websecure"] as const) : (["web"] as const)) routers.refuse(entry);
  if (options.challenges !== undefined) routers.challenges(options.challenges);
  routers.internal();
  ingress.routes.forEach((route, index) => routers.transport(route, index));
  const { rendered } = routers;
  const head = [
    "http:",
    `  routers: ${JSON.stringify(rendered.routers)}`,
    `  middlewares: ${JSON.stringify(rendered.middlewares)}`,
    `  serversTransports: ${JSON.stringify(rendered.transports)}`,
    "  services:",
    "",
  ];
  return { "routes.yml": head.join("\n"), ...serviceFiles(ingress, options) };
}
