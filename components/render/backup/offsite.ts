import { seconds, type Backup, type BackupDestination } from "../../model";
import { orderScript } from "./order";

/** Where the script that copies backups lies in its container. */
export const offsiteFolder = "/opt/offsite";
export const bucketKeyPaths = {
  accessKey: "/run/secrets/access-key",
  secretKey: "/run/secrets/secret-key",
} as const;

export type Bucket = Extract<BackupDestination, { to: "bucket" }>;

/** The bucket that a backup is copied to, if any. */
export function bucketOf({ destinations }: Backup): Bucket | undefined {
  return destinations.find((destination): destination is Bucket => destination.to === "bucket");
}

/**
 * Copies every complete backup to an S3-compatible bucket, and back. The list of checksums is sent last: a backup
 * without it is not complete. It sees the backups read-only, and its keys are in files of its own.
 */
export const offsiteScript = `set -eu
umask 077
. ${offsiteFolder}/settings.sh
# Where there are no files, the environment has the keys, or the role of the task.
if [ -e ${bucketKeyPaths.accessKey} ]; then
  AWS_ACCESS_KEY_ID=$(cat ${bucketKeyPaths.accessKey})
  AWS_SECRET_ACCESS_KEY=$(cat ${bucketKeyPaths.secretKey})
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
fi
export AWS_DEFAULT_REGION="$REGION" HOME=/tmp
export AWS_EC2_METADATA_DISABLED=true AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=3 AWS_PAGER=
root=/backup
fetched=/fetched
metrics=/var/lib/metrics
state=$metrics/.$BACKUP
sent=/tmp/sent

say() { echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"; }
die() { echo "$*" >&2; exit 1; }
s3() {
  if [ -n "$ENDPOINT" ]; then aws --endpoint-url "$ENDPOINT" "$@"; else aws "$@"; fi
}
${orderScript}
names() { ls -1 $root 2>/dev/null | in_order; }
# What is complete in the bucket.
there() {
  s3 s3api list-objects-v2 --bucket "$BUCKET" --prefix "$PREFIX" --query "Contents[?ends_with(Key,'/SHA256SUMS')].Key" --output text > /tmp/keys \\
    || die "the bucket does not say what it has"
  tr '\\t' '\\n' < /tmp/keys | sed "s#^$PREFIX##; s#/SHA256SUMS\\$##" | in_order
}
# Of several, the highest number; after the loss of a disk the next ones go on from there.
newest() { there > /tmp/there; tail -n 1 /tmp/there; }
last_number() { there > /tmp/there; highest < /tmp/there; }
tell_number() {
  there > /tmp/there
  mkdir -p "$state"
  highest < /tmp/there > "$state/.bucket.$$"
  mv "$state/.bucket.$$" "$state/bucket"
  tail -n 1 /tmp/there > /tmp/newest.$$
  mv /tmp/newest.$$ /tmp/newest
}
# What was removed in the bucket since is not there any more, and is sent again.
look() {
  tell_number
  for each in $sent/*; do
    if [ -e "$each" ] && ! grep -qxF "\${each##*/}" /tmp/there; then rm "$each"; fi
  done
}
is_there() { # key
  s3 s3api head-object --bucket "$BUCKET" --key "$1" >/dev/null 2>&1
}

# The bucket judges the checksum of each part that comes in; the sizes are compared before the list of checksums follows.
# Each start of the CLI takes a second or two of a processor: it is asked for folders, not for files.
send() { # name
  cd "$root/$1"
  sha256sum -c SHA256SUMS >/dev/null || die "$1 is not what was written; it is not copied"
  there="s3://$BUCKET/$PREFIX$1"
  s3 s3 cp --recursive --only-show-errors --no-follow-symlinks --storage-class "$CLASS" --exclude SHA256SUMS . "$there/" \\
    || die "$1 could not be copied"
  s3 s3api list-objects-v2 --bucket "$BUCKET" --prefix "$PREFIX$1/" --query 'Contents[].[Size,Key]' --output text > /tmp/sizes \\
    || die "the bucket does not say what it has of $1"
  for file in $(ls -1 | grep -v '^SHA256SUMS$'); do
    grep -qxF "$(printf '%s\\t%s' "$(stat -c %s "$file")" "$PREFIX$1/$file")" /tmp/sizes || die "$file of $1 has another size in the bucket"
  done
  s3 s3 cp --only-show-errors --storage-class "$CLASS" SHA256SUMS "$there/SHA256SUMS" || die "SHA256SUMS of $1 could not be copied"
}

# Our rule alone: others that the bucket has stay as they are. A backup's name begins with its year; contents that later ones share do not.
lifecycle() {
  [ -n "$EXPIRE_DAYS" ] || return 0
  others=$(s3 s3api get-bucket-lifecycle-configuration --bucket "$BUCKET" --query "Rules[?ID!='$RULE']" --output json 2>/tmp/lifecycle) || {
    grep -q NoSuchLifecycleConfiguration /tmp/lifecycle || { cat /tmp/lifecycle >&2; return 1; }
    others='[]'
  }
  own="{\\"ID\\":\\"$RULE\\",\\"Status\\":\\"Enabled\\",\\"Filter\\":{\\"Prefix\\":\\"\${PREFIX}2\\"},\\"Expiration\\":{\\"Days\\":$EXPIRE_DAYS}}"
  others=$(echo "$others" | tr '\\n' ' ' | sed 's/^ *\\[ *//; s/ *\\] *$//')
  s3 s3api put-bucket-lifecycle-configuration --bucket "$BUCKET" \\
    --lifecycle-configuration "{\\"Rules\\":[$own\${others:+,$others}]}"
}

# What is missing in the bucket because its time there is over. The clock alone does not say so: those are copied in
# their order, so it was there when a later one is.
is_expired() { # name
  [ -n "$EXPIRE_DAYS" ] && [ -s /tmp/newest ] || return 1
  later=$(cat /tmp/newest)
  [ "$1" != "$later" ] && [ "$(printf '%s\\n%s\\n' "$1" "$later" | in_order | head -n 1)" = "$1" ] || return 1
  oldest=$(date -u -d "@$(($(date +%s) - EXPIRE_DAYS * 86400))" +%Y%m%dT%H%M%SZ)
  [ "$(printf '%s\\n%s\\n' "$1" "$oldest" | LC_ALL=C sort | head -n 1)" = "$1" ]
}

metric() { # name, type, value, help
  echo "# HELP $1 $4"
  echo "# TYPE $1 $2"
  echo "$1{backup=\\"$BACKUP\\"} $3"
}
write_metrics() {
  {
    metric backup_offsite_last_result gauge "$result" "1 when the last look at the bucket succeeded."
    metric backup_offsite_failures_total counter "$failures" "Copies to the bucket that failed."
    metric backup_offsite_missing gauge "$missing" "Backups that are not in the bucket yet."
  } > "$metrics/$BACKUP-offsite.prom.$$"
  chmod 644 "$metrics/$BACKUP-offsite.prom.$$"
  mv -f "$metrics/$BACKUP-offsite.prom.$$" "$metrics/$BACKUP-offsite.prom"
}

# Contents that several backups share, each named by its checksum: what is there is as it was.
send_pool() {
  [ -d $root/.pool ] || return 0
  s3 s3 sync --only-show-errors --no-follow-symlinks --size-only --storage-class "$CLASS" --exclude .new $root/.pool "s3://$BUCKET/\${PREFIX}.pool/"
}
fetch_pool() { # folder
  [ -e "$1/modes.tsv" ] || return 0
  s3 s3 sync --only-show-errors --size-only "s3://$BUCKET/\${PREFIX}.pool/" "$fetched/.pool/"
}

# Removes contents that no list names any more. What a list is about to name is young in the bucket, or in the pool here.
prune_pool() {
  [ -n "$EXPIRE_DAYS" ] || return 0
  before=$(date -u -d "@$(($(date +%s) - 2 * 86400))" +%Y-%m-%dT%H:%M:%S)
  s3 s3api list-objects-v2 --bucket "$BUCKET" --prefix "\${PREFIX}.pool/" --query "Contents[?LastModified<'$before'].Key" --output text > /tmp/keys
  tr '\\t' '\\n' < /tmp/keys | sed -n 's#.*/\\([0-9a-f]\\{64\\}\\)$#\\1#p' | LC_ALL=C sort > /tmp/pooled
  [ -s /tmp/pooled ] || return 0
  s3 s3api list-objects-v2 --bucket "$BUCKET" --prefix "\${PREFIX}2" --query "Contents[?ends_with(Key,'/files.tsv')].Key" --output text > /tmp/keys
  rm -rf /tmp/lists
  mkdir /tmp/lists
  s3 s3 cp --only-show-errors --recursive --exclude '*' --include '2*/files.tsv' "s3://$BUCKET/$PREFIX" /tmp/lists
  [ "$(tr '\\t' '\\n' < /tmp/keys | grep -c '/files.tsv$')" = "$(ls /tmp/lists/*/files.tsv 2>/dev/null | wc -l)" ] || die "the bucket does not give all lists of files"
  {
    cat /tmp/lists/*/files.tsv 2>/dev/null | cut -c 1-64
    ls $root/.pool/*/ 2>/dev/null
  } | LC_ALL=C sort -u | comm -13 - /tmp/pooled > /tmp/unnamed
  rm -rf /tmp/lists
  split -l 500 /tmp/unnamed /tmp/unnamed.
  for part in /tmp/unnamed.*; do
    [ -s "$part" ] || continue
    keys=$(sed "s#^\\(..\\)\\(.*\\)#{\\"Key\\":\\"\${PREFIX}.pool/\\1/\\1\\2\\"}#" "$part" | paste -s -d , -)
    echo "{\\"Quiet\\":true,\\"Objects\\":[$keys]}" > /tmp/doomed
    rm "$part"
    s3 s3api delete-objects --bucket "$BUCKET" --delete file:///tmp/doomed
  done
  count=$(wc -l < /tmp/unnamed)
  if [ "$count" -gt 0 ]; then say "removed $count contents that no backup names any more"; fi
}

copy() {
  for name in $(names); do
    if [ -e "$sent/$name" ] || is_expired "$name"; then continue; fi
    if ! is_there "$PREFIX$name/SHA256SUMS"; then
      (send_pool && send "$name") || { if [ -d "$root/$name" ]; then return 1; else continue; fi; }
      say "copied $name to s3://$BUCKET/$PREFIX"
    fi
    mkdir -p $sent
    touch "$sent/$name"
  done
}

count_missing() {
  missing=0
  for name in $(names); do
    if [ ! -e "$sent/$name" ] && ! is_expired "$name"; then missing=$((missing + 1)); fi
  done
}

loop() {
  trap 'exit 0' TERM INT
  failures=0
  ruled=
  looked=
  while :; do
    touch /tmp/alive
    result=1
    today=$(date -u +%Y%m%d)
    if [ "$ruled" != "$today" ]; then
      if sh ${offsiteFolder}/main.sh lifecycle; then ruled=$today; else result=0; say "the bucket's lifecycle cannot be set" >&2; fi
      # Keys that may not delete lose nothing but room.
      sh ${offsiteFolder}/main.sh prune_pool || say "contents that no backup names any more stay in the bucket" >&2
    fi
    # One question for all, each hour: a bucket that is away, or has lost something, is not noticed by what is sent to it alone.
    hour=$(date -u +%Y%m%d%H)
    if [ "$looked" != "$hour" ]; then
      if sh ${offsiteFolder}/main.sh look; then looked=$hour; else result=0; fi
    fi
    sh ${offsiteFolder}/main.sh copy || result=0
    if [ $result = 0 ]; then failures=$((failures + 1)); fi
    count_missing
    write_metrics || say "the metrics cannot be written" >&2
    # A bucket that does not answer is not asked every minute.
    if [ $result = 1 ]; then pause=60; else pause=180; fi
    sleep $pause &
    wait $! || true
  done
}

list() {
  there > /tmp/there
  while read -r name; do
    printf '%s\\tbucket\\tok\\t%s\\n' "$name" "$(s3 s3 cp "s3://$BUCKET/$PREFIX$name/manifest.json" -)"
  done < /tmp/there
}

fetch() { # name
  rm -rf "$fetched/.partial-$1" "$fetched/$1"
  mkdir -p "$fetched/.partial-$1"
  s3 s3 cp --only-show-errors --recursive "s3://$BUCKET/$PREFIX$1/" "$fetched/.partial-$1/"
  cd "$fetched/.partial-$1"
  [ -e SHA256SUMS ] || die "the bucket has no complete backup $1"
  sha256sum -c SHA256SUMS >/dev/null || die "$1 came back from the bucket with a wrong checksum"
  fetch_pool "$fetched/.partial-$1" || die "the files of $1 did not come back from the bucket"
  mv "$fetched/.partial-$1" "$fetched/$1"
}

# Files as they are: what is new or changed. The list of checksums is sent last.
mirror() { # folder, list of checksums
  s3 s3 sync --only-show-errors --no-follow-symlinks --storage-class "$CLASS" "$1" "s3://$BUCKET/\${PREFIX}files/" \\
    || die "the files of $1 could not be copied"
  s3 s3 cp --only-show-errors "$2" "s3://$BUCKET/\${PREFIX}files.tsv"
}
mirrored() {
  at=$(s3 s3api head-object --bucket "$BUCKET" --key "\${PREFIX}files.tsv" --query LastModified --output text) || die "the bucket has no list of files"
  printf 'files\\tbucket\\tok\\t{"time":"%s"}\\n' "$at"
}
unmirror() {
  s3 s3 cp --only-show-errors "s3://$BUCKET/\${PREFIX}files.tsv" "$fetched/files.tsv" || die "the bucket has no list of files"
  mkdir -p "$fetched/files"
  s3 s3 cp --only-show-errors --recursive "s3://$BUCKET/\${PREFIX}files/" "$fetched/files/"
}

command=$1
shift
"$command" "$@"
`;

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** What the script is told of a backup's bucket: the shell variables of `settings.sh`. */
export function renderOffsiteSettings(backup: Backup, bucket: Bucket, owner: string): string {
  const { prefix = "", expire } = bucket;
  const values: Readonly<Record<string, string>> = {
    BACKUP: backup.name,
    BUCKET: bucket.bucket,
    // A folder of its own, so that backups with one prefix stay apart.
    PREFIX: `${prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`}${backup.name}/`,
    ENDPOINT: bucket.endpoint ?? "",
    REGION: bucket.region ?? "us-east-1",
    CLASS: bucket.storageClass ?? "STANDARD",
    EXPIRE_DAYS: expire === undefined ? "" : String(Math.ceil(seconds(expire) / 86_400)),
    RULE: `${owner}-${backup.name}`,
  };
  return [...Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}`), ""].join("\n");
}
