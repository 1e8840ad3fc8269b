import { seconds, type ObjectStore, type Value } from "../model";

/** Where what makes buckets lies in its container. */
export const bucketsFolder = "/opt/buckets";
export const bucketsScriptPath = `${bucketsFolder}/make.sh`;
export const bucketsKeyPath = "/run/secrets/secret-key";

const ownRule = "trireme-expire";
const ownStatement = "TriremePublicRead";

/**
 * Makes the buckets that are missing, and gives each the policy and the lifecycle that the system says. Rules and policies of others stay;
 * ours go where the system says nothing any more. It is the same however often it runs.
 */
export const bucketsScript = `set -eu
. ${bucketsFolder}/settings.sh
AWS_SECRET_ACCESS_KEY=$(cat ${bucketsKeyPath})
export AWS_SECRET_ACCESS_KEY AWS_DEFAULT_REGION=us-east-1 HOME=/tmp
export AWS_EC2_METADATA_DISABLED=true AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5 AWS_PAGER=
api() { aws --endpoint-url "$ENDPOINT" s3api "$@"; }
die() { echo "$*" >&2; exit 1; }
# What a bucket has of something; empty where it has none, which the store says in its own words.
asked() { # question, words
  question=$1
  shift
  api "$question" "$@" --output json > /tmp/answer 2>/tmp/error && { cat /tmp/answer; return 0; }
  grep -q "NoSuch$missing" /tmp/error || { cat /tmp/error >&2; return 1; }
}

create() { # bucket
  case " $present " in *" $1 "*) return 0 ;; esac
  api create-bucket --bucket "$1" >/dev/null || die "bucket $1 cannot be created"
  echo "created $1"
}

policy() { # bucket, whether anybody may read
  missing=BucketPolicy
  now=$(asked get-bucket-policy --bucket "$1" --query Policy) || die "the policy of bucket $1 cannot be read"
  case $now in
    "" | *${ownStatement}*) ;;
    *) [ "$2" = 0 ] || die "bucket $1 has a policy of others, which publicRead would replace; remove it, or leave the bucket out of publicRead"; return 0 ;;
  esac
  if [ "$2" = 1 ]; then
    api put-bucket-policy --bucket "$1" --policy "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Sid\\":\\"${ownStatement}\\",\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":[\\"s3:GetObject\\"],\\"Resource\\":[\\"arn:aws:s3:::$1/*\\"]}]}"
  elif [ -n "$now" ]; then api delete-bucket-policy --bucket "$1"
  fi
}

lifecycle() { # bucket, days or nothing
  missing=LifecycleConfiguration
  now=$(asked get-bucket-lifecycle-configuration --bucket "$1" --query Rules) || die "the lifecycle of bucket $1 cannot be read"
  others=$(asked get-bucket-lifecycle-configuration --bucket "$1" --query "Rules[?ID!='${ownRule}']") || die "the lifecycle of bucket $1 cannot be read"
  others=$(echo "$others" | tr '\\n' ' ' | sed 's/^ *\\[* *//; s/ *\\]* *$//')
  rule=
  if [ -n "$2" ]; then rule="{\\"ID\\":\\"${ownRule}\\",\\"Status\\":\\"Enabled\\",\\"Filter\\":{\\"Prefix\\":\\"\\"},\\"Expiration\\":{\\"Days\\":$2}}"; fi
  if [ -z "$rule$others" ]; then
    case $now in *${ownRule}*) api delete-bucket-lifecycle --bucket "$1" ;; esac
  elif [ -n "$rule" ] || echo "$now" | grep -q ${ownRule}; then
    api put-bucket-lifecycle-configuration --bucket "$1" --lifecycle-configuration "{\\"Rules\\":[$rule\${rule:+\${others:+,}}$others]}"
  fi
}

present=$(api list-buckets --query 'Buckets[].Name' --output text) || die "the object store does not answer"
present=$(echo "$present" | tr '\\t\\n' '  ')
each_bucket
`;

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** The files by which an object store's buckets are made, by path. */
export function bucketFiles(store: ObjectStore): Readonly<Record<string, { readonly content: Value }>> {
  return {
    [bucketsScriptPath]: { content: bucketsScript },
    [`${bucketsFolder}/settings.sh`]: { content: renderBuckets(store) },
    [bucketsKeyPath]: { content: store.secretKey },
  };
}

/** What is made, as a function of the shell. */
export function renderBuckets(store: ObjectStore): string {
  const { buckets, publicRead = [], expire = {} } = store;
  const lines = [...buckets].sort().flatMap((bucket) => {
    const kept = expire[bucket];
    const days = kept === undefined ? "" : String(Math.ceil(seconds(kept) / 86_400));
    const name = quoted(bucket);
    return [
      `  create ${name}`,
      `  policy ${name} ${publicRead.includes(bucket) ? 1 : 0}`,
      `  lifecycle ${name} ${quoted(days)}`,
    ];
  });
  return ["each_bucket() {", ...lines, "}", ""].join("\n");
}
