import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { rabbitmqFile } from "./rabbitmq-credentials";
import { roleOf, type Postgres, type RotatingStore } from "../model";

/** Where the files of a store's credentials lie in the containers that change them. */
export const credentialsFolder = "/run/credentials";

/** Brings a store's current credentials into force, beside those before. May run any number of times. */
export const applyScript = `${credentialsFolder}/apply.sh`;

/** Takes away what was valid before the current credentials. May run any number of times. */
export const retireScript = `${credentialsFolder}/retire.sh`;

/** The longest name that PostgreSQL keeps whole, and what ends that of the role in the owner's place. */
const longestRole = 63;
const limited = "_login";

/**
 * The role that consumers of a Postgres from the official image log in as. Its owner is a superuser, whose connections the server
 * does not count: where they are limited, a role that is none logs in in its place, and acts as the owner.
 */
export function loginRole(store: Pick<Postgres, "owner" | "connectionLimit">, generation: number): string {
  const role = roleOf(store, generation);
  if (store.connectionLimit === undefined || role !== store.owner) return role;
  return `${role.slice(0, longestRole - limited.length)}${limited}`;
}

const iterations = 4096;

/**
 * What PostgreSQL keeps of a password (RFC 5803), so that no statement, and no log of statements, ever holds it. The
 * salt follows from role and password: the same ones give the same text.
 */
export function scramVerifier(role: string, password: string): string {
  const salt = createHash("sha256").update(`${role}\0${password}`).digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const keyed = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(keyed("Client Key")).digest("base64");
  const server = keyed("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}

/** What Redis keeps of a password. */
export function redisHash(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}

/** The scripts of a store that rotates, in a POSIX shell and its engine's own client. */
export interface CredentialScripts {
  readonly apply: string;
  readonly retire: string;
}

/** The end of what is said where no password opens a store. */
export const noneWorks = (what: string): string => `
  echo "None of the passwords that this deployment knows opens ${what}. They are the one in force, the one before and"
  echo "the one of the first start. Was the number under rotations lowered, or the password changed by hand? Then"
  echo "restore the number, or set the password by hand to the current one."`;

/** Logs in with whichever password works; who rotated before this run may have come any far. */
const postgresLogin = `set -eu
cd ${credentialsFolder}
login() {
  PGUSER=$1
  PGPASSWORD=$(cat "$2")
  export PGUSER PGPASSWORD
  said=$(psql -Xqw -Atc 'select 1' 2>&1)
}
`;

const postgresApply = `${postgresLogin}
# The owner last, with what it was left with while others were logged in as.
if ! login "$CURRENT_ROLE" current && ! login "$PREVIOUS_ROLE" previous && ! login "$OWNER" initial \\
  && ! login "$OWNER" current && ! login "$OWNER" previous; then
  echo "$said"${noneWorks("database $PGDATABASE")}
  exit 1
fi
psql -Xqw -v ON_ERROR_STOP=1 -v owner="$OWNER" -v role="$CURRENT_ROLE" -v previous="$PREVIOUS_ROLE" \\
  -v limit="\${CONNECTION_LIMIT:-}" <<'SQL'
\\set verifier \`cat ${credentialsFolder}/verifier\`
set log_statement = 'none';
set log_min_duration_statement = -1;
begin;
select format('create role %I', :'role')
where not exists (select from pg_roles where rolname = :'role') \\gexec
-- May do what the owner may, and acts as the owner, so that what it makes belongs to the owner.
select format('alter role %I %s %s %s %s %s connection limit %s', :'role',
  -- The server counts no connections of a superuser; as the owner, which it acts as, it may do all the same.
  case when rolsuper and :'limit' = '' then 'superuser' else 'nosuperuser' end,
  case when rolcreatedb then 'createdb' else 'nocreatedb' end,
  case when rolcreaterole then 'createrole' else 'nocreaterole' end,
  case when rolreplication then 'replication' else 'noreplication' end,
  case when rolbypassrls then 'bypassrls' else 'nobypassrls' end,
  case when :'limit' = '' then rolconnlimit::text else :'limit' end)
from pg_roles where rolname = :'owner' and :'owner' <> :'role' \\gexec
select format('alter role %I connection limit %s', rolname, :'limit')
from pg_roles where rolname = :'previous' and rolname <> :'owner' and :'limit' <> '' \\gexec
select format('grant %I to %I', :'owner', :'role') where :'owner' <> :'role' \\gexec
select format('alter role %I reset all', :'role') where :'owner' <> :'role' \\gexec
-- The owner's own settings; lists stand in the catalogue as they are written.
select format('alter role %I%s set %I to %s', :'role',
  coalesce(format(' in database %I', datname), ''), name,
  case when name in ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
    then value else quote_literal(value) end)
from pg_db_role_setting
join pg_roles on pg_roles.oid = setrole
left join pg_database on pg_database.oid = setdatabase,
lateral (select split_part(line, '=', 1) as name, substr(line, strpos(line, '=') + 1) as value
  from unnest(setconfig) as line) as settings
where rolname = :'owner' and :'owner' <> :'role' and name <> 'role' and value <> '' \\gexec
select format('alter role %I set role to %L', :'role', :'owner') where :'owner' <> :'role' \\gexec
alter role :"role" with login password :'verifier';
commit;
SQL
if ! login "$CURRENT_ROLE" current; then
  echo "The password of role $CURRENT_ROLE was set, but does not open the database:"
  echo "$said"
  exit 1
fi
echo "Role $CURRENT_ROLE of database $PGDATABASE has its new password."
`;

const postgresRetire = `${postgresLogin}
if ! login "$CURRENT_ROLE" current; then
  echo "The current password does not open the database, so the one before stays:"
  echo "$said"
  exit 1
fi
psql -Xqw -v ON_ERROR_STOP=1 -v owner="$OWNER" -v role="$CURRENT_ROLE" -v previous="$PREVIOUS_ROLE" \\
  -v limit="\${CONNECTION_LIMIT:-}" <<'SQL'
\\set verifier \`cat ${credentialsFolder}/verifier\`
set log_statement = 'none';
set log_min_duration_statement = -1;
-- Where connections are limited, nobody logs in as the owner, who has the current password in case the limit goes.
select :'limit' <> '' as limited \\gset
\\if :limited
  alter role :"owner" with password :'verifier';
\\endif
-- Where they were limited once, one more role is left.
select array(select rolname from pg_roles
  where rolname in (:'previous', left(:'owner', ${longestRole - limited.length}) || '${limited}')
    and rolname <> :'role') as retired \\gset
select format('alter role %I with password null', name) from unnest(:'retired'::name[]) as name \\gexec
-- Of those who came over the network: they are the ones that knew the password.
select count(pg_terminate_backend(pid)) as "sessions ended" from pg_stat_activity
where (usename = any (:'retired'::name[]) or usename = :'owner' and :'owner' <> :'role')
  and client_addr is not null and pid <> pg_backend_pid();
SQL
echo "Role $PREVIOUS_ROLE of database $PGDATABASE opens nothing any more."
`;

/** Commands come on standard input, so that no argument list shows a hash. */
const redisLogin = `set -eu
cd ${credentialsFolder}
ask() {
  REDISCLI_AUTH=$(cat "$1") redis-cli --no-auth-warning -h "$STORE_HOST" -p "$STORE_PORT" 2>&1
}
opens() {
  said=$(echo PING | ask "$1")
  [ "$said" = PONG ]
}
`;

const redisApply = `${redisLogin}
for found in current previous initial none; do
  if [ "$found" = none ] || opens "$found"; then break; fi
done
if [ "$found" = none ]; then
  echo "$said"${noneWorks("$STORE_HOST")}
  exit 1
fi
# One command, so that no moment is without a password; the next start reads what is saved.
answer=$({
  echo "ACL SETUSER default resetpass #$(cat current.sha256) #$(cat previous.sha256)"
  echo "ACL SAVE"
} | ask "$found")
if [ "$answer" != "$(printf 'OK\\nOK')" ] || ! opens current; then
  echo "Redis did not take the new password:"
  echo "$answer"
  exit 1
fi
echo "$STORE_HOST has its new password."
`;

const redisRetire = `${redisLogin}
if ! opens current; then
  echo "The current password does not open $STORE_HOST, so the one before stays:"
  echo "$said"
  exit 1
fi
answer=$({
  echo "ACL SETUSER default resetpass #$(cat current.sha256)"
  echo "ACL SAVE"
} | ask current)
if [ "$answer" != "$(printf 'OK\\nOK')" ]; then
  echo "Redis did not take the old password away:"
  echo "$answer"
  exit 1
fi
# A session outlives the password that opened it; those from before the new one have it no more to do.
sessions=$(echo "CLIENT LIST TYPE normal" | ask current | awk -v limit="$ROTATED_SECONDS_AGO" '
  { id = ""; age = ""; user = ""
    for (i = 1; i <= NF; i++) {
      split($i, pair, "=")
      if (pair[1] == "id") id = pair[2]
      if (pair[1] == "age") age = pair[2]
      if (pair[1] == "user") user = pair[2]
    }
    if (user == "default" && age + 0 > limit + 0) print "CLIENT KILL ID " id }')
if [ -n "$sessions" ]; then echo "$sessions" | ask current >/dev/null; fi
echo "The old password of $STORE_HOST opens nothing any more."
`;

function rabbitmqScript(word: "apply" | "retire"): string {
  return `exec escript ${credentialsFolder}/${rabbitmqFile} ${word}\n`;
}

/** How a store's credentials are changed while it runs. */
export function credentialScripts(engine: RotatingStore["engine"]): CredentialScripts {
  switch (engine) {
    case "postgres":
      return { apply: postgresApply, retire: postgresRetire };
    case "rabbitmq":
      return { apply: rabbitmqScript("apply"), retire: rabbitmqScript("retire") };
    case "redis":
      return { apply: redisApply, retire: redisRetire };
    default:
      return engine satisfies never;
  }
}
