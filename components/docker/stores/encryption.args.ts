import type { Server } from "../../model";
import type { ContainerFile } from "../workload/files";
import type { ServerCertificate } from "../../shared/certificate";

/** Where a server finds its certificate, its key, and who may connect how. */
const folder = "/run/tls";

/** Who may connect to a Postgres that speaks TLS: others over it alone, and those beside it by its socket, as the image has it. */
const clients = `local all all trust
local replication all trust
hostssl all all all scram-sha-256
hostssl replication all all scram-sha-256
`;

/** What a server's container has in addition, so that it refuses connections in clear. */
export interface Encryption {
  readonly command: readonly string[];
  readonly files: Readonly<Record<string, ContainerFile>>;
}

/** Whether a store asks for connections over TLS alone. */
export function isEncrypted(store: Server): boolean {
  return store.engine === "postgres" && store.tls === true;
}

/**
 * A Postgres that takes connections from elsewhere over TLS alone. Its certificate is read at its start: another one is another
 * container on the same data.
 */
export function encrypted({ certificate, key }: ServerCertificate): Encryption {
  const parameters = {
    hba_file: `${folder}/pg_hba.conf`,
    ssl: "on",
    ssl_cert_file: `${folder}/server.crt`,
    ssl_key_file: `${folder}/server.key`,
    ssl_min_protocol_version: "TLSv1.2",
  };
  return {
    command: Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    files: {
      [parameters.hba_file]: { content: clients },
      [parameters.ssl_cert_file]: { content: certificate },
      [parameters.ssl_key_file]: { content: key },
    },
  };
}
