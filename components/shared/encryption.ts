import type { Output } from "@pulumi/pulumi";
import type { Postgres, Server } from "../model";
import { checkRole, replicationRole } from "../render/replica";
import { certificateFolder, certificateName, keyName } from "../render/server-certificate";
import type { ServerCertificate } from "./certificate";

/** Who may connect how: pg_hba.conf (https://www.postgresql.org/docs/current/auth-pg-hba-conf.html). */
export const clientsFile = "/run/clients/pg_hba.conf";
/** A server's certificate, and behind it that of its authority. */
export const certificateFile = `${certificateFolder}/${certificateName}`;

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

/** By path. */
type Files = Readonly<Record<string, { readonly content: string | Output<string> }>>;

/** What a server's container has in addition, so that it refuses connections in clear. */
export interface Encryption {
  readonly command: readonly string[];
  readonly files: Files;
}

/** Whether a store asks for connections over TLS alone. */
export function isEncrypted(store: Server): store is Postgres {
  return store.engine === "postgres" && store.tls === true;
}

/** A certificate and its key as files of a folder. */
export function certificateFiles(folder: string, { certificate, key }: ServerCertificate): Files {
  return {
    [`${folder}/${certificateName}`]: { content: certificate },
    [`${folder}/${keyName}`]: { content: key },
  };
}

/** A Postgres that takes connections from elsewhere over TLS alone, by a certificate that lies in a volume. */
export function encrypted(store: Postgres): Encryption {
  const parameters = {
    hba_file: clientsFile,
    ssl: "on",
    ssl_cert_file: certificateFile,
    ssl_key_file: `${certificateFolder}/${keyName}`,
    ssl_min_protocol_version: "TLSv1.2",
  };
  return {
    command: Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    files: { [parameters.hba_file]: { content: clientsOf(store) } },
  };
}
