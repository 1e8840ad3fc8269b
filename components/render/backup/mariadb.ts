import { exchangeScript } from "./exchange";
import { passwordPath } from "./redis";

/**
 * How a MariaDB is saved, tried out and restored: a dump in one transaction (https://mariadb.com/kb/en/mariadb-dump), and of each table how
 * many rows it has with a checksum over them, as a server says that has just loaded the dump and that nobody reaches.
 */
export const mariadbScript = `${exchangeScript}tab='	'
socket=/scratch/server.sock

remote() { # program, options
  program=$1
  shift
  MYSQL_PWD=$(cat ${passwordPath}) "$program" --no-defaults --default-character-set=utf8mb4 --protocol=tcp -h "$HOST" -P "$PORT" -u "$OWNER" "$@"
}
local_sql() { mariadb --no-defaults --default-character-set=utf8mb4 --socket=$socket -u root "$@"; }
quoted() { printf '\`%s\`' "$(printf %s "$1" | sed 's/\`/\`\`/g')"; }

engine_clean() {
  if [ -s /scratch/server.pid ]; then kill -9 "$(cat /scratch/server.pid)" 2>/dev/null || true; fi
  rm -rf /scratch/* 2>/dev/null || true
}

# A server of its own, in which everything is lost that happens to it.
server_start() {
  engine_clean
  mkdir /scratch/data /scratch/tmp
  mariadb-install-db --no-defaults --datadir=/scratch/data --skip-test-db --auth-root-authentication-method=normal > /scratch/install.log 2>&1 9>&- \\
    || { tail -n 5 /scratch/install.log >&2; die "no scratch server could be made"; }
  mariadbd --no-defaults --datadir=/scratch/data --tmpdir=/scratch/tmp --socket=$socket --pid-file=/scratch/server.pid --skip-networking \\
    --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --max-allowed-packet=1G > /scratch/server.log 2>&1 9>&- &
  server=$!
  until local_sql -e 'select 1' >/dev/null 2>&1; do
    kill -0 $server 2>/dev/null || { tail -n 5 /scratch/server.log >&2; die "the scratch server did not start"; }
    sleep 0.2
  done
}
server_stop() {
  kill $server
  wait $server || true
  engine_clean
}

# Of each table: name, rows, checksum over all of them.
measure() { # command that asks, database
  $1 -N -B -r -e "select table_name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' order by binary table_name" "$2" > /tmp/tables || return 1
  while IFS= read -r name; do
    each=$(quoted "$name")
    counted=$($1 -N -B -e "select count(*) from $each" "$2" </dev/null) || return 1
    sum=$($1 -N -B -e "checksum table $each extended" "$2" </dev/null | cut -f 2) || return 1
    printf '%s\\t%s\\t%s\\n' "$name" "$counted" "$sum"
  done < /tmp/tables
}
ask_remote() { remote mariadb "$@"; }

load() { # folder of a backup
  local_sql -e 'create database drill character set utf8mb4'
  gzip -dc "$1/dump.sql.gz" | local_sql drill || die "the dump cannot be loaded"
}
compare() { # expected, found
  awk -F '\\t' '
    FILENAME == ARGV[1] { expected[$1] = $2 " rows and the checksum " $3; next }
    { found[$1] = $2 " rows and the checksum " $3 }
    END {
      for (name in expected) if (!(name in found) || found[name] != expected[name]) {
        print name in found ? "table " name " has " found[name] ", the manifest says " expected[name] : "table " name " is missing"; wrong = 1 }
      exit wrong }' "$1" "$2" >&2
}

engine_take() { # kind
  patiently remote mariadb -e 'select 1' >/dev/null 2>&1
  # What a restore puts aside may be broken, which is why: a view without its tables is left out.
  force=
  if [ "$1" = before ]; then force=--force; fi
  { remote mariadb-dump $force --single-transaction --quick --routines --events --triggers --hex-blob --no-tablespaces --max-allowed-packet=1G "$DATABASE" || [ -n "$force" ] || : > failed; } | gzip -c > dump.sql.gz
  [ ! -e failed ] || die "mariadb-dump failed"
  version=$(remote mariadb -N -B -e 'select version()')
  server_start
  load "$PWD"
  measure local_sql drill > rows.tsv || die "the rows of the dump cannot be counted"
  server_stop
  rows=$(awk -F "$tab" '{ gsub(/["\\\\]/, "", $1); printf "%s\\"%s\\":%s", separator, $1, $2; separator = "," }' rows.tsv)
  printf '"engine":"mariadb","version":"%s","marker":%s,"rows":{%s}' "$version" "$started" "$rows" > facts
}

engine_drill() { # folder of the backup
  server_start
  load "$1"
  measure local_sql drill > /scratch/found.tsv || die "the rows of the restored database cannot be counted"
  compare "$1/rows.tsv" /scratch/found.tsv || die "the restored database is not what was saved"
  server_stop
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}

put_back() { # folder of a backup
  name=$(quoted "$DATABASE")
  set -- "$1" $(remote mariadb -N -B -e "select default_character_set_name, default_collation_name from information_schema.schemata where schema_name = database()" "$DATABASE")
  remote mariadb -e "drop database $name; create database $name character set \${2:-utf8mb4} collate \${3:-utf8mb4_general_ci}" || die "the database cannot be emptied"
  gzip -dc "$1/dump.sql.gz" | remote mariadb --max-allowed-packet=1G "$DATABASE" || die "the dump cannot be loaded into $DATABASE"
  measure ask_remote "$DATABASE" > /tmp/found.tsv || die "the rows of $DATABASE cannot be counted"
  compare "$1/rows.tsv" /tmp/found.tsv || die "the store does not hold what was saved"
}
`;
