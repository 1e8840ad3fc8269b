/** Where the volume that is saved lies in the container that saves it, read-only. */
export const savedFolder = "/saved";

/** How files are saved, tried out and restored: one archive for each run, and a checksum for every file in it. */
export const volumeScript = `engine_beat() { :; }
engine_metrics() { :; }
engine_prune() { :; }
engine_clean() { rm -rf /scratch/* 2>/dev/null || true; }

# A line for each file: checksum, path. What changes while it is read is told by the archive's own list.
list_files() { # folder
  (cd "$1" && find . -type f -exec sha256sum {} + | sort -k 2)
}

engine_take() { # kind
  [ -d "${savedFolder}/$FOLDER" ] || die "the volume has no folder $FOLDER"
  # Without what a restore has kept of before.
  tar -C "${savedFolder}/$FOLDER" --exclude './.before_*' -czf archive.tar.gz .
  # Of what is in the archive, not of what is on the disk by now.
  mkdir /scratch/taken
  tar -C /scratch/taken -xzf archive.tar.gz
  list_files /scratch/taken > files.tsv
  printf '"engine":"volume","marker":%s,"rows":{"files":%s,"bytes":%s}' "$started" "$(wc -l < files.tsv)" \\
    "$(find /scratch/taken -type f -exec stat -c %s {} + | awk '{ sum += $1 } END { printf "%.0f", sum }')" > facts
  rm -rf /scratch/taken
}
engine_facts() { cat facts; rm facts; }

engine_drill() { # folder of the backup
  engine_clean
  mkdir /scratch/restored
  tar -C /scratch/restored -xzf "$1/archive.tar.gz"
  list_files /scratch/restored > /scratch/found.tsv
  cmp -s "$1/files.tsv" /scratch/found.tsv || die "the restored files are not what was saved: $(comm -3 "$1/files.tsv" /scratch/found.tsv | wc -l) differ"
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}

# The volume is mounted writable and nobody else uses it: the archive's files take the place of what is there, which
# stays beside them. They are unpacked in a folder of our own, for the volume's may be somebody else's to change.
each_entry() { # folder, what to do with each of its entries but those of this restore; name of the old files
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    case $entry in "$1/.$3" | "$1/.$3".*) continue ;; esac
    if [ -e "$entry" ] || [ -L "$entry" ]; then "$2" "$entry"; fi
  done
}
away() { mv "$1" "./.$old/"; }
here() { mv "$1" .; }
drop() { rm -rf "$1"; }
engine_replace() { # name of a backup, name that the old files get
  folder=$(folder_of "$1")
  check "$folder"
  old=$2
  cd "${savedFolder}/$FOLDER"
  mkdir ".$old.unpacked"
  tar -C ".$old.unpacked" -xzf "$folder/archive.tar.gz"
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
  cd "${savedFolder}/$FOLDER"
  if [ -d ".$old" ] && [ ! -d ".$old.unpacked" ]; then each_entry . drop "$old"; fi
  rm -rf ".$old.unpacked" ".$old.coming"
  [ -d ".$old" ] || return 0
  each_entry "./.$old" here "$old"
  rmdir ".$old"
}
`;
