import { template, type Postgres, type Template } from "../model";
import { loginRole } from "./credentials";

/** Where PgBouncer finds its files. */
export const poolerFolder = "/etc/pgbouncer";
/** Where it answers: its own port (https://www.pgbouncer.org/config.html). */
export const poolerPort = 6432;
/** The role by which it asks for what proves a password. */
export const poolerUser = "trireme_pooler";
/** Where the files of the job lie that lets it ask. */
export const accessFolder = "/run/pooler";

/** How it calls the database in which it asks, beside the one that consumers use. */
const authentication = "trireme_pooler";
/** Connections to the server that one role may hold where nothing is said. */
const standardPool = 40;
/** Of a limit of connections what is left for migrations and people. */
const reserved = 2;

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value of a connection string: https://www.pgbouncer.org/config.html#section-databases. */
const inConnection = literal;

/** Connections to the server that the pooler may hold for one role. */
function poolSize({ connectionLimit }: Postgres): number {
  return connectionLimit === undefined ? standardPool : Math.max(1, connectionLimit - reserved);
}

/**
 * PgBouncer's own configuration (https://www.pgbouncer.org/config.html). A consumer has a connection of the server for as long as it is
 * connected: what sessions keep (prepared statements, settings, locks, LISTEN) works as without a pooler.
 */
export function poolerConfiguration(store: Postgres): Template {
  const database = store.databaseName;
  const encrypted = store.tls === true;
  const settings: Readonly<Record<string, string | number>> = {
    listen_addr: "*",
    listen_port: poolerPort,
    // Nobody is in the container with it.
    unix_socket_dir: "",
    auth_type: "scram-sha-256",
    auth_file: `${poolerFolder}/userlist.txt`,
    auth_user: poolerUser,
    auth_dbname: authentication,
    auth_query: "select role, verifier from trireme_pooler.verifier($1)",
    pool_mode: "session",
    max_client_conn: 1000,
    default_pool_size: poolSize(store),
    // Drivers send it, and nothing hangs on it.
    ignore_startup_parameters: "extra_float_digits",
    server_tls_sslmode: encrypted ? "require" : "disable",
    ...(encrypted
      ? {
          client_tls_sslmode: "require",
          client_tls_cert_file: `${poolerFolder}/server.crt`,
          client_tls_key_file: `${poolerFolder}/server.key`,
        }
      : {}),
    log_connections: 0,
    log_disconnections: 0,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  // Names of databases are of the letters that it takes for a key.
  const entry = (name: string, of: string): Template =>
    template`${name} = host=${store.host} port=${store.port} dbname=${inConnection(of)}\n`;
  return template`[databases]\n${entry(database, database)}${entry(authentication, "postgres")}\n[pgbouncer]\n${lines.join("\n")}\n`;
}

/**
 * The statements by which the pooler may ask for what proves a consumer's password, in the server's own database, which no restore
 * exchanges. The function tells of the roles that consumers log in as by turns, and of nobody else.
 */
export function poolerAccess(store: Postgres): string {
  const roles = [
    ...new Set([0, 1].flatMap((generation) => [store.owner, loginRole(store, generation)])),
  ].sort();
  return `\\set password \`cat ${accessFolder}/password\`
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
begin;
select 'create role ${poolerUser}' where not exists (select from pg_roles where rolname = '${poolerUser}') \\gexec
alter role ${poolerUser} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'password';
create schema if not exists trireme_pooler;
create or replace function trireme_pooler.verifier(asked text, out role text, out verifier text) returns setof record
  language sql security definer set search_path = pg_catalog
  as $$ select rolname::text, rolpassword from pg_authid where rolname = asked and rolcanlogin
    and rolname in (${roles.map(literal).join(", ")}) $$;
revoke all on function trireme_pooler.verifier(text) from public;
grant usage on schema trireme_pooler to ${poolerUser};
grant execute on function trireme_pooler.verifier(text) to ${poolerUser};
commit;
`;
}

/**
 * Runs the statements, again for some seconds where the server was not reached: a name that did not resolve just then ends no release.
 * psql ends with 2 then (https://www.postgresql.org/docs/17/app-psql.html, "Exit Status").
 */
export function accessScript(statements: string): string {
  return `left=10
until psql -Xqw -v ON_ERROR_STOP=1 -f ${statements}; do
  code=$?
  left=$((left - 1))
  if [ $code -ne 2 ] || [ $left -le 0 ]; then exit $code; fi
  sleep 1
done`;
}
