#!/bin/sh
# As far as systems use it, the official image's start: a new database, with its users, where there is none.
set -eu
if [ "${1:-}" != mariadbd ] || [ -d /var/lib/mysql/mysql ]; then exec "$@"; fi
for variable in MARIADB_ROOT_PASSWORD_FILE MARIADB_PASSWORD_FILE MARIADB_USER MARIADB_DATABASE; do
  eval "value=\${$variable:-}"
  if [ -z "$value" ]; then
    echo "$variable is not set" >&2
    exit 1
  fi
done
quoted() { sed "s/[\\\\']/\\\\&/g" "$1" | tr -d '\n'; }
mariadb-install-db --datadir=/var/lib/mysql --skip-test-db --auth-root-authentication-method=normal \
  --old-mode='UTF8_IS_UTF8MB3' --cross-bootstrap >/dev/null
socket=/run/mysqld/mysqld.sock
"$@" --skip-networking --socket=$socket &
server=$!
until mariadb-admin --no-defaults --socket=$socket -u root ping >/dev/null 2>&1; do
  if ! kill -0 $server 2>/dev/null; then
    wait $server
    exit 1
  fi
  sleep 0.2
done
mariadb --no-defaults --socket=$socket -u root <<SQL
create database if not exists \`$MARIADB_DATABASE\`;
create user '$MARIADB_USER'@'%' identified by '$(quoted "$MARIADB_PASSWORD_FILE")';
grant all on \`$(echo "$MARIADB_DATABASE" | sed 's/_/\\_/g')\`.* to '$MARIADB_USER'@'%';
delete from mysql.global_priv where user = '' or (user = 'root' and host <> 'localhost');
flush privileges;
set password for root@localhost = password('$(quoted "$MARIADB_ROOT_PASSWORD_FILE")');
SQL
kill $server
wait $server
exec "$@"
