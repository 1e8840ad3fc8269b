import type { Input } from "@pulumi/pulumi";
import { bucketImage, type Backup } from "../../model";
import { exportedSnapshot } from "../../render/backup";
import { nameWithin } from "../naming.args";
import { programOf, type Step } from "./saving.args";

/** Characters of the names of snapshots; the moment follows. */
const longestName = 30;

/** What the names of a backup's snapshots begin with, in ElastiCache and for a moment in the bucket. */
export function exportName(prefix: string, { name }: Pick<Backup, "name">): string {
  return `${nameWithin(longestName, prefix, name)}-`;
}

/** What an export needs to know. */
export interface ExportPlace {
  /** Id of the replication group. */
  readonly group: Input<string>;
  /** Nodes that take turns: each gives 20 snapshots a day at most. */
  readonly nodes: number;
  readonly bucket: string;
  readonly region: string;
}

/** Minutes that ElastiCache may take for a snapshot, and to write it to the bucket. */
const patience = 45;

const program = `until_it() { # what it waits for, command...
  what=$1
  shift
  left=$((${patience} * 6))
  until "$@"; do
    left=$((left - 1))
    [ $left -gt 0 ] || { echo "after ${patience} minutes $what" >&2; exit 1; }
    sleep 10
  done
}
is_available() { [ "$(aws elasticache describe-snapshots --snapshot-name "$name" --query 'Snapshots[0].SnapshotStatus' --output text 2>/dev/null)" = available ]; }
is_there() { aws s3api head-object --bucket "$BUCKET" --key "$key" >/dev/null 2>&1; }
forget() { # name of a snapshot
  aws s3api delete-object --bucket "$BUCKET" --key "$1-0001.rdb" >/dev/null 2>&1 || true
  aws elasticache delete-snapshot --snapshot-name "$1" >/dev/null 2>&1 || true
}
# What a run that was cut short has left.
for each in $(aws elasticache describe-snapshots --replication-group-id "$GROUP" --snapshot-source manual --query "Snapshots[?starts_with(SnapshotName,'$NAME') && SnapshotStatus=='available'].SnapshotName" --output text); do
  [ "$each" = None ] || forget "$each"
done
name=$NAME$(date -u +%Y%m%d%H%M%S)
key=$name-0001.rdb
node=$GROUP-$(printf %03d $(($(date +%s) / 3600 % NODES + 1)))
trap 'forget "$name"' EXIT
aws elasticache create-snapshot --cache-cluster-id "$node" --snapshot-name "$name" >/dev/null
until_it "the snapshot of $node is not done" is_available
aws elasticache copy-snapshot --source-snapshot-name "$name" --target-snapshot-name "$name" --target-bucket "$BUCKET" >/dev/null
until_it "the snapshot is not in the bucket" is_there
until_it "the snapshot is still being written" is_available
aws s3 cp --only-show-errors "s3://$BUCKET/$key" ${exportedSnapshot}`;

/** Has ElastiCache take a snapshot and write it to our bucket, fetches it, and removes both. */
export function exportStep(prefix: string, backup: Backup, place: ExportPlace): Step {
  return {
    name: "export",
    image: bucketImage,
    program: programOf({}, program),
    mounts: [{ volume: "work", path: "/backup" }],
    scratch: [],
    env: {
      GROUP: place.group,
      NODES: String(place.nodes),
      BUCKET: place.bucket,
      NAME: exportName(prefix, backup),
      AWS_DEFAULT_REGION: place.region,
      AWS_PAGER: "",
      HOME: "/tmp",
    },
  };
}
