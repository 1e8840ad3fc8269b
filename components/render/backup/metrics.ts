/** What the scripts tell Prometheus of the backups that are there, and of the last run and drill. */
export const metricsScript = `metric() { # name, type, value, help
  echo "# HELP $1 $4"
  echo "# TYPE $1 $2"
  echo "$1{backup=\\"$BACKUP\\"} $3"
}
write_metrics() {
  last=$(newest)
  age=-1
  if [ -n "$last" ]; then age=$(age_of "$last"); fi
  {
    metric backup_count gauge "$(names $root | wc -l)" "Backups that are kept."
    metric backup_early_count gauge "$(ahead | wc -l)" "Backups whose time has not come yet: the clock is wrong or was."
    if [ "$age" -ge 0 ]; then
      metric backup_last_success_timestamp_seconds gauge "$(epoch "$last")" "When the newest backup was taken."
      metric backup_age_seconds gauge "$age" "Age of the newest backup."
    elif [ -n "$last" ] || [ -s "$state/last_result" ]; then
      metric backup_age_seconds gauge +Inf "Age of the newest backup."
    fi
    metric backup_expected_age_seconds gauge "$GAP" "Age that the newest backup reaches by its schedule."
    metric backup_size_bytes gauge "$(get size 0)" "Size of the last backup."
    metric backup_duration_seconds gauge "$(get duration 0)" "How long the last backup took."
    metric backup_failures_total counter "$(get failures 0)" "Runs that failed."
    # Of the first run nothing is told until it has ended: it takes its time.
    if [ -s "$state/last_result" ]; then
      metric backup_last_result gauge "$(get last_result 0)" "1 when the last run succeeded."
    fi
    if [ -s "$state/drill_timestamp" ]; then
      metric restore_drill_success gauge "$(get drill_success 0)" "1 when the last drill restored the newest backup."
      metric restore_drill_duration_seconds gauge "$(get drill_duration 0)" "How long the last drill took."
      metric restore_drill_timestamp_seconds gauge "$(get drill_timestamp 0)" "When the last drill ended."
    fi
    if [ -s "$state/marker_age" ]; then
      metric restore_drill_marker_age_seconds gauge "$(get marker_age 0)" "Age of the newest data that the last drill could restore."
    fi
    engine_metrics
  } > "$metrics/$BACKUP.prom.$$"
  chmod 644 "$metrics/$BACKUP.prom.$$"
  mv -f "$metrics/$BACKUP.prom.$$" "$metrics/$BACKUP.prom"
}

has() { case " $2 " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
due() { # minutes since 1970; minutes, hours, days, months, weekdays of the schedule; 1 where either day is enough
  set -- $(date -u -d "@$(($1 * 60))" '+%M %H %d %m %w') "$2" "$3" "$4" "$5" "$6" "$7"
  has "\${1#0}" "$6" && has "\${2#0}" "$7" && has "\${4#0}" "$9" || return 1
  if [ "\${11}" = 1 ]; then has "\${3#0}" "$8" || has "$5" "\${10}"
  else has "\${3#0}" "$8" && has "$5" "\${10}"
  fi
}
`;
