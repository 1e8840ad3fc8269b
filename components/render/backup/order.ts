/**
 * The names of backups and their order, for every shell: `<time>Z[-kind].<number>`. The number counts up and never goes
 * back; the time is what some clock said, and no order follows from it.
 */
export const orderScript = `complete='^[0-9]{8}T[0-9]{6}Z(-manual|-release)?(\\.[0-9]{8})?$'
# Oldest first. Names without a number are of before there were numbers.
in_order() { grep -E "$complete" | LC_ALL=C sort -t . -k 2,2 -k 1,1; }
# The highest number of some names; 0 where none has one.
highest() { { echo .0; cat; } | sed -n 's/^.*\\.0*\\([0-9][0-9]*\\)$/\\1/p' | sort -n | tail -n 1; }
`;

/** Seconds by which two clocks that are right may differ. */
export const clockTolerance = 60;

/** Seconds since 1970 of a backup's name, as a shell function. */
export const epochScript = `epoch() { # name of a backup
  date -u -d "$(echo "$1" | sed 's/^\\(....\\)\\(..\\)\\(..\\)T\\(..\\)\\(..\\)\\(..\\)Z.*/\\1-\\2-\\3 \\4:\\5:\\6/')" +%s
}
`;

/**
 * Time that cannot go back, and what falls out of what is kept. The wall clock decides nothing that removes a backup:
 * `count` goes by numbers, `age` by the time that the machine has run.
 */
export const clockScript = `${epochScript}${orderScript}
names() { ls -1 "$1" 2>/dev/null | in_order; }
newest() { names $root | tail -n 1; }

uptime_now() {
  read -r seconds others < /proc/uptime
  echo "\${seconds%%.*}"
}
# Seconds that this machine has run since backups are taken here, in all: what it was off is left out, so that an age
# by it is never too high. It is kept as the difference to the time since boot, and goes on from there after a boot.
running() {
  boot=$(cat /proc/sys/kernel/random/boot_id)
  up=$(uptime_now)
  set -- $(get running '')
  if [ $# = 3 ] && [ "$1" = "$boot" ] && [ $((up + $2)) -ge "$3" ]; then
    shift_by=$2
    if [ $((up + shift_by - $3)) -ge 60 ]; then put running "$boot $shift_by $((up + shift_by))"; fi
  else
    reached=\${3:-$(for each in $(names $root); do born "$each"; done | sort -n | tail -n 1)}
    shift_by=$((\${reached:-0} - up))
    put running "$boot $shift_by \${reached:-0}"
  fi
  echo $((up + shift_by))
}
# Of a backup that tells nothing of it, the name is believed once: as far as it lies before the newest of its kind.
born() { # name of a backup
  told=$(sed -n '1{s/^{"name":"[^"]*","running":\\(-*[0-9][0-9]*\\),.*/\\1/p;q;}' "$root/$1/manifest.json" 2>/dev/null || true)
  if [ -n "$told" ]; then echo "$told"; return 0; fi
  since=$(get unnumbered '')
  if [ -z "$since" ]; then
    last=$(names $root | grep -v '\\.' | past | tail -n 1)
    since=0
    if [ -n "$last" ]; then since=$(epoch "$last"); fi
    put unnumbered "$since"
  fi
  if [ "$(epoch "$1")" -le "$since" ]; then echo $(($(epoch "$1") - since)); else echo 0; fi
}

# Those whose time has not come yet: a clock was wrong when they were taken, or is now.
last_possible() { date -u -d "@$(($(now) + ${clockTolerance}))" +%Y%m%dT%H%M%SZ; }
past() { awk -v last="$(last_possible)" 'substr($0, 1, 16) <= last'; }
ahead() { names $root | awk -v last="$(last_possible)" 'substr($0, 1, 16) > last'; }
# Seconds since a backup was taken by its name; below 0 only where its time has not come yet.
age_of() { # name
  age=$(($(now) - $(epoch "$1")))
  if [ $age -lt 0 ] && [ $age -ge -${clockTolerance} ]; then age=0; fi
  echo $age
}
# Ends a drill whose newest data is older than promised, or of a time that has not come yet.
judge_age() { # seconds, promised seconds, what
  [ "$1" -ge -${clockTolerance} ] || die "the newest $3 that can be restored is of a time that has not come yet: $((0 - $1)) s ahead of the clock, which is wrong or was"
  [ "$1" -le "$2" ] || die "the newest $3 that can be restored is $1 s old, $2 s were promised"
}
judge_names() {
  early=$(ahead | tr '\\n' ' ')
  [ -z "$early" ] || die "the clock is wrong or was: the time of these has not come yet: $early"
}

# Which of each kind fall out of what is kept.
fallen() {
  if [ -n "$KEEP_SECONDS" ]; then
    for kind in 'Z(\\.|$)' 'Z-manual(\\.|$)' 'Z-release(\\.|$)'; do names $root | grep -E "$kind" | sed '$d'; done | while read -r each; do
      if [ $(($(get now_running 0) - $(born "$each"))) -gt "$KEEP_SECONDS" ]; then echo "$each"; fi
    done
    return 0
  fi
  # Without a number, an early name says nothing of the order: it pushes out nothing, and goes when enough have a number.
  names $root | awk -v keep="$KEEP_COUNT" -v last="$(last_possible)" '
    {
      kind = substr($0, 17); sub(/[.].*/, "", kind)
      name[NR] = $0; of[NR] = kind; aside[NR] = !/[.]/ && substr($0, 1, 16) > last
      if (!aside[NR]) counted[kind]++
      if (/[.]/) numbered[kind]++
    }
    END {
      for (i = 1; i <= NR; i++)
        if (aside[i] ? numbered[of[i]] >= keep : counted[of[i]]-- > keep) print name[i]
    }'
}

known_number() { { names $root; names $fetched; echo ".$(get number 0)"; echo ".$(get bucket 0)"; } | highest; }
# The next number: above all that are here, that were given, and that the bucket has.
next_number() {
  # On a new disk, the bucket may have those of the disk before: what copies to it says so soon.
  left=60
  while [ "$BUCKET" = 1 ] && [ ! -s "$state/bucket" ] && [ "$(known_number)" = 0 ] && [ $left -gt 0 ]; do
    left=$((left - 1))
    sleep 1
  done
  number=$(($(known_number) + 1))
  put number $number
  echo $number
}
`;
