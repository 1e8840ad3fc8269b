import { exchangeScript } from "./exchange";

/** Where the password of the store lies in the container that saves it. */
export const passwordPath = "/run/secrets/password";

/** How Redis is saved, tried out and restored. */
export const redisScript = `socket=/scratch/redis.sock
cli() { redis-cli -s $socket "$@"; }
remote() { REDISCLI_AUTH=$(cat ${passwordPath}) redis-cli -h "$HOST" -p "$PORT" "$@"; }

engine_beat() { :; }
engine_metrics() { :; }
engine_prune() { :; }

engine_clean() {
  if [ -S $socket ]; then cli shutdown nosave >/dev/null 2>&1 || true; fi
  rm -rf /scratch/* 2>/dev/null || true
}

# Loads a snapshot into a server that nobody reaches, and writes what it holds: database, keys, keys that expire.
counts() { tr -d '\\r' | sed -n 's/^\\(db[0-9]*\\):keys=\\([0-9]*\\),expires=\\([0-9]*\\).*/\\1 \\2 \\3/p' | tr ' ' '\\t'; }
load() { # snapshot, file for the counts
  engine_clean
  mkdir /scratch/data
  cp "$1" /scratch/data/dump.rdb
  redis-server --port 0 --unixsocket $socket --dir /scratch/data --dbfilename dump.rdb --save '' \\
    --appendonly no --daemonize no --logfile /scratch/redis.log 9>&- &
  server=$!
  until [ "$(cli ping 2>/dev/null)" = PONG ]; do
    if ! kill -0 $server 2>/dev/null || grep -q 'Fatal error\\|FATAL' /scratch/redis.log 2>/dev/null; then
      tail -n 3 /scratch/redis.log >&2
      die "Redis cannot load the snapshot"
    fi
    sleep 0.1
  done
  cli info keyspace | counts > "$2"
  version=$(cli info server | tr -d '\\r' | sed -n 's/^redis_version://p')
  cli shutdown nosave >/dev/null 2>&1 || true
  wait $server || true
  rm -rf /scratch/data
}

engine_take() { # kind
  patiently remote ping >/dev/null 2>&1
  remote --rdb dump.rdb >/dev/null 2>rdb.log || { cat rdb.log >&2; die "Redis gave no snapshot"; }
  rm rdb.log
  [ -s dump.rdb ] || die "Redis gave an empty snapshot"
  load "$PWD/dump.rdb" "$PWD/rows.tsv"
  awk -F '\\t' -v version="$version" -v marker="$started" '
    { rows = rows separator "\\"" $1 "\\":" $2; expires = expires separator "\\"" $1 "\\":" $3; separator = "," }
    END { printf "\\"engine\\":\\"redis\\",\\"version\\":\\"%s\\",\\"marker\\":%s,\\"rows\\":{%s},\\"expires\\":{%s}", version, marker, rows, expires }' rows.tsv > facts
}
engine_facts() { cat facts; rm facts; }

engine_drill() { # folder of the backup
  load "$1/dump.rdb" /tmp/found.tsv
  compare "$1/rows.tsv" /tmp/found.tsv || die "the restored data is not what was saved"
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}

# Keys whose time is up are dropped while loading, so between those that never expire and all may be left.
compare() { # expected, found
  awk -F '\\t' '
    FILENAME == ARGV[1] { keys[$1] = $2; expires[$1] = $3; next }
    { found[$1] = $2 }
    END { for (name in keys) if (found[name] + 0 > keys[name] || found[name] + 0 < keys[name] - expires[name]) {
      print name " has " found[name] + 0 " keys, the manifest says " keys[name] " of which " expires[name] " expire"; wrong = 1 } exit wrong }' "$1" "$2" >&2
}

# The store is stopped and its data is mounted at /data: the snapshot takes its place, what was there stays beside it.
engine_replace() { # name of a backup, name that the old data gets
  folder=$(folder_of "$1")
  check "$folder"
  mkdir "/data/$2"
  for file in appendonlydir dump.rdb; do if [ -e "/data/$file" ]; then mv "/data/$file" "/data/$2/"; fi; done
  if [ "$PERSISTENCE" = append-only ]; then
    mkdir /data/appendonlydir
    cp "$folder/dump.rdb" /data/appendonlydir/appendonly.aof.1.base.rdb
    : > /data/appendonlydir/appendonly.aof.1.incr.aof
    printf 'file appendonly.aof.1.base.rdb seq 1 type b\\nfile appendonly.aof.1.incr.aof seq 1 type i\\n' \\
      > /data/appendonlydir/appendonly.aof.manifest
  else
    cp "$folder/dump.rdb" /data/dump.rdb
  fi
  flush
}
# The running store holds what the backup does.
engine_verify() { # name of a backup
  remote info keyspace | counts > /tmp/found.tsv
  compare "$(folder_of "$1")/rows.tsv" /tmp/found.tsv || die "the store does not hold what was saved"
}
engine_putback() { # name of the old data
  [ -d "/data/$1" ] || return 0
  rm -rf /data/appendonlydir /data/dump.rdb
  for file in appendonlydir dump.rdb; do if [ -e "/data/$1/$file" ]; then mv "/data/$1/$file" /data/; fi; done
  rmdir "/data/$1"
}
`;

/** Puts each key of a scratch server into another one, as it is (https://redis.io/docs/latest/commands/migrate). */
const migrateLua = `local cursor = "0"
repeat
  local found = redis.call("SCAN", cursor, "COUNT", 500)
  cursor = found[1]
  if #found[2] > 0 then redis.call("MIGRATE", ARGV[1], ARGV[2], "", ARGV[3], 60000, "COPY", "REPLACE", "AUTH", ARGV[4], "KEYS", unpack(found[2])) end
until cursor == "0"`;

/**
 * The same for a set of servers that Sentinels watch: what the master says is saved, and what is restored is written into the master, for
 * no server of the set stops without the others choosing another.
 */
export const watchedScript = `
master() {
  for each in $SENTINELS; do
    found=$(REDISCLI_AUTH=$(cat ${passwordPath}) timeout 5 redis-cli -h "$each" -p 26379 sentinel get-master-addr-by-name "$SET_NAME" 2>/dev/null | head -n 1) || found=
    if [ -n "$found" ]; then echo "$found"; return 0; fi
  done
  die "no Sentinel says which server is the master"
}
remote() {
  host=$(master) || return 1
  REDISCLI_AUTH=$(cat ${passwordPath}) redis-cli -h "$host" -p "$PORT" "$@"
}
${exchangeScript}
put_back() { # folder of a backup
  engine_clean
  mkdir /scratch/data
  cp "$1/dump.rdb" /scratch/data/dump.rdb
  redis-server --port 0 --unixsocket $socket --dir /scratch/data --dbfilename dump.rdb --save '' \\
    --appendonly no --daemonize no --logfile /scratch/redis.log >/dev/null 2>&1 9>&- &
  server=$!
  until [ "$(cli ping 2>/dev/null)" = PONG ]; do
    if ! kill -0 $server 2>/dev/null; then tail -n 3 /scratch/redis.log >&2; die "Redis cannot load the snapshot"; fi
    sleep 0.1
  done
  to=$(master) || exit 1
  [ "$(remote flushall)" = OK ] || die "the master cannot be emptied"
  for db in $(cli info keyspace | counts | cut -f 1); do
    # The password goes in by stdin, as the last argument.
    told=$(tr -d '\\n' < ${passwordPath} | cli -n "\${db#db}" -x eval '${migrateLua}' 0 "$to" "$PORT" "\${db#db}")
    [ -z "$told" ] || die "the keys of $db cannot be written: $told"
  done
  engine_clean
}
`;
