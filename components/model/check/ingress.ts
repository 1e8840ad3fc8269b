import type { Ingress } from "../ingress";
import type { System } from "../system";
import { list, type Problem } from "./problem";
import { isRange } from "./proxy";

/** Whether a public authority could issue a certificate for a host and prove it over HTTP. */
function checkPublicHosts({ hosts, tls }: Ingress): readonly Problem[] {
  if (tls?.mode !== "lets-encrypt") return [];
  const wild = hosts.filter((host) => host.includes("*"));
  const local = hosts.filter(
    (host) => !host.includes(".") || /\.(localhost|local|internal|test)$/.test(host),
  );
  return [
    ...(wild.length === 0
      ? []
      : [
          {
            path: "ingress.hosts",
            message: `${list(wild)} cannot be validated over HTTP; name each host, or provide a certificate: tls mode "custom"`,
          },
        ]),
    // A private authority may well know them.
    ...(local.length === 0 || tls.server !== undefined
      ? []
      : [
          {
            path: "ingress.hosts",
            message: `Let's Encrypt issues no certificate for ${list(local)}, which are not public names; use tls mode "self-signed" or "custom", or name a server of your own`,
          },
        ]),
  ];
}

/** Paths that stay plain although nothing is redirected, or nothing answers them. */
function checkPlainPaths({ plainPaths, tls, routes }: Ingress): readonly Problem[] {
  if (plainPaths === undefined) return [];
  if (tls === undefined)
    return [
      {
        path: "ingress.plainPaths",
        message: "nothing is redirected to HTTPS without tls, so nothing can stay plain; remove it",
      },
    ];
  return plainPaths
    .filter(
      (plain) =>
        !routes.some(
          ({ match, path }) =>
            path === plain ||
            path.startsWith(plain.replace(/\/*$/, "/")) ||
            (match === "prefix" && plain.startsWith(path.replace(/\/*$/, "/"))),
        ),
    )
    .map((plain) => ({
      path: "ingress.plainPaths",
      message: `no route answers "${plain}"; add one, or remove the path`,
    }));
}

/** Sites that nobody can open. */
function checkSites({ sites, ingress }: System): readonly Problem[] {
  const routed = (ingress?.routes ?? []).flatMap(({ to }) => ("site" in to ? [to.site] : []));
  return sites
    .filter(({ name }) => !routed.includes(name))
    .map(({ name }) => ({
      path: `sites.${name}`,
      message: `no route leads to it; add siteRoute("/", ${name}) to the ingress, or remove the site`,
    }));
}

/** Whether a text is what browsers send as `Origin`: a scheme, a host and, where it is not the usual one, a port. */
function isOrigin(text: string): boolean {
  return (
    /^https?:\/\/[a-z0-9.-]+(?::[1-9]\d{0,4})?$/.test(text) && !/^(?:http:.*:80|https:.*:443)$/.test(text)
  );
}

/** The checks of a gateway: what they ask for has to be there, and readable. */
function checkGateway({ gateway }: Ingress): readonly Problem[] {
  if (gateway === undefined) return [];
  const { jwt, corsOrigins = [], allowedAddresses } = gateway;
  const path = "ingress.gateway";
  const missing = (["issuer", "publicKey"] as const).filter(
    (name) => jwt !== undefined && jwt[name] === undefined,
  );
  return [
    ...missing.map((name) => ({
      path: `${path}.jwt.${name}`,
      message: "is missing: a token counts only by its issuer and his key; set it, or leave jwt out",
    })),
    ...(jwt?.paths.length === 0
      ? [
          {
            path: `${path}.jwt.paths`,
            message: 'is empty, so no request needs a token; name paths, e.g. "/api/"',
          },
        ]
      : []),
    ...(jwt?.paths ?? [])
      .filter((below) => !/^\/[A-Za-z0-9\-._~:@+,=!/]*$/.test(below) || below.includes("//"))
      .map((below) => ({
        path: `${path}.jwt.paths`,
        message: `"${below}" is not a valid path; it begins with a slash and has letters, digits and - . _ ~ : @ + , = ! /`,
      })),
    ...(jwt?.issuer !== undefined && !/^[\x21-\x7e]{1,1000}$/.test(jwt.issuer)
      ? [
          {
            path: `${path}.jwt.issuer`,
            message: `${JSON.stringify(jwt.issuer)} is not valid; allowed are printable ASCII characters without spaces, as the tokens' iss claim has them`,
          },
        ]
      : []),
    ...corsOrigins
      .filter((origin) => !isOrigin(origin))
      .map((origin) => ({
        path: `${path}.corsOrigins`,
        message: `"${origin}" is not an origin as browsers send it; write the scheme, the host in lower case and, where it is not the usual one, the port, e.g. "https://shop.example.com"`,
      })),
    ...(allowedAddresses?.length === 0
      ? [
          {
            path: `${path}.allowedAddresses`,
            message: "is empty, so nobody may pass; name ranges, or leave it out",
          },
        ]
      : []),
    ...(allowedAddresses ?? [])
      .filter((range) => !isRange(range))
      .map((range) => ({
        path: `${path}.allowedAddresses`,
        message: `"${range}" is not a valid address range; write it in CIDR notation, e.g. "10.0.0.0/8" or "2001:db8::/32"`,
      })),
  ];
}

/** The ingress as a whole: TLS and the port for it, what certificates can cover, what stays plain, and its sites. */
export function checkIngress(system: System): readonly Problem[] {
  const { ingress } = system;
  if (ingress === undefined) return checkSites(system);
  const { tls, https, hosts } = ingress;
  return [
    ...(tls !== undefined && https === undefined && system.environment !== "production"
      ? [{ path: "ingress.https", message: "tls needs a port: add https: { port: 443 }, or remove tls" }]
      : []),
    ...(https !== undefined && tls === undefined && system.environment !== "production"
      ? [
          {
            path: "ingress.tls",
            message: `https needs a certificate: add tls with mode "lets-encrypt", "custom" or "self-signed", or remove https`,
          },
        ]
      : []),
    ...(tls !== undefined && hosts.length === 0
      ? [{ path: "ingress.hosts", message: "a certificate covers at least one host; name it" }]
      : []),
    ...checkPublicHosts(ingress),
    ...checkPlainPaths(ingress),
    ...checkGateway(ingress),
    ...checkSites(system),
  ];
}
