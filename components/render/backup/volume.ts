import { marker } from "../handover";
import { checkScript } from "./common";

/** Where the volume that is saved lies in the container that saves it, read-only. */
export const savedFolder = "/saved";

/** What all forms have in common: how a backup is tried out, and how it takes the place of what is there. */
const commonScript = `engine_beat() { :; }
engine_metrics() { :; }
engine_clean() { rm -rf /scratch/* 2>/dev/null || true; }

# A line for each file: checksum, path. What changes while it is read is told by the backup's own list.
list_files() { # folder
  (cd "$1" && find . -type f -exec sha256sum {} + | LC_ALL=C sort -k 2)
}
engine_facts() { cat facts; rm facts; }

# What is saved: a folder that nobody has made yet is an empty one.
find_source() {
  source="${savedFolder}/$FOLDER"
  if [ -d "$source" ]; then return 0; fi
  say "the volume has no folder $FOLDER yet, so this backup is empty"
  source=/scratch/none
  mkdir -p $source
}

engine_drill() { # folder of the backup
  engine_clean
  mkdir /scratch/restored
  unpack "$1" /scratch/restored
  list_files /scratch/restored > /scratch/found.tsv
  LC_ALL=C sort -k 2 "$1/files.tsv" > /scratch/expected.tsv
  cmp -s /scratch/expected.tsv /scratch/found.tsv || die "the restored files are not what was saved: $(comm -3 /scratch/expected.tsv /scratch/found.tsv | wc -l) differ"
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}

# The volume is mounted writable and nobody else uses it: the backup's files take the place of what is there, which
# stays beside them. They are unpacked in a folder of our own, for the volume's may be somebody else's to change.
each_entry() { # folder, what to do with each of its entries but those of this restore; name of the old files
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    case $entry in "$1/.$3" | "$1/.$3".*) continue ;; esac
    if [ -e "$entry" ] || [ -L "$entry" ]; then "$2" "$entry"; fi
  done
}
# What an engine keeps its volume by stays, whatever comes and goes; only its backups of before had it.
away() { case $1 in ./${marker}) ;; *) mv "$1" "./.$old/" ;; esac; }
here() { mv "$1" .; }
drop() { case $1 in ./${marker}) ;; *) rm -rf "$1" ;; esac; }
engine_replace() { # name of a backup, name that the old files get
  folder=$(folder_of "$1")
  check "$folder"
  old=$2
  mkdir -p "${savedFolder}/$FOLDER"
  cd "${savedFolder}/$FOLDER"
  mkdir ".$old.unpacked"
  unpack "$folder" ".$old.unpacked"
  mkdir ".$old"
  each_entry . away "$old"
  # By now nothing here is old.
  mv ".$old.unpacked" ".$old.coming"
  each_entry "./.$old.coming" here "$old"
  rmdir ".$old.coming"
  flush
}
engine_putback() { # name of the old files
  old=$1
  # Where there is no folder, none was exchanged.
  [ -d "${savedFolder}/$FOLDER" ] || return 0
  cd "${savedFolder}/$FOLDER"
  if [ -d ".$old" ] && [ ! -d ".$old.unpacked" ]; then each_entry . drop "$old"; fi
  rm -rf ".$old.unpacked" ".$old.coming"
  [ -d ".$old" ] || return 0
  each_entry "./.$old" here "$old"
  rmdir ".$old"
}
`;

/** How a volume is saved as one archive for each run, with a checksum for every file in it. */
export const archiveForm = `${commonScript}engine_prune() { :; }
# With the permissions that the files had, whatever ours are.
unpack() { tar -C "$2" -xzpf "$1/archive.tar.gz"; } # folder of the backup, where to

engine_take() { # kind
  find_source
  # Without what a restore has kept of before.
  tar -C "$source" --exclude './.before_*' --exclude './${marker}' -czf archive.tar.gz .
  # Of what is in the archive, not of what is on the disk by now.
  mkdir /scratch/taken
  tar -C /scratch/taken -xzf archive.tar.gz
  list_files /scratch/taken > files.tsv
  printf '"engine":"volume","marker":%s,"rows":{"files":%s,"bytes":%s}' "$started" "$(wc -l < files.tsv)" \\
    "$(find /scratch/taken -type f -exec stat -c %s {} + | awk '{ sum += $1 } END { printf "%.0f", sum }')" > facts
  rm -rf /scratch/taken /scratch/none
}
`;

/**
 * How a volume is saved as its files: each content once in a pool, named by its checksum, and for each run a list of what was there. Only
 * what is new or changed is copied; what was deleted stays until the last list that names it has fallen out of what is kept.
 */
export const filesForm = `${commonScript}pool_of() { echo "\${1%/*}/.pool"; } # folder of a backup
sums_of() { cut -c 1-64 "$1" | LC_ALL=C sort -u; } # list
in_pool() { find "$1" -type f ! -name .new 2>/dev/null | sed 's#.*/##' | LC_ALL=C sort; } # pool
place_in() { echo "$1/$(echo "$2" | cut -c 1-2)/$2"; } # pool, checksum

engine_take() { # kind
  engine_clean
  find_source
  pool=$root/.pool
  mkdir -p $pool
  # Without what a restore has kept of before.
  find_all() { (cd "$source" && find . \\( -path './.before_*' -o -path './${marker}' \\) -prune -o "$@"); }
  # A list has a line for each file.
  odd=$(find_all '(' -name '*
*' -o -name '*\\\\*' -o -name '*	*' ')' -print | head -n 1)
  [ -z "$odd" ] || die "the name of a file has a line break, a tab or a backslash, which a list cannot hold; rename it: $odd"
  find_all -type f -print | LC_ALL=C sort > /scratch/all
  find_all -type f -exec sha256sum {} + > /scratch/found.tsv 2>/scratch/unread || true
  cut -c 67- /scratch/found.tsv | LC_ALL=C sort | comm -13 - /scratch/all | while read -r path; do
    [ ! -e "$source/$path" ] || die "$path cannot be read: $(tail -n 1 /scratch/unread)"
  done
  sums_of /scratch/found.tsv > /scratch/wanted
  in_pool $pool | comm -13 - /scratch/wanted > /scratch/missing
  awk 'FILENAME == ARGV[1] { missing[$1]; next } !($1 in missing)' /scratch/missing /scratch/found.tsv > files.tsv
  awk 'FILENAME == ARGV[1] { missing[$1]; next } $1 in missing' /scratch/missing /scratch/found.tsv > /scratch/new
  while read -r line; do
    path=\${line#*  }
    # One that has gone since is left out, as if it had gone before.
    if ! cp -p "$source/$path" $pool/.new; then [ ! -e "$source/$path" ] || die "$path cannot be copied"; continue; fi
    # Of what was copied, not of what was there when the list was made.
    sum=$(sha256sum < $pool/.new | cut -c 1-64)
    file=$(place_in $pool "$sum")
    mkdir -p "\${file%/*}"
    chmod 600 $pool/.new
    mv $pool/.new "$file"
    printf '%s  %s\\n' "$sum" "$path" >> files.tsv
  done < /scratch/new
  LC_ALL=C sort -k 2 -o files.tsv files.tsv
  # Permissions, time of the last change, path; folders come before what is in them.
  { find_all -type d -exec stat -c 'd	%a	%Y	%n' {} +; find_all -type f -exec stat -c 'f	%a	%Y	%n' {} +; } 2>/dev/null | LC_ALL=C sort -t '	' -k 4 > modes.tsv || true
  find_all -type l -print | LC_ALL=C sort | while read -r path; do
    printf '%s\\t%s\\n' "$path" "$(readlink "$source/$path")"
  done > links.tsv
  printf '"engine":"volume","form":"files","marker":%s,"rows":{"files":%s,"new":%s}' "$started" "$(wc -l < files.tsv)" \\
    "$(wc -l < /scratch/new)" > facts
  engine_clean
  flush
}

${checkScript.replace("check()", "check_sums()")}
# Whether the pool has all that a list names as well.
check() { # folder of the backup
  check_sums "$1" || return 1
  lost=$(in_pool "$(pool_of "$1")" > /tmp/pool.$$; sums_of "$1/files.tsv" | comm -13 /tmp/pool.$$ - | wc -l; rm -f /tmp/pool.$$)
  if [ "$lost" -gt 0 ]; then echo "\${1##*/} names $lost files that are not among those kept" >&2; return 1; fi
}

# Of the pool, what one list names.
engine_shared() { # folder of the backup
  sums_of "$1/files.tsv" | while read -r sum; do place_in .pool "$sum"; done
}

unpack() { # folder of the backup, where to
  pool=$(pool_of "$1")
  grep '^d' "$1/modes.tsv" | cut -f 4- | while read -r path; do mkdir -p "$2/$path"; done
  while read -r line; do
    path=\${line#*  }
    mkdir -p "$2/\${path%/*}"
    cp "$(place_in "$pool" "\${line%%  *}")" "$2/$path"
  done < "$1/files.tsv"
  while IFS='	' read -r path target; do ln -s "$target" "$2/$path"; done < "$1/links.tsv"
  # Of folders last, and from below: one may be closed to us then.
  sort -r -t '	' -k 4 "$1/modes.tsv" | while IFS='	' read -r kind mode changed path; do
    # With fewer digits, a folder would keep the group bit that it has of the one around it, as on a disk of a cluster.
    if [ -e "$2/$path" ]; then touch -d "@$changed" "$2/$path"; chmod "00$mode" "$2/$path"; fi
  done
}

engine_prune() {
  for name in $(names $root); do cat "$root/$name/files.tsv" 2>/dev/null || true; done > /tmp/named
  sums_of /tmp/named > /tmp/wanted
  in_pool $root/.pool > /tmp/there
  comm -23 /tmp/there /tmp/wanted | while read -r sum; do rm -f "$(place_in $root/.pool "$sum")"; done
  rm -f /tmp/named /tmp/wanted /tmp/there
}
`;
