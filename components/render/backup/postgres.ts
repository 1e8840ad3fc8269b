import { passwordPath } from "./redis";
import { walFolder } from "./sql";

/** How Postgres is saved, tried out and restored. */
export const postgresScript = `# Over the network the container's own variables say where the server is.
export PGHOST="\${HOST:-\${PGHOST:-}}" PGUSER PGDATABASE PGCONNECT_TIMEOUT=10 PGTZ=UTC
if [ -e ${passwordPath} ]; then
  sed 's/[:\\\\]/\\\\&/g; s/^/*:*:*:*:/' ${passwordPath} > /tmp/.pgpass.$$
  mv -f /tmp/.pgpass.$$ /tmp/.pgpass
  export PGPASSFILE=/tmp/.pgpass
fi
export PGOPTIONS='-c client_min_messages=warning'
sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }

# A row with the time: what is restored shows by it how much was lost.
mark() {
  sql -1 >/dev/null <<'SQL'
select pg_advisory_xact_lock(7237546);
create schema if not exists trireme;
create table if not exists trireme.marker (id int primary key check (id = 1), at timestamptz not null);
insert into trireme.marker values (1, clock_timestamp()) on conflict (id) do update set at = excluded.at;
SQL
}

engine_beat() {
  [ "$POINT_IN_TIME" = 1 ] || return 0
  mark 2>/dev/null
}

engine_take() { # kind
  patiently pg_isready -q -t 3
  mark
  sql -f $here/dump.sql
  [ -e dumped ] || die "pg_dump failed"
  rm dumped
  # Roles without their passwords: a dump names them as owners.
  pg_dumpall --roles-only --no-role-passwords -f roles.sql
  if [ "$POINT_IN_TIME" = 1 ] && [ "$1" != release ]; then
    pg_basebackup -D base -Ft -z -X stream -c fast --no-password
    mv base/base.tar.gz base/pg_wal.tar.gz base/backup_manifest .
    rmdir base
    tar -xzOf base.tar.gz backup_label > backup_label
    printf ',"base":{"wal":"%s","until":"%s"}' "$(first_segment .)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >> facts
  fi
}
engine_facts() { tr -d '\\n' < facts; rm facts; }
first_segment() { sed -n 's/^START WAL LOCATION.*(file \\([0-9A-F]*\\))$/\\1/p' "$1/backup_label"; }

# The log is kept as far back as the oldest base that it continues.
engine_prune() {
  [ "$POINT_IN_TIME" = 1 ] || return 0
  # The same log in every timeline: the first eight digits of a segment's name say which.
  oldest=$(for each in $(names $root); do
    if [ -e "$root/$each/backup_label" ]; then first_segment "$root/$each"; fi
  done | LC_ALL=C sort -k 1.9 | head -n 1)
  [ -n "$oldest" ] || return 0
  pg_archivecleanup -x .gz ${walFolder} "$oldest"
  for label in ${walFolder}/*.backup.gz; do
    segment=\${label##*/}
    segment=\${segment%%.*}
    if [ -e "$label" ] && [ "$(printf '%s\\n%s\\n' "$segment" "$oldest" | sort | head -n 1)" != "$oldest" ]; then rm "$label"; fi
  done
}

engine_metrics() {
  [ "$POINT_IN_TIME" = 1 ] || return 0
  archiver=$(sql -F ' ' -c "select archived_count, failed_count, coalesce(extract(epoch from last_archived_time)::bigint, 0),
    (coalesce(last_failed_time, '-infinity') > coalesce(last_archived_time, '-infinity'))::int from pg_stat_archiver" 2>/dev/null) || return 0
  set -- $archiver
  metric wal_archived_total counter "$1" "Segments of the log that were archived."
  metric wal_archive_failures_total counter "$2" "Attempts to archive a segment that failed."
  metric wal_archive_last_success_timestamp_seconds gauge "$3" "When a segment was last archived."
  metric wal_archive_failing gauge "$4" "1 while the last attempt to archive failed."
  metric recovery_point_objective_seconds gauge "$RPO" "How much may be lost at most."
}

# In batches, each with few locks.
engine_count() { # database, snapshot or nothing, file for the statements
  (export PGDATABASE="$1"; sql -v snapshot="$2" -v batches="$3" -f $here/count.sql)
}
# A database for -d, whose value libpq takes for a whole description of a connection where it has "=" in it.
named() { printf "dbname='%s'" "$(printf %s "$1" | sed "s/[\\\\']/\\\\&/g")"; }

# Whether a database has the rows of the manifest, in all tables or in those that the drill names.
compare() { # folder of the backup, database
  engine_count "$2" '' "/scratch/batches.$$" > "/scratch/rows.$$" || { echo "the rows of $2 cannot be counted" >&2; return 1; }
  rm "/scratch/batches.$$"
  awk -F '\\t' -v wanted=" $TABLES " '
    function counts(name) { bare = name; sub(/^[^.]*\\./, "", bare); return wanted ~ /^ *$/ || index(wanted, " " name " ") || index(wanted, " " bare " ") }
    FILENAME == ARGV[1] { if ($1 != "") expected[$1] = $2; next }
    $1 != "" { found[$1] = $2 }
    END {
      for (name in expected) if (counts(name)) {
        seen[name] = 1
        if (!(name in found)) { print "table " name " is missing"; wrong = 1 }
        else if (found[name] != expected[name]) { print "table " name " has " found[name] " rows, the manifest says " expected[name]; wrong = 1 }
      }
      n = split(wanted, list, " ")
      for (i = 1; i <= n; i++) {
        hit = 0
        for (name in seen) { bare = name; sub(/^[^.]*\\./, "", bare); if (name == list[i] || bare == list[i]) hit = 1 }
        if (!hit) { print "the backup has no table " list[i]; wrong = 1 }
      }
      exit wrong
    }' "$1/rows.tsv" "/scratch/rows.$$" > "/scratch/differences.$$" || { cat "/scratch/differences.$$" >&2; rm -f "/scratch/rows.$$" "/scratch/differences.$$"; return 1; }
  rm -f "/scratch/rows.$$" "/scratch/differences.$$"
}

server_start() { # data folder, further options
  mkdir -p /scratch/run
  pg_ctl -D "$1" -s -w -t "$DEADLINE" -l "/scratch/\${1##*/}.log" \\
    -o "-c listen_addresses= -c unix_socket_directories=/scratch/run -c hba_file=$1/pg_hba.conf -c shared_buffers=32MB -c archive_mode=off $2" start 9>&- \\
    || { tail -n 5 "/scratch/\${1##*/}.log" >&2; die "the scratch server did not start"; }
}
# A server that recovers counts as started for pg_ctl; it takes connections when it has reached the end.
server_recovered() { # data folder
  until pg_isready -q -h /scratch/run; do
    if [ ! -e "$1/postmaster.pid" ]; then
      grep -E 'FATAL|ERROR' "/scratch/\${1##*/}.log" | tail -n 3 >&2
      die "the recovery did not reach its end"
    fi
    sleep 0.2
  done
}
server_stop() { pg_ctl -D "$1" -s -w -m immediate stop 9>&-; }

# A postmaster that a killed drill left is ended before its folder is removed.
engine_clean() {
  for data in /scratch/data /scratch/recovered; do
    if [ -e $data/postmaster.pid ]; then server_stop $data 2>/dev/null || true; fi
  done
  rm -rf /scratch/* 2>/dev/null || true
}

member() { sed -n "s/.*\\"$2\\":\\"\\([^\\"]*\\)\\".*/\\1/p" "$1/manifest.json"; }

fill() { # folder of the backup, empty database
  # Not in one transaction, which would hold a lock of all that it makes: the database is new, and goes when this fails.
  PGOPTIONS="$PGOPTIONS -c synchronous_commit=off" pg_restore --exit-on-error -d "$(named "$2")" "$1/dump" || return 1
  compare "$1" "$2" || { echo "the restored database is not what was saved" >&2; return 1; }
}

engine_drill() { # folder of the backup
  engine_clean
  began=$(now)
  timeline=$(live_timeline)
  # A superuser that no backup names: a role that the roles' file demotes could not restore.
  user=$PGUSER
  PGUSER=trireme_drill
  initdb -D /scratch/data -U "$PGUSER" -A trust -E UTF8 --no-locale --no-sync > /scratch/initdb.log 2>&1 \\
    || { tail -n 5 /scratch/initdb.log >&2; die "initdb failed"; }
  server_start /scratch/data "-c fsync=off $PRELOAD"
  export PGHOST=/scratch/run
  # What cannot be made again shows in the restore.
  sql -v ON_ERROR_STOP=0 -d postgres -f "$1/roles.sql" >/dev/null 2>&1 || true
  sql -d postgres -v encoding="$(member "$1" encoding)" >/dev/null <<'SQL'
create database drill template template0 encoding :'encoding';
SQL
  fill "$1" drill
  marker=$(sql -d drill -c 'select extract(epoch from at)::bigint from trireme.marker')
  server_stop /scratch/data
  rm -rf /scratch/data
  PGUSER=$user
  promised=$GAP
  if [ "$POINT_IN_TIME" = 1 ]; then
    promised=$RPO
    began=$(now)
    marker=$(recovered_marker)
  fi
  put marker_age $((began - marker))
  judge_age $((began - marker)) "$promised" data
}

newest_base() {
  base=
  for each in $(names $root); do if [ -e "$root/$each/base.tar.gz" ]; then base=$root/$each; fi; done
}
# Those before a release have no base: it would be waited for.
engine_tryable() {
  [ "$POINT_IN_TIME" = 1 ] || return 0
  newest_base
  [ -n "$base" ]
}

# The newest marker that the newest base and the archived log bring back.
recovered_marker() {
  newest_base
  recover "$base" /scratch/recovered ''
  server_start /scratch/recovered "-c fsync=off -c hot_standby=off $PRELOAD"
  server_recovered /scratch/recovered
  sql -c 'select extract(epoch from at)::bigint from trireme.marker'
  server_stop /scratch/recovered
  rm -rf /scratch/recovered
}

# The history that the server is in: the archive may hold another, of a restore that was given up.
live_timeline() { sql -c 'select timeline_id from pg_control_checkpoint()' 2>/dev/null || echo latest; }

recover() { # folder of the backup, empty data folder, target settings
  mkdir -m 700 "$2"
  tar -xzf "$1/base.tar.gz" -C "$2"
  tar -xzf "$1/pg_wal.tar.gz" -C "$2/pg_wal"
  {
    echo "restore_command = 'test -e ${walFolder}/%f.gz && gunzip -c ${walFolder}/%f.gz > %p'"
    echo "recovery_target_timeline = '$timeline'"
    echo "$3"
  } >> "$2/postgresql.auto.conf"
  touch "$2/recovery.signal"
}

# The roles that a backup names and this server lacks, as one that was just made does: as they were, without their passwords. Those that
# are here stay as they are, and what cannot be made shows in the restore.
add_roles() { # folder of the backup
  sql -d postgres -c 'select quote_ident(rolname) from pg_roles' > "/scratch/present.$$"
  awk '
    FILENAME == ARGV[1] { present[$0]; next }
    /^CREATE ROLE / { name = substr($0, 13, length($0) - 13); if (!(name in present)) { missing[name]; print }; next }
    /^(ALTER ROLE|GRANT) / {
      for (name in missing)
        if (index($0, "ALTER ROLE " name " ") == 1 || index($0, "GRANT " name " TO ") == 1 \\
          || (/^GRANT / && (index($0, " TO " name " ") || index($0, " TO " name ";")))) { print; next }
    }' "/scratch/present.$$" "$1/roles.sql" > "/scratch/lacking.$$"
  if [ -s "/scratch/lacking.$$" ]; then sql -v ON_ERROR_STOP=0 -d postgres -f "/scratch/lacking.$$" >/dev/null 2>&1 || true; fi
  rm -f "/scratch/present.$$" "/scratch/lacking.$$"
}

# Restores into a new database of the running server, or leaves none.
engine_restore() { # name of a backup, name of the new database
  locked
  folder=$(folder_of "$1")
  check "$folder"
  # Who logs in may act as another role, which then owns what it makes.
  sql -d postgres -v fresh="$2" -v current="$PGDATABASE" >/dev/null <<'SQL' || die "the database $2 cannot be made"
select format('create database %I owner %I template template0 encoding %L lc_collate %L lc_ctype %L', :'fresh', current_user,
  pg_encoding_to_char(encoding), datcollate, datctype) from pg_database where datname = :'current' \\gexec
select format('alter database %I set %s = %L', :'fresh', split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1))
  from pg_db_role_setting, unnest(setconfig) setting
  where setrole = 0 and setdatabase = (select oid from pg_database where datname = :'current') \\gexec
SQL
  add_roles "$folder"
  if ! (TABLES= fill "$folder" "$2"); then
    sql -d postgres -v fresh="$2" -c 'select 1' >/dev/null
    echo 'drop database :"fresh" with (force);' | sql -d postgres -v fresh="$2"
    die "nothing was changed: $1 cannot be restored"
  fi
}

engine_swap() { # new database, name that the one in force gets
  sql -d postgres -v fresh="$1" -v before="$2" -v current="$PGDATABASE" \\
    -f $here/swap.sql >/dev/null || {
    echo 'alter database :"current" allow_connections true;' | sql -d postgres -v current="$PGDATABASE" || true
    die "the database $PGDATABASE could not be exchanged; it is in force as it was"
  }
}
. $here/recovery.sh

engine_drop() { # database
  echo 'drop database if exists :"name" with (force);' | sql -d postgres -v name="$1"
}
`;
