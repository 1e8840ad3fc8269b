import { expandSchedule, seconds, type Job } from "../model";
import { proberFolder } from "./probe";
import { metricsFolder } from "./proxy/reload";

/** Where the container of a scheduled job finds the scheduler, what the model says of the job, and the command that it runs. */
export const scheduleFolder = "/run/trireme/schedule";
/** What the scheduler remembers: a volume that outlives the container. */
export const scheduleState = "/var/lib/trireme-schedule";
/** Proof that the scheduler looks at the clock. */
export const aliveFile = "/tmp/.trireme-schedule";
/** What the container starts: tools that are not the image's, and the scheduler. */
export const scheduleEntry = [`${proberFolder}/busybox`, "sh", `${scheduleFolder}/schedule.sh`] as const;
/** Lines of a run's output that are kept. */
const keptLines = 20;
/** Seconds after its moment within which a run counts as on time. */
const tolerance = 120;
/** The exit code of a run that another one keeps from starting: `EX_TEMPFAIL` of sysexits.h. */
export const stillRunning = 75;

/** What runs one of the scheduler's commands in its container. */
export function scheduleCommand(word: "loop" | "now" | "status"): readonly string[] {
  return [...scheduleEntry, word];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The words of a command as a shell reads them back: nothing in them is expanded. */
export function renderWords(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

/**
 * What the scheduler is told of a job, as shell variables. The moments of a day are told from the last to the first, for it looks
 * for the one that was last due.
 *
 * @throws RangeError where the schedule cannot be read
 */
export function renderScheduleSettings(
  { name, missed = "run", timeout = "10m" }: Pick<Job, "name" | "missed" | "timeout">,
  schedule: string,
): string {
  const { minutes, hours, days, months, weekdays, eitherDay } = expandSchedule(schedule);
  const backwards = (list: readonly number[]): string => [...list].sort((a, b) => b - a).join(" ");
  const values = {
    NAME: name,
    MISSED: missed,
    TIMEOUT: String(Math.ceil(seconds(timeout))),
    MINUTES: backwards(minutes),
    HOURS: backwards(hours),
    DAYS: days.join(" "),
    MONTHS: months.join(" "),
    WEEKDAYS: weekdays.join(" "),
    EITHER: eitherDay ? "1" : "0",
  };
  return Object.entries(values)
    .map(([key, value]) => `${key}=${quoted(value)}\n`)
    .join("");
}

/**
 * Runs a job on its schedule, inside the job's own image and by tools that are not the image's. Commands:
 *
 * - `loop`: looks at the clock every minute, for ever
 * - `now`: runs the job at once; ends with its exit code, or 75 where it runs already
 * - `status`: what there is to know, a line for each: key, tab, value
 *
 * A run never overlaps another. Of moments that passed while nothing looked at the clock, the last one is made up for or counted as
 * missed, as the job says; so is a run that was cut short. State and metrics are on volumes; the output goes to the container's log, and
 * its last lines to the state.
 */
export const scheduleScript = `set -u
here=${scheduleFolder}
state=${scheduleState}
metrics=${metricsFolder}
tools=${proberFolder}/busybox
. $here/settings.sh

say() { echo "$("$tools" date -u +%Y-%m-%dT%H:%M:%SZ) $NAME: $*"; }
now() { "$tools" date +%s; }
# The process of this shell: a run beside the loop is told the loop's own number.
me() { read -r self _ </proc/self/stat; }
put() { # key, value
  me
  echo "$2" >"$state/.$1.$self" && "$tools" mv "$state/.$1.$self" "$state/$1"
}
get() { # key, default
  value=
  if [ -s "$state/$1" ]; then read -r value <"$state/$1" || true; fi
  echo "\${value:-$2}"
}
more() { put "$1" "$(($(get "$1" 0) + 1))"; }

has() { case " $2 " in *" $1 "*) return 0 ;; esac; return 1; }
# The day and the month of a number of days since 1970 (https://howardhinnant.github.io/date_algorithms.html).
civil() {
  z=$(($1 + 719468))
  doe=$((z % 146097))
  yoe=$(((doe - doe / 1460 + doe / 36524 - doe / 146096) / 365))
  doy=$((doe - (365 * yoe + yoe / 4 - yoe / 100)))
  mp=$(((5 * doy + 2) / 153))
  day=$((doy - (153 * mp + 2) / 5 + 1))
  month=$((mp < 10 ? mp + 3 : mp - 9))
}
on_day() { # days since 1970
  civil "$1"
  has $month "$MONTHS" || return 1
  weekday=$((($1 + 4) % 7))
  if [ "$EITHER" = 1 ]; then has $day "$DAYS" || has $weekday "$WEEKDAYS"
  else has $day "$DAYS" && has $weekday "$WEEKDAYS"
  fi
}
# The last moment of the schedule up to a minute since 1970. A leap day may be eight years back.
latest() {
  days=$(($1 / 1440)) bound=$(($1 % 1440)) left=3000
  while [ $left -gt 0 ]; do
    if on_day $days; then
      for hour in $HOURS; do
        for minute in $MINUTES; do
          if [ $((hour * 60 + minute)) -le $bound ]; then
            echo $((days * 1440 + hour * 60 + minute))
            return 0
          fi
        done
      done
    fi
    days=$((days - 1)) bound=1439 left=$((left - 1))
  done
  echo 0
}

write_metrics() {
  [ -d $metrics ] || return 0
  me
  partial=$metrics/.job-$NAME.$self
  metric() { # name, type, value, help
    echo "# HELP $1 $4"
    echo "# TYPE $1 $2"
    echo "$1{name=\\"$NAME\\"} $3"
  }
  {
    metric scheduled_job_running gauge "$([ -s $state/running ] && echo 1 || echo 0)" "1 while it runs."
    metric scheduled_job_runs_total counter "$(get runs 0)" "Runs that ended."
    metric scheduled_job_failures_total counter "$(get failures 0)" "Runs that ended with another exit code than 0."
    metric scheduled_job_missed_total counter "$(get missed 0)" "Times at which nothing looked at the clock, and that were not made up for."
    metric scheduled_job_overlaps_total counter "$(get overlaps 0)" "Times at which the run before had not ended."
    metric scheduled_job_due_timestamp_seconds gauge "$(($(get handled 0) * 60))" "When it was last due."
    if [ -s $state/ended ]; then
      metric scheduled_job_last_run_timestamp_seconds gauge "$(get ended 0)" "When the last run ended."
      metric scheduled_job_last_exit_code gauge "$(get code 0)" "Exit code of the last run."
      metric scheduled_job_last_duration_seconds gauge "$(get duration 0)" "How long the last run took."
    fi
    if [ -s $state/succeeded ]; then
      metric scheduled_job_last_success_timestamp_seconds gauge "$(get succeeded 0)" "When a run last ended with 0."
    fi
  } >"$partial" || return 0
  "$tools" chmod 644 "$partial"
  "$tools" mv -f "$partial" "$metrics/job-$NAME.prom"
}

# A folder, which only one can make; who has died has left it.
lock() {
  me
  if ! "$tools" mkdir $state/lock 2>/dev/null; then
    holder=self
    if [ -s $state/lock/pid ]; then read -r holder <$state/lock/pid; fi
    [ ! -d "/proc/$holder" ] || return 1
    unlock
    "$tools" mkdir $state/lock 2>/dev/null || return 1
  fi
  echo "$self" >$state/lock/pid
}
unlock() { "$tools" rm -rf $state/lock; }

timer='"$1" sleep "$3"; kill -TERM -"$2"; "$1" sleep 10; kill -KILL -"$2"'

run() { # kind, minute since 1970 of its moment
  if ! lock; then
    more overlaps
    say "is still running, and was not started again"
    return ${stillRunning}
  fi
  eval "set -- $1 $2 $("$tools" cat $here/command)"
  kind=$1 moment=$2
  shift 2
  started=$(now)
  put running "$kind $moment $started"
  write_metrics
  say "begins ($kind)"
  "$tools" rm -f $state/.code
  {
    # All that it starts is a group, which ends as a whole: what is left of a pipe would keep the run from its end.
    "$tools" setsid "$@" </dev/null 2>&1 &
    group=$!
    echo $group >$state/.group
    "$tools" setsid "$tools" sh -c "$timer" timer "$tools" $group "$TIMEOUT" </dev/null >/dev/null 2>&1 &
    alarm=$!
    wait $group
    echo $? >$state/.code
    kill -KILL -$alarm 2>/dev/null
  } | "$tools" awk -v file=$state/.output -v kept=${keptLines} '
      { print; fflush(); line[NR % kept] = $0 }
      END {
        printf "" > file
        for (i = NR < kept ? 1 : NR - kept + 1; i <= NR; i++) print line[i % kept] > file
      }'
  code=1
  if [ -s $state/.code ]; then read -r code <$state/.code; fi
  took=$(($(now) - started))
  why=
  if [ "$code" -ge 128 ] && [ $took -ge "$TIMEOUT" ]; then why=", ended after its time limit of $TIMEOUT s"; fi
  "$tools" mv $state/.output $state/output
  if [ -e $state/.stopped ]; then
    say "was stopped after $took s"
    unlock
    return "$code"
  fi
  put code "$code"
  put kind "$kind"
  put duration $took
  more runs
  if [ "$code" = 0 ]; then put succeeded "$(now)"; else more failures; fi
  put ended "$(now)"
  "$tools" rm -f $state/running $state/.group
  unlock
  write_metrics
  say "ended with exit code $code after $took s$why"
  return "$code"
}
# A run that was cut short, by a stop or a crash, is one that was missed.
recover() {
  "$tools" rm -f $state/.stopped $state/.group
  unlock
  set -- $(get running '')
  [ $# = 3 ] || return 0
  "$tools" rm -f $state/running
  say "was cut short in its run of $("$tools" date -u -d "@$3" +%Y-%m-%dT%H:%M:%SZ)"
  if [ "$1" != manual ] && [ "$MISSED" = run ]; then put handled $(($2 - 1)); else more missed; fi
}

stop() {
  stopping=1
  : >$state/.stopped
  [ -z "$sleeper" ] || kill "$sleeper" 2>/dev/null
  if [ -s $state/.group ]; then read -r group <$state/.group; kill -TERM -"$group" 2>/dev/null; fi
}

loop() {
  stopping= sleeper=
  trap stop TERM INT
  recover
  minute=$(($(now) / 60))
  # The first start of all makes up for nothing.
  handled=$(get handled '')
  if [ -z "$handled" ]; then put handled "$(latest $minute)"; fi
  say "is scheduled"
  while [ -z "$stopping" ]; do
    : >${aliveFile}
    at=$(now)
    minute=$((at / 60))
    handled=$(get handled 0)
    moment=$(latest $minute)
    if [ "$handled" -gt $((minute + 60)) ]; then
      say "the clock was ahead, by $((handled - minute)) minutes"
      put handled "$moment"
    elif [ "$moment" -gt "$handled" ]; then
      put handled "$moment"
      if [ $((at - moment * 60)) -lt ${tolerance} ]; then run scheduled "$moment" &
      elif [ "$MISSED" = run ]; then run made-up "$moment" &
      else
        more missed
        say "was not run at $("$tools" date -u -d "@$((moment * 60))" +%Y-%m-%dT%H:%M:%SZ): nothing looked at the clock"
      fi
    fi
    write_metrics
    [ -z "$stopping" ] || break
    "$tools" sleep $((60 - $(now) % 60)) &
    sleeper=$!
    wait $sleeper
  done
  # What was told to end writes down how it did.
  wait
}

status() {
  for key in handled running code kind duration runs failures missed overlaps succeeded ended; do
    printf '%s\\t%s\\n' $key "$(get $key '')"
  done
  printf 'now\\t%s\\n' "$(now)"
  if [ -s $state/output ]; then
    while IFS= read -r line || [ -n "$line" ]; do printf 'output\\t%s\\n' "$line"; done <$state/output
  fi
}

case $1 in
loop | status) "$1" ;;
now) run manual "$(($(now) / 60))" ;;
esac
`;
