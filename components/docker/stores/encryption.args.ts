import type { Postgres, Server } from "../../model";
import { checkRole, replicationRole } from "../../render/replica";
import type { ContainerFile } from "../workload/files";
import type { ServerCertificate } from "../../shared/certificate";

/** Where a server finds its certificate, its key, and who may connect how. */
const folder = "/run/tls";

/** Who may connect how: pg_hba.conf (https://www.postgresql.org/docs/current/auth-pg-hba-conf.html). */
export const clientsFile = `${folder}/pg_hba.conf`;
/** A server's certificate, and behind it that of its authority. */
export const certificateFile = `${folder}/server.crt`;

/**
 * Who may connect to a Postgres: others over the network with a password, where it speaks TLS over that alone, and those beside it by
 * its socket, as the image has it.
 */
export function clientsOf({ tls, readReplicas = 0 }: Postgres): string {
  const encryptedOnly = tls === true;
  const beside = ["local all all trust", "local replication all trust"];
  const lines = encryptedOnly
    ? [
        "hostssl all all all scram-sha-256",
        "hostssl replication all all scram-sha-256",
        // The balancer asks in clear, and is told that a password is wanted; of a role that is none.
        ...(readReplicas > 0 ? [`hostnossl all ${checkRole} all scram-sha-256`] : []),
      ]
    : ["host all all all scram-sha-256", `host replication ${replicationRole} all scram-sha-256`];
  return [...beside, ...lines, ""].join("\n");
}

/** What a server's container has in addition, so that it refuses connections in clear. */
export interface Encryption {
  readonly command: readonly string[];
  readonly files: Readonly<Record<string, ContainerFile>>;
}

/** Whether a store asks for connections over TLS alone. */
export function isEncrypted(store: Server): store is Postgres {
  return store.engine === "postgres" && store.tls === true;
}

/**
 * A Postgres that takes connections from elsewhere over TLS alone. Its certificate is read at its start: another one is another
 * container on the same data.
 */
export function encrypted(store: Postgres, { certificate, key }: ServerCertificate): Encryption {
  const parameters = {
    hba_file: clientsFile,
    ssl: "on",
    ssl_cert_file: certificateFile,
    ssl_key_file: `${folder}/server.key`,
    ssl_min_protocol_version: "TLSv1.2",
  };
  return {
    command: Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    files: {
      [parameters.hba_file]: { content: clientsOf(store) },
      [parameters.ssl_cert_file]: { content: certificate },
      [parameters.ssl_key_file]: { content: key },
    },
  };
}
