import { manualMark } from "../../../components/aws/backup/cache-drill.args";
import type { Snapshot } from "../../../components/aws/runtime/keeping";
import { PlainError } from "../../../setup/errors";
import type { Ended } from "../../runtime/runtime";
import { renderList, type Listed } from "../listing";
import { stamp } from "../restore";
import { listedSnapshots } from "./bucket";
import { knownOf, madeOf, type AccountSite } from "./site";

const groupType = "aws:elasticache/replicationGroup:ReplicationGroup";

/** Seconds that ElastiCache may take for a snapshot. */
const patience = 2700;

/** Id of the replication group that a cache is. */
export function groupOf(site: AccountSite): string {
  return knownOf(site, groupType, "replicationGroupId");
}

async function awaited(site: AccountSite, group: string, name: string): Promise<Snapshot | undefined> {
  const { operating } = site.account;
  const end = operating.now() + patience * 1000;
  for (;;) {
    const found = (await site.client.snapshots(group)).find((one) => one.name === name);
    if (found?.status === "available") return found;
    if (found?.status === "failed" || operating.now() > end) return undefined;
    await operating.pause();
  }
}

/** Has ElastiCache take a snapshot of a cache now. */
export async function takeSnapshot(site: AccountSite, now: Date): Promise<Ended> {
  const { client, backup, store, progress } = site;
  const group = groupOf(site);
  const name = `${group}${manualMark}${stamp(now)}`;
  const found = await progress.step(`Saving ${store.name} (${backup.name})`, async () => {
    await client.takeSnapshot(group, name);
    return await awaited(site, group, name);
  });
  if (found === undefined)
    return {
      code: 1,
      output: `ElastiCache has not made the snapshot ${name} within ${patience} s. How it is: aws elasticache describe-snapshots --snapshot-name ${name}`,
    };
  return {
    code: 0,
    output: [
      renderList(listedSnapshots([found], backup.name)),
      // Its own go by their number; what a person asked for does not.
      `ElastiCache keeps it until it is removed: aws elasticache delete-snapshot --snapshot-name ${name}`,
    ].join("\n"),
  };
}

/** What becomes of a snapshot, or an exported one, by hand: no service of AWS puts one in the place of a running cache's data. */
export function snapshotSteps(site: AccountSite, from: string, writers: readonly string[]): PlainError {
  const { stack, store } = site;
  const group = groupOf(site);
  const text = (key: string): string => {
    const value = madeOf(site, groupType).outputs?.[key];
    return Array.isArray(value) ? value.join(" ") : typeof value === "string" ? value : "";
  };
  return new PlainError(
    [
      `ElastiCache makes a new group of a snapshot, and never puts one in the place of ${store.name}'s data. Nothing was changed. In this order:`,
      `  1. Make the group: aws elasticache create-replication-group --replication-group-id ${group}-restored --replication-group-description "restored" ${from} --engine redis --cache-node-type ${text("nodeType")} --cache-subnet-group-name ${text("subnetGroupName")} --security-group-ids ${text("securityGroupIds")} --kms-key-id ${text("kmsKeyId")} --transit-encryption-enabled --at-rest-encryption-enabled --auth-token PASSWORD`,
      "     PASSWORD is a new one of 16 to 128 letters and digits.",
      `  2. Wait for it: aws elasticache wait replication-group-available --replication-group-id ${group}-restored`,
      `  3. Stop who writes (${writers.join(", ")}), and copy its keys over from a machine in the network: redis-cli --tls -h NEW --scan, then DUMP and RESTORE … REPLACE of each into ${group}`,
      `  4. Bring the services back: npx trireme up ${stack}; npx trireme verify ${stack}`,
      `  5. Remove the group: aws elasticache delete-replication-group --replication-group-id ${group}-restored`,
    ].join("\n"),
  );
}

/** The arguments that name what a group is made of. */
export function sourceOf({ name, where }: Listed, bucket: string, backup: string): string {
  return where === "snapshot"
    ? `--snapshot-name ${name}`
    : `--snapshot-arns arn:aws:s3:::${bucket}/${backup}/${name}/dump.rdb`;
}
