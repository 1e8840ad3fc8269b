import { carryScript } from "./carry";
import { metricsScript } from "./metrics";
import { clockScript } from "./order";

/** Where the scripts lie in the containers that save and restore. */
export const scriptFolder = "/opt/backup";

/** Whether a backup is as it was written, as a shell function. */
export const checkScript = `# Whether every file of a backup is the one that was written.
check() { # folder
  if ! grep -q ' manifest.json$' "$1/SHA256SUMS" 2>/dev/null; then
    echo "\${1##*/} has no list of checksums (SHA256SUMS)" >&2
    return 1
  fi
  if wrong=$(cd "$1" && sha256sum -c SHA256SUMS 2>/dev/null | grep -v ': OK$'); then
    echo "the checksum of \${1##*/} is wrong: $(echo "$wrong" | tr '\\n' ' ')" >&2
    return 1
  fi
}
`;

/**
 * The POSIX shell program that takes, keeps, checks and tries out backups of one store, whatever its engine. It sources
 * `settings.sh` (what the system says) and `engine.sh` (how the engine is saved), runs in busybox and Debian alike,
 * and is `loop` in the long-running container and each of its other commands in an `exec` beside it.
 */
export const mainScript = `set -eu
umask 077
here=${scriptFolder}
root=/backup
fetched=/fetched
# Without a bucket a container may have no disk for what comes from elsewhere.
if [ ! -d $fetched ]; then fetched=$root/.fetched; fi
metrics=/var/lib/metrics
. $here/settings.sh
state=$metrics/.$BACKUP

say() { echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"; }
die() { echo "$*" >&2; exit 1; }
now() { date +%s; }
# Where a tool cannot write out single files, it writes out all.
flush() { sync "$@" 2>/dev/null || sync; }
# Until it succeeds, or patience is at its end: what is wrong then, the next command says.
patiently() { # command...
  left=$PATIENCE
  until [ "$left" -le 0 ] || "$@"; do left=$((left - 1)); sleep 1; done
}

# State lies with the metrics, in memory, so that a full disk cannot stop it; a copy outlives the container.
put() { # key, value
  echo "$2" > "$state/.$1.$$"
  mv "$state/.$1.$$" "$state/$1"
  { { [ -d $root/.state ] || mkdir $root/.state; } && echo "$2" > "$root/.state/.$1" && mv "$root/.state/.$1" "$root/.state/$1"; } \\
    2>/dev/null || rm -f "$root/.state/.$1"
}
get() { # key, default
  value=
  if [ -s "$state/$1" ]; then read -r value < "$state/$1" || true; fi
  echo "\${value:-$2}"
}
recall() {
  mkdir -p "$state"
  for file in $root/.state/*; do
    if [ -s "$file" ] && [ ! -e "$state/\${file##*/}" ]; then cp "$file" "$state/\${file##*/}"; fi
  done
}
locked() { exec 9>>"$state/lock"; flock 9; }
# The first that calls itself an error is the cause of those after it; else the last word.
last_error() {
  reason=$(grep -E '(ERROR|FATAL|PANIC|error): ' "$state/error" | head -n 1)
  if [ -z "$reason" ]; then reason=$(grep -v '^[[:space:]]' "$state/error" | grep . | tail -n 1); fi
  case $reason in *'out of shared memory'*) reason="$reason: a dump locks every table at once; raise the server's max_locks_per_transaction" ;; esac
  echo "\${reason:-it was ended after $DEADLINE s}"
}
is_free() { (flock -n 9) 9>>"$state/lock"; }

${clockScript}
folder_of() { # name of a backup
  for folder in "$root/$1" "$fetched/$1"; do
    if [ -d "$folder" ]; then echo "$folder"; return 0; fi
  done
  die "there is no backup $1; there are: $(names $root | tr '\\n' ' ')"
}
size_of() { # folder
  (cd "$1" && stat -c %s -- *) | awk '{ sum += $1 } END { printf "%.0f\\n", sum }'
}

${checkScript}
# Whether there is a backup that a drill can try out; an engine whose drill needs more than the newest says it itself.
engine_tryable() { :; }
# What a backup needs beside its own folder, by paths from where that lies; an engine whose backups share files says it itself.
engine_shared() { :; } # folder of a backup
. $here/engine.sh

# One run, in a process of its own: whatever fails in it ends it.
write() { # name, kind
  partial=$root/.partial-$1
  started=$(now)
  began=$(uptime_now)
  mkdir "$partial"
  cd "$partial"
  engine_take "$2"
  facts=$(engine_facts)
  sha256sum -- * > SHA256SUMS
  files=$(awk '{ printf "%s\\"%s\\":\\"%s\\"", separator, $2, $1; separator = "," }' SHA256SUMS)
  printf '{"name":"%s","running":%s,"backup":"%s","kind":"%s","time":"%s","size":%s,"seconds":%s,"sha256":{%s},%s}\\n' \\
    "$1" "$(get now_running 0)" "$BACKUP" "$2" "$(date -u -d "@$started" +%Y-%m-%dT%H:%M:%SZ)" "$(size_of .)" \\
    "$(($(uptime_now) - began))" \\
    "$files" "$facts" > manifest.json
  sha256sum manifest.json >> SHA256SUMS
  flush ./* .
  # Only what is complete and on the disk gets a final name.
  mv "$partial" "$root/$1"
  flush $root
}

forget() { # name of a backup: never half of it under a final name
  mv "$root/$1" "$root/.partial-old-$1"
  rm -rf "$root/.partial-old-$1"
  say "removed $1"
}

# The newest of each kind: releases do not push out the scheduled ones.
keep() { # name of the one that was just taken
  fallen | while read -r each; do if [ "$each" != "$1" ]; then forget "$each"; fi; done
  engine_prune
}

take() { # kind
  kind=$1
  locked
  put now_running "$(running)"
  put attempted "$(get now_running 0)"
  # What a run that was cut short has left.
  rm -rf $root/.partial-*
  suffix=
  if [ "$kind" != scheduled ]; then suffix=-$kind; fi
  name=$(date -u +%Y%m%dT%H%M%SZ)$suffix.$(printf %08d "$(next_number)")
  started=$(uptime_now)
  if timeout "$DEADLINE" sh $here/main.sh write "$name" "$kind" 2>"$state/error" 9>&-; then
    put last_result 1
    put size "$(size_of "$root/$name")"
    put duration "$(($(uptime_now) - started))"
    keep "$name"
    write_metrics
    say "took $name: $(get size 0) bytes in $(get duration 0) s"
  else
    rm -rf $root/.partial-*
    put last_result 0
    put failures "$(($(get failures 0) + 1))"
    put reason "$(last_error)"
    write_metrics
    cat "$state/error" >&2
    die "$(say "backup $name FAILED: $(last_error). The older ones are kept: $(names $root | wc -l)")"
  fi
}

drill() {
  locked
  started=$(uptime_now)
  name=$(newest)
  : > "$state/error"
  success=0
  rm -f "$state/marker_age"
  if [ -z "$name" ]; then echo "there is no backup yet" > "$state/error"
  elif ! engine_tryable; then echo "there is no backup yet by which a moment can be restored, but those before releases alone" > "$state/error"
  elif timeout "$DEADLINE" sh $here/main.sh try "$name" 2>"$state/error" 9>&-; then success=1
  fi
  engine_clean
  took=$(($(uptime_now) - started))
  if [ $success = 1 ] && [ -n "$WITHIN" ] && [ $took -gt "$WITHIN" ]; then
    success=0
    echo "it took $took s, $WITHIN s were promised" > "$state/error"
  fi
  put drill_success $success
  put drill_duration $took
  put drill_timestamp "$(now)"
  put drill_backup "\${name:-none}"
  if [ $success = 1 ]; then put drill_reason ok; else put drill_reason "$(last_error)"; fi
  write_metrics
  if [ $success = 1 ]; then say "drill: $name was restored and is complete, in $took s"
  else cat "$state/error" >&2; die "$(say "drill of \${name:-no backup} FAILED: $(last_error)")"
  fi
}

try() { # name
  folder=$(folder_of "$1")
  check "$folder"
  engine_drill "$folder"
  judge_names
}

${metricsScript}
# A run that was missed, or that failed, is made up for, at most every quarter of an hour. One whose time has not come
# yet proves nothing.
overdue() {
  ran=$(running)
  last=$(newest)
  if [ -n "$last" ] && [ "$(age_of "$last")" -ge 0 ] && [ "$(age_of "$last")" -le $((GAP + 120)) ] \\
    && [ $((ran - $(born "$last"))) -le $((GAP + 120)) ]; then return 1; fi
  attempted=$(get attempted '')
  { [ -z "$attempted" ] || [ $((ran - attempted)) -ge 900 ]; } && is_free
}

# Of a first run that was cut short nothing else would tell.
tell_cut_short() {
  if [ -s "$state/attempted" ] && [ ! -s "$state/last_result" ] && is_free; then
    put last_result 0
    put reason "it was cut short"
  fi
}

loop() {
  trap 'exit 0' TERM INT
  recall
  tell_cut_short
  last_minute=$(($(now) / 60))
  while :; do
    touch /tmp/alive
    engine_beat || true
    minute=$(($(now) / 60))
    # After a pause of the whole machine, an hour is looked through; what lies further back is overdue.
    if [ $((minute - last_minute)) -gt 60 ]; then last_minute=$((minute - 60)); fi
    # Put back by little, the clock comes to these minutes twice, which are not run twice; put back by more, it was wrong.
    if [ $((last_minute - minute)) -gt 60 ]; then last_minute=$minute; fi
    started=
    while [ $last_minute -lt $minute ]; do
      last_minute=$((last_minute + 1))
      if due_take $last_minute && [ -z "$started" ]; then
        started=1
        (sh $here/main.sh take scheduled || true) &
      fi
      if due_drill $last_minute; then (sh $here/main.sh drill || true) & fi
    done
    if [ -z "$started" ] && overdue; then
      put attempted "$(running)"
      if [ "$DRILL" = 1 ] && [ ! -s "$state/drill_timestamp" ]; then
        (sh $here/main.sh take scheduled && sh $here/main.sh drill || true) &
      else
        (sh $here/main.sh take scheduled || true) &
      fi
    fi
    write_metrics || say "the metrics cannot be written" >&2
    sleep "$TICK" &
    wait $! || true
  done
}

${carryScript}
# One line for each backup: name, where it lies, "ok" or what is wrong, its manifest.
list() {
  for place in $root $fetched; do
    for name in $(names $place); do
      verdict=ok
      manifest=
      if fault=$(check "$place/$name" 2>&1); then manifest=$(cat "$place/$name/manifest.json"); else verdict=$fault; fi
      if [ "$place" = "$fetched" ]; then told=/fetched; else told=$place; fi
      printf '%s\\t%s\\t%s\\t%s\\n' "$name" "$told" "$verdict" "$manifest"
    done
  done
}

status() {
  last=$(newest)
  age=null
  if [ -n "$last" ]; then age=$(age_of "$last"); fi
  printf '%s\\t%s\\n' newest "$last" age $age early "$(ahead | tr '\\n' ' ')" expected "$GAP" result "$(get last_result '')" reason "$(get reason '')" \\
    failures "$(get failures 0)" drill "$(get drill_success '')" drill_backup "$(get drill_backup '')" \\
    drill_reason "$(get drill_reason '')" drill_timestamp "$(get drill_timestamp '')" \\
    drill_duration "$(get drill_duration '')" marker_age "$(get marker_age '')" now "$(now)"
}

recall
command=$1
shift
case $command in
  loop | take | write | drill | try | list | status | carry_out | carry_in | let_go) "$command" "$@" ;;
  remove) locked; folder_of "$1" >/dev/null; forget "$1"; write_metrics ;;
  check) check "$(folder_of "$1")" ;;
  *) "engine_$command" "$@" ;;
esac
`;
