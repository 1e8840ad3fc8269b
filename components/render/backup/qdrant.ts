import { exchangeScript } from "./exchange";
import { passwordPath } from "./redis";

/**
 * How a Qdrant is saved, tried out and restored, through its API (https://api.qdrant.tech/api-reference/snapshots): a snapshot of each
 * collection on each node, for a node's has its own shards alone; the aliases; and the number of points, which a restore is held to.
 */
export const qdrantScript = `${exchangeScript}tab='	'
scratch=trireme-drill-

api() { # node, method, path, options of curl
  node=$1
  method=$2
  path=$3
  shift 3
  if [ ! -s /tmp/key ]; then printf 'api-key: %s\\n' "$(cat ${passwordPath})" > /tmp/key; fi
  # A snapshot of a large collection takes its time; a server that says nothing at all does not.
  curl --silent --show-error --fail-with-body --connect-timeout 10 --max-time "$DEADLINE" -H @/tmp/key -X "$method" "http://$node:6333$path" "$@"
}
first() { echo "\${NODES%% *}"; }
# Of an answer the values of a property, a line each; Qdrant allows no quotes in names.
values() { # property
  tr '{,}' '\\n\\n\\n' | sed -n "s/^ *\\"$1\\" *: *\\"\\{0,1\\}\\([^\\"]*\\)\\"\\{0,1\\} *\\$/\\1/p"
}
# A name as a part of a path.
part() { printf %s "$1" | sed 's/%/%25/g; s/ /%20/g; s/#/%23/g'; }
collections() {
  told=$(api "$(first)" GET /collections </dev/null) || return 1
  echo "$told" | tr ']' '\\n' | head -n 1 | values name | { grep -v "^$scratch" || true; } | LC_ALL=C sort
}
count() { # collection
  told=$(api "$(first)" POST "/collections/$(part "$1")/points/count" -H 'Content-Type: application/json' -d '{"exact":true}' </dev/null) || return 1
  echo "$told" | values count | grep '^[0-9][0-9]*$'
}
remove() { # collection
  api "$(first)" DELETE "/collections/$(part "$1")?timeout=60" </dev/null >/dev/null
}
engine_clean() {
  rm -rf /scratch/* 2>/dev/null || true
  api "$(first)" GET /collections 2>/dev/null | tr ']' '\\n' | head -n 1 | values name | { grep "^$scratch" || true; } > /tmp/left
  while read -r each; do remove "$each" || true; done < /tmp/left
}

engine_take() { # kind
  patiently api "$(first)" GET /collections >/dev/null 2>&1
  collections > names || die "Qdrant does not say which collections it has"
  : > collections.tsv
  : > snapshots.tsv
  number=0
  while read -r name; do
    number=$((number + 1))
    points=$(count "$name") || die "Qdrant does not say how many points $name has"
    printf '%s\\t%s\\n' "$name" "$points" >> collections.tsv
    for each in $NODES; do
      told=$(api "$each" POST "/collections/$(part "$name")/snapshots?wait=true" </dev/null) || die "Qdrant gave no snapshot of $name: $told"
      snapshot=$(echo "$told" | values name)
      sum=$(echo "$told" | values checksum)
      file=$number.$each.snapshot
      api "$each" GET "/collections/$(part "$name")/snapshots/$(part "$snapshot")" -o "$file" </dev/null || die "the snapshot of $name cannot be fetched from $each"
      api "$each" DELETE "/collections/$(part "$name")/snapshots/$(part "$snapshot")?wait=true" </dev/null >/dev/null
      # Versions before 1.9 tell none.
      [ -z "$sum" ] || [ "$sum" = null ] || [ "$sum" = "$(sha256sum < "$file" | cut -c 1-64)" ] || die "the snapshot of $name came from $each with a wrong checksum"
      printf '%s\\t%s\\t%s\\n' "$name" "$each" "$file" >> snapshots.tsv
    done
  done < names
  rm names
  told=$(api "$(first)" GET /aliases) || die "Qdrant does not say which aliases it has"
  echo "$told" | tr '{}' '\\n\\n' | sed -n 's/^"alias_name" *: *"\\([^"]*\\)" *, *"collection_name" *: *"\\([^"]*\\)".*/\\1\\t\\2/p' > aliases.tsv
  rows=$(awk -F "$tab" '{ printf "%s\\"%s\\":%s", separator, $1, $2; separator = "," }' collections.tsv)
  printf '"engine":"qdrant","marker":%s,"rows":{%s}' "$started" "$rows" > facts
}

# Nodes have other names where they run elsewhere: the first of then is the first of now. A node's shards come back to one of their own.
nodes_of() { cut -f 2 "$1/snapshots.tsv" | awk '!seen[$0]++'; } # folder of a backup
fits() { # folder of a backup
  then=$(nodes_of "$1" | wc -l)
  now=$(echo "$NODES" | wc -w)
  [ "$then" -le "$now" ] || die "the backup is of $then nodes, and this store has $now: bring it up with nodes: $then, then restore"
}
now_of() { # folder of a backup, node of then
  echo "$NODES" | awk -v at="$(nodes_of "$1" | awk -v name="$2" '$0 == name { print NR }')" '{ print $at }'
}
upload() { # folder of a backup, collection, its name now
  awk -F "$tab" -v name="$2" '$1 == name { print $2 "\\t" $3 }' "$1/snapshots.tsv" > /tmp/uploads
  while IFS="$tab" read -r each file; do
    told=$(api "$(now_of "$1" "$each")" POST "/collections/$(part "$3")/snapshots/upload?priority=snapshot&wait=true" -F "snapshot=@$1/$file" </dev/null) \\
      || die "$(now_of "$1" "$each") does not take the snapshot of $2: $told"
  done < /tmp/uploads
}
hold() { # folder of a backup, collection, its name now
  expected=$(awk -F "$tab" -v name="$2" '$1 == name { print $2 }' "$1/collections.tsv")
  found=$(count "$3") || die "Qdrant does not say how many points $3 has"
  [ "$found" = "$expected" ] || die "collection $2 has $found points, the manifest says $expected"
}

engine_drill() { # folder of the backup
  fits "$1"
  engine_clean
  while IFS="$tab" read -r name points; do
    upload "$1" "$name" "$scratch$name"
    hold "$1" "$name" "$scratch$name"
    remove "$scratch$name"
  done < "$1/collections.tsv"
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}

put_back() { # folder of a backup
  fits "$1"
  collections > /tmp/present || die "Qdrant does not say which collections it has"
  cut -f 1 "$1/collections.tsv" > /tmp/wanted
  while read -r name; do
    grep -qxF "$name" /tmp/wanted || remove "$name"
  done < /tmp/present
  while IFS="$tab" read -r name points; do
    upload "$1" "$name" "$name"
    hold "$1" "$name" "$name"
  done < "$1/collections.tsv"
  while IFS="$tab" read -r alias name; do
    api "$(first)" POST /collections/aliases -H 'Content-Type: application/json' -o /dev/null </dev/null \\
      -d "{\\"actions\\":[{\\"create_alias\\":{\\"collection_name\\":\\"$name\\",\\"alias_name\\":\\"$alias\\"}}]}"
  done < "$1/aliases.tsv"
}
`;
