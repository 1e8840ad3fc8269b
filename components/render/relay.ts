import { engineNames, longConnections } from "./haproxy";

/** What proves who HAProxy is: certificate with its authority's, and key: PEM. */
export const identityFile = "/run/identity/identity.pem";
/** The certificates by which it knows others, with their authorities': a file each. */
export const trustedFolder = "/run/trusted";
/** The domain of the names by which a gate knows what a connection is for; certificates are for all of them. */
export const gateDomain = "stack-gate";

/** Where connections to one port of a component are taken. */
export interface Way {
  readonly component: string;
  readonly port: number;
}

/**
 * The name by which a gate knows where a connection leads; one label, which the certificate's `*.stack-gate` is for.
 *
 * @example nameAtGate({ component: "ml-service", port: 8000 }) // "ml-service-p8000.stack-gate"
 */
export function nameAtGate({ component, port }: Way): string {
  return `${component}-p${port}.${gateDomain}`;
}

const common = `global
  log stdout format raw local0 notice
  maxconn 4000

defaults
  mode tcp
  log global
  timeout connect 5s
${longConnections}`;

/**
 * HAProxy's configuration of what stands for a component that another stack runs (https://docs.haproxy.org/3.2/configuration.html): it
 * takes connections on the component's ports and hands them to the other stack's gate, each side proving who it is.
 *
 * @param gate address and port of the other stack's gate
 */
export function relayConfiguration(
  component: string,
  ports: readonly number[],
  gate: { readonly address: string; readonly port: number },
): string {
  const at = gate.address.includes(":") ? `[${gate.address}]` : gate.address;
  const listeners = ports.map(
    (port) => `
listen ${component}-${port}
  bind :${port}
  server gate ${at}:${gate.port} ssl verify required ca-file ${trustedFolder} crt ${identityFile} sni str(${nameAtGate({ component, port })}) init-addr last,libc,none resolvers outside
`,
  );
  return `${common}
# Another address under the same name is noticed.
resolvers outside
  parse-resolv-conf
  hold valid 30s
${listeners.join("")}`;
}

/** The beginning of a gate's configuration: who may connect, and with which proof. */
export function gateHead(port: number, from: readonly string[]): string {
  return `${common}
${engineNames}
frontend gate
  bind :${port} ssl crt ${identityFile} ca-file ${trustedFolder} verify required
  tcp-request connection reject unless { src ${from.join(" ")} }
`;
}

/**
 * The line by which a gate's frontend hands on connections for a component's port. Any other connection is closed.
 *
 * @param subjects the names on the certificates of those who may use it
 */
export function gateRule(way: Way, subjects: readonly string[]): string {
  return `  use_backend ${way.component}-${way.port} if { ssl_fc_sni ${nameAtGate(way)} } { ssl_c_s_dn(CN) -m str ${subjects.join(" ")} }\n`;
}

/** The most instances of a service that a gate spreads connections over. */
const instances = 20;

/** The backend of a component's port, to the end of which its `host:port` and `gateResolvers` belong. */
export function gateBackend({ component, port }: Way): string {
  return `
backend ${component}-${port}
  balance leastconn
  server-template one 1-${instances} `;
}

export const gateResolvers = " init-addr none resolvers engine\n";
