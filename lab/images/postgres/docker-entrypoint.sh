#!/bin/bash
# Prepares an empty data folder as the official image does, then runs the command.
set -euo pipefail

case "${1:-}" in
  -*) set -- postgres "$@" ;;
esac
[ "${1:-}" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres {} +
  find /var/run/postgresql \! -user postgres -exec chown postgres {} +
  exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$0" "$@"
fi

from_file() {
  local name=$1 file=$1_FILE
  if [ -n "${!name:-}" ] && [ -n "${!file:-}" ]; then
    echo "error: both $name and $file are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "${!file:-}" ]; then
    printf -v "$name" '%s' "$(cat "${!file}")"
  fi
  unset "$file"
}

initialise() {
  from_file POSTGRES_PASSWORD
  from_file POSTGRES_USER
  from_file POSTGRES_DB
  from_file POSTGRES_INITDB_ARGS
  local user=${POSTGRES_USER:-postgres} password=${POSTGRES_PASSWORD:-} auth=${POSTGRES_HOST_AUTH_METHOD:-}
  local database=${POSTGRES_DB:-$user}
  if [ -z "$password" ] && [ "$auth" != trust ]; then
    echo "error: the database is uninitialised and POSTGRES_PASSWORD is not given (nor POSTGRES_HOST_AUTH_METHOD=trust)" >&2
    exit 1
  fi

  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  # POSTGRES_INITDB_ARGS is a list of words by its contract.
  eval "initdb --username=\"\$user\" --pwfile=<(printf '%s\n' \"\$password\") ${POSTGRES_INITDB_ARGS:-}"
  printf '\nhost all all all %s\n' "${auth:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"

  # Clients from outside must not see the server before it is complete, so it listens on its socket alone.
  # It has the parameters of the one to come: scripts may need what those load.
  local given=""
  [ $# = 0 ] || given=$(printf '%q ' "$@")
  PGUSER=$user pg_ctl -D "$PGDATA" -w -t 300 -o "$given-c listen_addresses='' -c unix_socket_directories=/var/run/postgresql -p 5432" start
  export PGPASSWORD=$password
  local psql=(psql -v ON_ERROR_STOP=1 --username "$user" --no-password --no-psqlrc)
  if [ "$database" != postgres ]; then
    "${psql[@]}" --dbname postgres --set db="$database" <<<'CREATE DATABASE :"db";'
  fi
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
      *.sql) "${psql[@]}" --dbname "$database" -f "$file" ;;
      *.sql.gz) gunzip -c "$file" | "${psql[@]}" --dbname "$database" ;;
    esac
  done
  unset PGPASSWORD
  pg_ctl -D "$PGDATA" -m fast -w stop
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initialise "${@:2}"
fi
unset POSTGRES_PASSWORD
# The binaries look for /tmp, the official ones for this folder; arguments that follow win.
exec postgres -c "unix_socket_directories=/var/run/postgresql" "${@:2}"
