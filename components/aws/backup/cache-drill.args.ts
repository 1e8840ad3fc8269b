import type { Input } from "@pulumi/pulumi";
import { bucketImage, type Backup, type Redis } from "../../model";
import { drilled, ageCheck } from "./drill.args";
import { nameLimits, nameWithin } from "../naming.args";
import { archiver, prepared, programOf, type Step } from "./saving.args";

/** What a drill of a cache needs to know of it. */
export interface CachePlace {
  /** Id of the replication group. */
  readonly group: Input<string>;
  /** Id of the one that the newest snapshot is restored into. */
  readonly scratch: Input<string>;
  readonly region: Input<string>;
  readonly subnetGroup: Input<string>;
  readonly securityGroup: Input<string>;
  readonly nodeType: Input<string>;
}

/** The id of the replication group that a cache's snapshot is restored into. */
export function scratchGroup(prefix: string, store: string): string {
  const ending = "-drill";
  return nameWithin(nameLimits.replicationGroup - ending.length, prefix, store) + ending;
}

/** What follows the group's id in the names of the snapshots that `trireme backup` takes; the moment follows. */
export const manualMark = "-manual-";

/** Minutes that ElastiCache may take to restore a snapshot. */
const patience = 45;

const newest = `describe() { # query
  aws elasticache describe-replication-groups --replication-group-id "$SCRATCH" --query "ReplicationGroups[0].$1" --output text 2>/dev/null || echo absent
}
until_it_is() { # status
  left=$((${patience} * 4))
  until [ "$(describe Status)" = "$1" ]; do
    left=$((left - 1))
    [ $left -gt 0 ] || { echo "after ${patience} minutes $SCRATCH is $(describe Status), not $1" >&2; exit 1; }
    sleep 15
  done
}
remove() {
  [ "$(describe Status)" != absent ] || return 0
  # One that is still being made, or removed, takes no orders.
  left=$((${patience} * 4))
  until [ "$(describe Status)" = absent ] || aws elasticache delete-replication-group --replication-group-id "$SCRATCH" --no-retain-primary-cluster >/dev/null 2>&1; do
    left=$((left - 1))
    [ $left -gt 0 ] || { echo "$SCRATCH cannot be removed" >&2; exit 1; }
    sleep 15
  done
  until_it_is absent
}`;

function restoring(backup: Backup): string {
  return `${newest}
remove
set -- $(aws elasticache describe-snapshots --replication-group-id "$GROUP" --query "reverse(sort_by(Snapshots[?SnapshotStatus=='available' && (starts_with(SnapshotName,'automatic.') || starts_with(SnapshotName,'$GROUP${manualMark}'))],&NodeSnapshots[0].SnapshotCreateTime))[0].[SnapshotName,NodeSnapshots[0].SnapshotCreateTime]" --output text)
[ "\${1:-None}" != None ] || { echo "$GROUP has no snapshot" >&2; exit 1; }
age=$(($(date +%s) - $(date -u -d "$2" +%s)))
${ageCheck(backup, "snapshot $1")}
key=$(aws elasticache describe-replication-groups --replication-group-id "$GROUP" --query 'ReplicationGroups[0].KmsKeyId' --output text)
cat > /tmp/request.json <<REQUEST
{"ReplicationGroupId":"$SCRATCH","ReplicationGroupDescription":"Drill of $1","SnapshotName":"$1","Engine":"redis",
"CacheNodeType":"$NODE_TYPE","NumCacheClusters":1,"AutomaticFailoverEnabled":false,"CacheSubnetGroupName":"$SUBNET_GROUP",
"SecurityGroupIds":["$SECURITY_GROUP"],"TransitEncryptionEnabled":true,"AtRestEncryptionEnabled":true,"KmsKeyId":"$key",
"AuthToken":"$PASSWORD","SnapshotRetentionLimit":0}
REQUEST
aws elasticache create-replication-group --cli-input-json file:///tmp/request.json >/dev/null
until_it_is available
describe 'NodeGroups[0].PrimaryEndpoint.Address' > /stage/endpoint
echo "$1" > /stage/snapshot`;
}

/** What is in the restored group; an empty one where the store is not empty has lost everything. */
const looking = `export REDISCLI_AUTH="$PASSWORD"
keys() { redis-cli --tls --no-auth-warning -h "$1" -p 6379 dbsize | tr -dc 0-9; }
restored=$(keys "$(cat /stage/endpoint)")
live=$(keys "$HOST")
echo "the snapshot $(cat /stage/snapshot) has $restored keys, the store has $live now"
[ -n "$restored" ] || { echo "the restored group does not answer" >&2; exit 1; }
[ "$restored" -gt 0 ] || [ "\${live:-0}" -eq 0 ] || { echo "the restored group is empty" >&2; exit 1; }
touch /stage/proven`;

/**
 * The steps by which a cache's newest snapshot is proven: ElastiCache restores it into a group of its own, whose keys are
 * counted; the group is removed whatever happens.
 */
export function cacheDrillSteps(backup: Backup, store: Redis, place: CachePlace): readonly Step[] {
  const env = {
    GROUP: place.group,
    SCRATCH: place.scratch,
    NODE_TYPE: place.nodeType,
    SUBNET_GROUP: place.subnetGroup,
    SECURITY_GROUP: place.securityGroup,
    AWS_DEFAULT_REGION: place.region,
    AWS_PAGER: "",
    HOME: "/tmp",
  };
  const work = { volume: "work", path: "/stage" } as const;
  return [
    ...prepared(archiver, ["work"]),
    {
      name: "restore",
      image: bucketImage,
      program: programOf({}, restoring(backup)),
      mounts: [work],
      scratch: [],
      env,
      needs: "store",
    },
    {
      name: "look",
      image: `redis:${store.version.split(".")[0] ?? store.version}-alpine`,
      program: programOf({}, looking),
      mounts: [work],
      scratch: ["/data"],
      needs: "store",
    },
    {
      name: "remove",
      image: bucketImage,
      program: programOf(
        {},
        drilled(
          backup,
          `${newest}\nremove\n[ -e /stage/proven ] || { echo "the snapshot was not proven" >&2; exit 1; }`,
        ),
      ),
      mounts: [work],
      scratch: [],
      env,
      after: "COMPLETE",
    },
  ];
}
