import { walFolder } from "./sql";

/** The part of Postgres' script that brings a whole server back to a moment, and exchanges data folders. */
export const recoveryScript = `# Everything up to now is in the archive: a restore to a moment needs what came after it, too.
engine_archive_now() {
  mark
  segment=$(sql -c 'select pg_walfile_name(pg_switch_wal())')
  left=600
  until [ -e "${walFolder}/$segment.gz" ]; do
    left=$((left - 1))
    [ $left -gt 0 ] || die "after 60 s the log's segment $segment is not archived: $(sql -c 'select last_failed_wal, last_failed_time from pg_stat_archiver')"
    sleep 0.1
  done
  pg_dumpall --roles-only -f /scratch/roles-now.sql
}

# Beside the data folder of the store, which is mounted here, one as it was at a moment. Its server archives what
# promotion writes: the next restore must find the new timeline.
engine_rewind() { # moment
  data=/var/lib/postgresql/data/pgdata_restore
  timeline=$(live_timeline)
  if [ -e $data/postmaster.pid ]; then server_stop $data 2>/dev/null || true; fi
  rm -rf $data
  base=
  for each in $(names $root); do
    if [ -e "$root/$each/base.tar.gz" ] && [ "$(epoch_of "$(member "$root/$each" until)")" -le "$(epoch_of "$1")" ]; then base=$root/$each; fi
  done
  [ -n "$base" ] || die "no base backup is older than $1; the oldest moment is $(oldest_moment)"
  check "$base"
  recover "$base" $data "recovery_target_time = '$(echo "$1" | sed 's/T/ /; s/Z$/+00/')'
recovery_target_action = 'promote'"
  if ! (server_start $data "-c hot_standby=off -c archive_mode=on -c archive_command='sh $here/archive.sh %p %f' $PRELOAD" && server_recovered $data); then
    rm -rf $data
    die "the state of $1 could not be restored from \${base##*/} and the archived log; nothing was changed"
  fi
  export PGHOST=/scratch/run
  if [ -e /scratch/roles-now.sql ]; then
    # Passwords may have changed since.
    sql -v ON_ERROR_STOP=0 -d postgres -f /scratch/roles-now.sql >/dev/null 2>&1 || true
    rm /scratch/roles-now.sql
  fi
  sql -c "select 'restored to ' || at from trireme.marker"
  pg_ctl -D $data -s -w -t "$DEADLINE" -m fast stop 9>&-
  tar -xzOf "$base/base.tar.gz" postgresql.auto.conf > $data/postgresql.auto.conf
  flush
}
epoch_of() { date -u -d "$(echo "$1" | sed 's/T/ /; s/Z$//; s/\\..*//; s/+00$//')" +%s; }
oldest_moment() {
  for each in $(names $root); do
    if [ -e "$root/$each/base.tar.gz" ]; then member "$root/$each" until; return; fi
  done
  echo unknown
}

# The server is stopped: the restored folder takes the place of the one in force, which stays beside it.
engine_exchange() { # name that the old one gets
  cd /var/lib/postgresql/data
  [ -e pgdata_restore/PG_VERSION ] || die "there is no restored folder"
  [ -e pgdata/PG_VERSION ] || die "there is no folder in force to put aside"
  [ ! -e pgdata/postmaster.pid ] || rm pgdata/postmaster.pid
  mv pgdata "$1"
  mv pgdata_restore pgdata || { mv "$1" pgdata; die "the folders could not be exchanged"; }
  flush .
}
engine_putback() { # name of the old one
  cd /var/lib/postgresql/data
  [ -e "$1" ] || return 0
  mv pgdata "failed_$1"
  mv "$1" pgdata
}
`;
