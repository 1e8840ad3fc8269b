import { exchangeScript } from "./exchange";
import { passwordPath } from "./redis";

/**
 * How an object store is saved, tried out and restored, with rclone (https://rclone.org/s3): one archive with every bucket for each run,
 * a checksum for every object in it, and its content type. Objects are compared with what the run before has fetched; only new and
 * changed ones are fetched again. Other metadata of objects is not saved.
 */
export const objectsScript = `${exchangeScript}mirror=/scratch/mirror
scratch_bucket=trireme-drill-$(echo "$BACKUP" | cut -c 1-40)
tab='	'

store() {
  RCLONE_CONFIG_STORE_TYPE=s3 RCLONE_CONFIG_STORE_PROVIDER=$PROVIDER RCLONE_CONFIG_STORE_ENDPOINT=$ENDPOINT \\
    RCLONE_CONFIG_STORE_ACCESS_KEY_ID=$ACCESS_KEY RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY=$(cat ${passwordPath}) \\
    RCLONE_CONFIG_STORE_FORCE_PATH_STYLE=true \\
    rclone --config '' --cache-dir /tmp/cache --log-level ERROR --retries 3 --transfers 4 "$@"
}
engine_clean() {
  rm -rf /scratch/restored /scratch/lists
  if store lsf --dirs-only store: 2>/dev/null | grep -qx "$scratch_bucket/"; then store purge "store:$scratch_bucket" || true; fi
}

# A line for each file: checksum, path.
list_files() { # folder
  (cd "$1" && find . -type f -exec sha256sum {} + | LC_ALL=C sort -k 2)
}
buckets() {
  store lsf --dirs-only store: > /tmp/listed || return 1
  sed 's#/$##' /tmp/listed | { grep -v '^trireme-drill-' || true; }
}

engine_take() { # kind
  patiently store lsf --dirs-only store: >/dev/null 2>&1
  buckets > /tmp/buckets || die "the object store does not say which buckets it has"
  mkdir -p $mirror
  # Of buckets that are no more.
  for each in $(ls $mirror); do grep -qxF "$each" /tmp/buckets || rm -rf "\${mirror:?}/$each"; done
  : > types.tsv
  while read -r bucket; do
    mkdir -p "$mirror/$bucket"
    store sync --use-server-modtime "store:$bucket" "$mirror/$bucket" </dev/null || die "bucket $bucket cannot be read whole"
    store lsf -R --files-only --format pm --separator "$tab" "store:$bucket" </dev/null > /tmp/listed || die "bucket $bucket cannot be listed"
    sed "s#^#$bucket/#" /tmp/listed >> types.tsv
  done < /tmp/buckets
  list_files $mirror > files.tsv
  cut -c 67- files.tsv | sed 's#^\\./##' > /tmp/paths
  # An object whose key no file can have would be missing without a word.
  cut -f 1 types.tsv | LC_ALL=C sort > /tmp/keys
  lost=$(LC_ALL=C sort /tmp/paths | comm -13 - /tmp/keys | head -n 1)
  [ -z "$lost" ] || die "the object $lost was not fetched: its key cannot be the name of a file, or it was removed or came meanwhile"
  tar -C $mirror -czf archive.tar.gz .
  rows=$(while read -r bucket; do printf '%s"%s":%s' "\${separator:-}" "$bucket" "$(cut -d / -f 1 types.tsv | grep -cxF "$bucket" || true)"; separator=,; done < /tmp/buckets)
  printf '"engine":"minio","marker":%s,"rows":{%s}' "$started" "$rows" > facts
}

unpack() { # folder of a backup
  rm -rf /scratch/restored /scratch/lists
  mkdir /scratch/restored /scratch/lists
  tar -C /scratch/restored -xzf "$1/archive.tar.gz"
  list_files /scratch/restored > /scratch/found.tsv
  cmp -s "$1/files.tsv" /scratch/found.tsv || die "the objects of the archive are not what was saved: $(comm -3 "$1/files.tsv" /scratch/found.tsv | wc -l) differ"
}
# Sends what was unpacked, each content type at one go.
send() { # folder of a backup, bucket, where it goes
  bucket=$2
  awk -F "$tab" -v bucket="$2/" 'index($1, bucket) == 1 { print $2 }' "$1/types.tsv" | LC_ALL=C sort -u > /scratch/lists/types
  while read -r type; do
    awk -F "$tab" -v bucket="$2/" -v type="$type" 'index($1, bucket) == 1 && $2 == type { print substr($1, length(bucket) + 1) }' "$1/types.tsv" > /scratch/lists/keys
    # Whatever is there, also where it looks the same.
    store copy --ignore-times --no-traverse --files-from-raw /scratch/lists/keys --header-upload "Content-Type: $type" "/scratch/restored/$bucket" "$3" </dev/null \\
      || die "objects of bucket $bucket cannot be written"
  done < /scratch/lists/types
}

engine_drill() { # folder of the backup
  engine_clean
  unpack "$1"
  store mkdir "store:$scratch_bucket"
  for bucket in $(ls /scratch/restored); do
    send "$1" "$bucket" "store:$scratch_bucket/$bucket"
    # Byte for byte, from the store.
    store check --download "/scratch/restored/$bucket" "store:$scratch_bucket/$bucket" 2>/tmp/differ || { cat /tmp/differ >&2; die "the objects of $bucket are not what was saved"; }
  done
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}

put_back() { # folder of a backup
  unpack "$1"
  for bucket in $(ls /scratch/restored); do
    store mkdir "store:$bucket"
    send "$1" "$bucket" "store:$bucket"
    # What is not in the backup goes.
    store sync --ignore-existing "/scratch/restored/$bucket" "store:$bucket" || die "bucket $bucket keeps objects that the backup does not have"
    store check --download "/scratch/restored/$bucket" "store:$bucket" 2>/tmp/differ || { cat /tmp/differ >&2; die "bucket $bucket does not hold what was saved"; }
  done
  engine_clean
}
`;
