import type { Ingress } from "../ingress";
import type { Route } from "../route";
import type { Site } from "../site";
import { checkHeaders } from "./headers";
import { checkProxy } from "./proxy";
import { isInternal, rewritten } from "../graph/routing";
import type { System } from "../system";
import { list, repeated, type Problem } from "./problem";

/** Characters that every target reads alike in a path, and none gives a meaning of its own. */
const pathPattern = /^\/[A-Za-z0-9._~:@+,=!/-]*$/;

function pathProblems(path: string, value: string): readonly Problem[] {
  // That it starts with a slash is said elsewhere.
  if (!value.startsWith("/")) return [];
  if (!pathPattern.test(value))
    return [
      {
        path,
        message: `"${value}" has characters that targets read differently; allowed are letters, digits and - . _ ~ : @ + , = ! /. Rename the path`,
      },
    ];
  if (/\/\/|\/\.{1,2}(\/|$)/.test(value))
    return [
      {
        path,
        message: `"${value}" has "//" or a segment "." or "..", which are resolved before a route is looked for; write the path that they lead to`,
      },
    ];
  return [];
}

const hostPattern =
  /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function checkHosts({ hosts, routes }: Ingress, { environment }: System): readonly Problem[] {
  const path = "ingress.hosts";
  const named = new Set(routes.map(({ host }) => host));
  const rest = hosts.filter((host) => !named.has(host));
  return [
    ...hosts
      .filter((host) => !hostPattern.test(host) || host.length > 253)
      .map((host) => ({
        path,
        message: `"${host}" is not a valid host name; allowed are lower-case letters, digits and inner hyphens, in parts of up to 63 characters joined by dots, 253 in all, e.g. "shop.example.com"`,
      })),
    ...repeated(hosts, (host) => host).map(([host]) => ({
      path,
      message: `"${host}" is named more than once; keep one`,
    })),
    ...(hosts.length === 0 && environment !== "development"
      ? [
          {
            path,
            message: "hosts is empty, and requests for other names are refused; add the host that people use",
          },
        ]
      : []),
    ...(hosts.length > 0 && rest.length === 0
      ? routes
          .filter(({ host }) => host === undefined)
          .map((route) => ({
            path: `ingress.routes[${routes.indexOf(route)}] "${route.path}"`,
            message: `a route without host serves hosts that have no routes of their own, and each of ${list(hosts)} has some; set host, or add another host to the ingress`,
          }))
      : []),
  ];
}

function checkSite({ name, folder, fallback, immutable = [] }: Site): readonly Problem[] {
  const path = `sites.${name}`;
  return [
    ...pathProblems(`${path}.folder`, folder),
    ...pathProblems(`${path}.fallback`, fallback ?? "/"),
    ...[
      { key: "folder", value: folder },
      { key: "fallback", value: fallback ?? "/" },
    ]
      .filter(({ value }) => !value.startsWith("/"))
      .map(({ key, value }) => ({
        path: `${path}.${key}`,
        message: `"${value}" starts with "/": write "/${value}"`,
      })),
    ...immutable
      .filter((ending) => !/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(ending))
      .map((ending) => ({
        path: `${path}.immutable`,
        message: `"${ending}" is not a valid file extension; write it without a dot before it, e.g. "js" or "woff2"`,
      })),
  ];
}

function checkPaths(ingress: Ingress): readonly Problem[] {
  const { routes, internalPaths = [], plainPaths = [] } = ingress;
  const place = (route: Route): string =>
    `ingress.routes[${routes.indexOf(route)}] "${route.host ?? ""}${route.path}"`;
  return [
    ...routes.flatMap((route) => [
      ...pathProblems(place(route), route.path),
      ...pathProblems(`${place(route)}.rewrite`, route.rewrite ?? "/"),
      ...("service" in route.to &&
      route.rewrite !== undefined &&
      isInternal(ingress, rewritten(route, route.path))
        ? [
            {
              path: `${place(route)}.rewrite`,
              message: `"${route.rewrite}" leads to what internalPaths hides from the outside; rewrite it to another path, or remove the internal path`,
            },
          ]
        : []),
    ]),
    ...[
      { key: "internalPaths", paths: internalPaths },
      { key: "plainPaths", paths: plainPaths },
    ].flatMap(({ key, paths }) =>
      paths.flatMap((path) => [
        ...pathProblems(`ingress.${key}`, path),
        ...(path.startsWith("/")
          ? []
          : [{ path: `ingress.${key}`, message: `a path starts with "/": write "/${path}"` }]),
      ]),
    ),
  ];
}

/** What requests are told apart by and what is made of them: hosts, paths, headers, limits, and the room for it all. */
export function checkRequests(system: System): readonly Problem[] {
  const { ingress, sites } = system;
  const files = sites.flatMap(checkSite);
  if (ingress === undefined) return files;
  return [
    ...checkHosts(ingress, system),
    ...checkPaths(ingress),
    ...checkHeaders(ingress),
    ...checkProxy(ingress, system),
    ...files,
  ];
}
