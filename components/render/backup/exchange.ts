/**
 * How a store that is saved through its API gets the content of a backup while it runs: what is in it is saved first, in a folder that no
 * retention removes. The engine says how it is taken (`engine_take`) and how it is put back (`put_back`).
 */
export const exchangeScript = `engine_beat() { :; }
engine_metrics() { :; }
engine_prune() { :; }
engine_facts() { cat facts; rm facts; }

engine_replace() { # name of a backup, name that the old data gets
  # A drill that still runs has the scratch folder.
  locked
  folder=$(folder_of "$1")
  check "$folder"
  rm -rf "$root/.$2"
  mkdir "$root/.$2"
  started=$(now)
  cd "$root/.$2"
  engine_take before
  rm facts
  flush ./* .
  # Under its name it is complete.
  mv "$root/.$2" "$root/$2"
  put_back "$folder"
}
engine_putback() { # name of the old data
  locked
  rm -rf "$root/.$1"
  [ -d "$root/$1" ] || return 0
  put_back "$root/$1"
  rm -rf "\${root:?}/$1"
}
engine_forget() { # name of the old data
  [ -d "$root/$1" ] || die "there is no $1"
  rm -rf "\${root:?}/$1"
}
`;
