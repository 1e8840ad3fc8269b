import { localSubstitutes } from "../../../../stacks/config/substitutes";
import { root } from "../../../support/sources";
import { engine, eventually, execIn } from "../../docker/engine";
import { certificateFor } from "../../production/support/certificate";

/** A database server that no stack made: how it is found, and what it has. */
export interface Elsewhere {
  /** Network of the engine that it is on, which is there. */
  readonly network: string;
  /** Its name there. */
  readonly host: string;
  readonly image: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Where a container's image comes from on this machine. */
export function substituted(reference: string): string {
  return localSubstitutes(root)[reference] ?? reference;
}

/** Starts a Postgres that takes connections over TLS alone; resolves to its URL. */
export async function startDatabase(server: Elsewhere): Promise<string> {
  const { network, host, image, database, user, password } = server;
  const { certificate, key } = certificateFor([`DNS:${host}`]);
  const script = `umask 077; printf %s "$CERTIFICATE" >/tmp/crt; printf %s "$KEY" >/tmp/key; chown 999 /tmp/crt /tmp/key
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/tmp/crt -c ssl_key_file=/tmp/key`;
  const container = await engine().createContainer({
    name: `${network}-database`,
    Image: substituted(image),
    Entrypoint: ["sh", "-c", script],
    Env: [
      ...[`CERTIFICATE=${certificate}`, `KEY=${key}`, `POSTGRES_DB=${database}`, `POSTGRES_USER=${user}`],
      ...[`POSTGRES_PASSWORD=${password}`, "POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256"],
    ],
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [host] } } },
  });
  await container.start();
  await eventually("the database does not answer", async () => {
    const { code } = await execIn(container, ["pg_isready", "-h", "127.0.0.1", "-U", user, "-d", database]);
    return code === 0 ? true : undefined;
  });
  await execIn(container, [
    "sed",
    "-i",
    "s/^host all all all/hostssl all all all/",
    "/var/lib/postgresql/data/pg_hba.conf",
  ]);
  await execIn(container, ["psql", "-U", user, "-d", database, "-c", "select pg_reload_conf()"]);
  return `postgresql://${user}:${encodeURIComponent(password)}@${host}:5432/${database}?sslmode=require`;
}

/** Removes it with its data. */
export async function removeDatabase({ network }: Pick<Elsewhere, "network">): Promise<void> {
  await engine().getContainer(`${network}-database`).remove({ force: true, v: true });
}
