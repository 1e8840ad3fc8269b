import type { Postgres } from "../model";

/** The role that replicas log in as at their primary; it may do nothing but receive the log. */
export const replicationRole = "trireme_replication";
/** The role as which the balancer asks whether a server takes connections; it does not exist, so that nobody is let in. */
export const checkRole = "trireme_check";
/** Where the files of a replica, and of what makes the role, lie. */
export const replicaFolder = "/run/replica";

const passfile = "/tmp/.pgpass";
/** The data of a replica as long as it is being copied. */
const copied = "$PGDATA.new";

/** How a replica calls itself at its primary: that is how the primary's statistics tell them apart. */
export function replicaName({ name }: Pick<Postgres, "name">, number: number): string {
  return `${name}-replica-${number}`;
}

/** How a replica reaches its primary, without the password. */
export function primaryConnection(store: Postgres, number: number, authority: string): string {
  return Object.entries({
    host: store.name,
    port: 5432,
    user: replicationRole,
    passfile,
    application_name: replicaName(store, number),
    connect_timeout: 10,
    // The authority's certificate lies behind the server's.
    ...(store.tls === true ? { sslmode: "verify-full", sslrootcert: authority } : { sslmode: "disable" }),
  })
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

/**
 * What a replica says when it can follow its primary no more: what it needs next was removed, or its data is of another history.
 * The messages are those of PostgreSQL's own source (`walreceiver.c`, `walsender.c`, `xlogrecovery.c`); they are not translated, because
 * the script sets `lc_messages`.
 */
const lost = [
  "requested WAL segment [0-9A-F]+ has already been removed",
  "requested starting point .* is not in this server's history",
  "requested starting point .* is ahead of the WAL flush position",
  "new timeline .* forked off current database system timeline",
  "highest timeline .* of the primary is behind recovery timeline",
  "requested timeline .* is not a child of this server's history",
  "database system identifier differs between the primary and standby",
  "could not locate a valid checkpoint record",
];

/**
 * A POSIX shell script that becomes a replica: it copies the primary's data where it has none, or none that can follow, and runs the server
 * that is in its arguments. It looks through the server's log for what says that it can follow no more; then it begins again.
 */
export const replicaScript = `set -eu
umask 077
told=/tmp/told
log=/tmp/log
wanted=$PGDATA.rebuild
printf '*:*:*:*:%s\\n' "$(cat ${replicaFolder}/password)" > ${passfile}
looked=/tmp/looked
rm -f $log $looked
mkfifo $log $looked
stopping=
server=
trap 'stopping=1; if [ -n "$server" ]; then kill -INT "$server" 2>/dev/null || true; fi' INT TERM QUIT

say() { echo "replica: $*" >&2; }
# A trap runs between commands: one that is waited for in the background is given up at once.
pause() { sleep 3 & wait $! || true; if [ -n "$stopping" ]; then exit 0; fi; }

identify() { psql -XqAt -F ' ' -d "$PRIMARY replication=true" -c IDENTIFY_SYSTEM 2>&1; }

# Why the data here is of no use; nothing where it is.
reason() {
  if [ ! -s "$PGDATA/PG_VERSION" ]; then echo "it has no data"; return; fi
  if [ -e "$wanted" ]; then cat "$wanted"; return; fi
  runs=$(postgres --version | sed -E 's/^[^0-9]*([0-9]+).*/\\1/')
  if [ "$(cat "$PGDATA/PG_VERSION")" != "$runs" ]; then echo "its data is of version $(cat "$PGDATA/PG_VERSION"), and it runs $runs"; return; fi
  if found=$(identify); then
    own=$(LC_ALL=C pg_controldata "$PGDATA" | sed -n 's/^Database system identifier: *//p')
    if [ "$own" != "\${found%% *}" ]; then echo "its data is of another server"; fi
  fi
}

copy() {
  until found=$(identify); do
    say "the primary does not answer: $(echo "$found" | tail -n 1)"
    pause
  done
  rm -rf "${copied}" "$PGDATA"
  mkdir "${copied}"
  pg_basebackup -D "${copied}" -X stream -c fast --no-password -d "$PRIMARY" &
  server=$!
  if ! wait "$server"; then
    server=
    if [ -n "$stopping" ]; then exit 0; fi
    say "the primary's data could not be copied; it is tried again"
    rm -rf "${copied}"
    pause
    return 1
  fi
  server=
  touch "${copied}/standby.signal"
  mv "${copied}" "$PGDATA"
  rm -f "$wanted"
  say "has a copy of the primary's data"
}

# What leads here asks every second: it sees that nobody answers before a server does that only says that it starts.
if [ -e "$PGDATA/PG_VERSION" ]; then pause; fi
while :; do
  rm -rf "${copied}"
  until why=$(reason); [ -z "$why" ]; do
    say "$why; it copies the primary's"
    copy || true
  done
  rm -f $told
  grep --line-buffered -E "^\\[(walreceiver|startup)\\] .*(${lost.join("|")})" < $looked > $told &
  tee $looked < $log >&2 &
  reader=$!
  "$@" 2> $log &
  server=$!
  if [ -n "$stopping" ]; then kill -INT "$server" 2>/dev/null || true; fi
  while kill -0 "$server" 2>/dev/null && [ -z "$stopping" ]; do
    if [ -s $told ]; then
      sed -E 's/^[^:]*:[0-9:. A-Z]*\\[[0-9]+\\] //; s/^[A-Z]+:  //; q' $told > "$wanted"
      kill -INT "$server" 2>/dev/null || true
      break
    fi
    sleep 1 & wait $! || true
  done
  code=0
  while :; do
    code=0
    wait "$server" || code=$?
    kill -0 "$server" 2>/dev/null || break
  done
  server=
  wait "$reader" || true
  if [ -n "$stopping" ]; then exit 0; fi
  # What it said last may have come while it ended.
  if [ -s $told ] && [ ! -e "$wanted" ]; then tail -n 1 $told > "$wanted"; fi
  if [ ! -e "$wanted" ]; then exit "$code"; fi
done
`;

/** Whether a replica lives that does not serve yet: it copies, or recovers. */
export const replicaLives = `pg_isready -q -h 127.0.0.1; [ $? -le 1 ] || [ -d "${copied}" ]`;

/** Gives the role its password, as a text that proves it and does not tell it. */
export const replicationRoleScript = `set -eu
PGPASSWORD=$(cat ${replicaFolder}/owner)
export PGPASSWORD
psql -Xqw -v ON_ERROR_STOP=1 -v role=${replicationRole} <<'SQL'
\\set verifier \`cat ${replicaFolder}/verifier\`
set log_statement = 'none';
set log_min_duration_statement = -1;
select format('create role %I', :'role') where not exists (select from pg_roles where rolname = :'role') \\gexec
alter role :"role" with login replication nosuperuser nocreatedb nocreaterole nobypassrls password :'verifier';
SQL
`;
