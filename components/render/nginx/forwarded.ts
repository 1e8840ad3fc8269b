import type { Ingress } from "../../model";
import type { NginxOptions } from "./options";
import { block } from "./text";

/** The headers by which a service learns who asked, and how; each is the proxy's word, not the client's. */
export interface Asked {
  readonly ingress: Ingress;
  readonly secure: boolean;
  /**
   * The name that a service is told. `$host` is one of the ingress's own where other names are refused; an address is not a name,
   * so who asks by one is taken for having asked for the ingress's first.
   */
  readonly host: string;
  /** Whether a server answers for any name, so that its port may be any as well. */
  readonly anyName: boolean;
}

/** Headers that frameworks believe in one place or another; none of them is a client's to send. */
export const cleared = [
  "Forwarded",
  "Proxy",
  "X-Forwarded-Prefix",
  "X-Forwarded-Scheme",
  "X-Forwarded-Server",
  "X-Forwarded-Ssl",
  "X-Original-Host",
  "X-Original-URL",
  "X-Rewrite-URL",
];

const usual = { http: 80, https: 443 } as const;

/** The port that people use, as it stands in an address; empty where it is the usual one. */
export function portSuffix({ http, https }: Ingress, secure: boolean): string {
  const port = secure ? https?.port : http.port;
  return port === undefined || port === usual[secure ? "https" : "http"] ? "" : `:${port}`;
}

function publicPort({ http, https }: Ingress, secure: boolean): number {
  return (secure ? https?.port : http.port) ?? usual.https;
}

function trusts({ trustedProxies = [] }: Ingress): boolean {
  return trustedProxies.length > 0;
}

/** The variable of a request's header. */
function variableOf(header: string): string {
  return `$http_${header.toLowerCase().replaceAll("-", "_")}`;
}

/** Who connected: to nginx, or to the load balancer in front, which wrote that at the end of its header. */
function connected({ front }: NginxOptions): { readonly rules: readonly string[]; readonly who: string } {
  if (front === undefined) return { rules: [], who: "$realip_remote_addr" };
  return {
    who: "$connected",
    rules: block(`map ${variableOf(front.header)} $connected`, [
      String.raw`"~(?<last_hop>[^,\s]+)\s*$" $last_hop;`,
      "default $realip_remote_addr;",
    ]),
  };
}

/** How a client asked: a load balancer in front speaks TLS itself, and has a port of nginx for what came so. */
function schemeRules({ front, tls }: NginxOptions): readonly string[] {
  if (front === undefined) return [];
  return block("map $server_port $asked_scheme", [
    ...(tls === undefined ? [] : [`${tls.listen} https;`]),
    "default http;",
  ]);
}

function schemeOf({ front }: NginxOptions): string {
  return front === undefined ? "$scheme" : "$asked_scheme";
}

/** Who is believed on whom a request comes from: a load balancer in front, and the proxies that the ingress names. */
export function trust(ingress: Ingress, options: NginxOptions): readonly string[] {
  const { trustedProxies = [] } = ingress;
  const { front } = options;
  const realIp = [
    ...[...(front?.ranges ?? []), ...trustedProxies].map((range) => `set_real_ip_from ${range};`),
    `real_ip_header ${front?.header ?? "X-Forwarded-For"};`,
    "real_ip_recursive on;",
  ];
  if (!trusts(ingress)) return front === undefined ? [] : [...realIp, ...schemeRules(options)];
  const { rules, who } = connected(options);
  const scheme = schemeOf(options);
  const given = (name: string, pattern: string, own: string): readonly string[] =>
    block(`map "$from_proxy:$http_x_forwarded_${name}" $forwarded_${name}`, [
      `"~^1:(?<given_${name}>${pattern})$" $given_${name};`,
      `default ${own};`,
    ]);
  return [
    ...realIp,
    ...schemeRules(options),
    ...rules,
    ...block(`geo ${who} $from_proxy`, ["default 0;", ...trustedProxies.map((range) => `${range} 1;`)]),
    ...block(`map ${scheme} $own_host`, [
      `https "$host${portSuffix(ingress, true)}";`,
      `default "$host${portSuffix(ingress, false)}";`,
    ]),
    ...block(`map ${scheme} $own_port`, [
      `https ${publicPort(ingress, true)};`,
      `default ${publicPort(ingress, false)};`,
    ]),
    ...given("proto", "https?", scheme),
    ...given("host", "[A-Za-z0-9.:\\[\\]-]+", "$own_host"),
    ...given("port", "[0-9]+", "$own_port"),
  ];
}

/** What a service is told of a request. */
export function forwardedHeaders(
  { ingress, secure, host, anyName }: Asked,
  options: NginxOptions,
): readonly string[] {
  const own = anyName ? "$http_host" : `${host}${portSuffix(ingress, secure)}`;
  const told = trusts(ingress)
    ? { proto: "$forwarded_proto", host: "$forwarded_host", port: "$forwarded_port" }
    : { proto: schemeOf(options), host: own, port: String(publicPort(ingress, secure)) };
  return [
    `proxy_set_header Host ${host};`,
    // Of several addresses the first is often believed, and the client could have sent it: it gets one.
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    `proxy_set_header X-Forwarded-Proto ${told.proto};`,
    `proxy_set_header X-Forwarded-Host ${told.host};`,
    `proxy_set_header X-Forwarded-Port ${told.port};`,
    ...cleared.map((name) => `proxy_set_header ${name} "";`),
  ];
}
