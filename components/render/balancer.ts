import type { Postgres } from "../model";
import { engineNames, longConnections } from "./haproxy";
import { checkRole } from "./replica";

/**
 * HAProxy's configuration for connections that only read (https://docs.haproxy.org/3.2/configuration.html): to the replica that has the
 * fewest, of those that take any; to the primary where none does.
 *
 * @param replicas the hosts of the replicas
 * @param addresses whether they change while it runs, as those of containers do on an engine, or stay, as those of Services do. @default "change"
 */
export function balancerConfiguration(
  { name }: Postgres,
  replicas: readonly string[],
  addresses: "change" | "stay" = "change",
): string {
  const named = addresses === "change" ? " resolvers engine init-addr last,libc,none" : " init-addr libc";
  const server = (called: string, host: string, more = "") =>
    `  server ${called} ${host}:5432 check${more}${named}`;
  return `global
  log stdout format raw local0 notice
  maxconn 2000

${addresses === "change" ? `${engineNames}\n` : ""}defaults
  mode tcp
  log global
  timeout connect 3s
  timeout check 3s
${longConnections}
listen read
  bind :5432
  balance leastconn
  # Answered as soon as the server takes connections, and not while it recovers; the role is none.
  option pgsql-check user ${checkRole}
  default-server inter 1s fall 1 rise 1 observe layer4 error-limit 1 on-error mark-down on-marked-down shutdown-sessions
${replicas.map((host, index) => server(`replica-${index + 1}`, host)).join("\n")}
${server("primary", name, " backup")}
`;
}
