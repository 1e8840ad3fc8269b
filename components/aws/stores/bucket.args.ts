import type { input } from "@pulumi/aws/types";
import { longestGap, expandSchedule, seconds, type Backup } from "../../model";

type LifecycleRule = input.s3.BucketLifecycleConfigurationRule;

/** Days after which files that are seldom read move to the class for them; S3 takes none before 30. */
const infrequentAfter = 30;
/** Days for which a version stays that was overwritten or deleted. */
const formerVersions = 30;

/** Parts of uploads that were broken off cost money and help nobody. */
const broken: LifecycleRule = {
  id: "broken-uploads",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};

/** Every bucket's rules: old versions go after a month; what is kept for long moves to `STANDARD_IA`. */
export function lifecycleRules(): readonly LifecycleRule[] {
  return [
    broken,
    {
      id: "former-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: formerVersions },
    },
    {
      id: "seldom-read",
      status: "Enabled",
      filter: { prefix: "" },
      transitions: [{ days: infrequentAfter, storageClass: "STANDARD_IA" }],
    },
  ];
}

/** Days for which the objects of a backup stay: its age, or as many runs as it keeps by its schedule, and a day more. */
export function keptDays({ keep, schedule }: Pick<Backup, "keep" | "schedule">): number {
  const kept =
    "age" in keep ? seconds(keep.age) : keep.count * (longestGap(expandSchedule(schedule)) ?? 86_400);
  return Math.max(1, Math.ceil(kept / 86_400) + 1);
}

/** The rules of the bucket that backups lie in: each backup's own folder, for as long as it is kept. */
export function backupRules(backups: readonly Backup[]): readonly LifecycleRule[] {
  return [
    broken,
    ...[...backups]
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((backup): readonly LifecycleRule[] => {
        const days = keptDays(backup);
        const filter = { prefix: `${backup.name}/` };
        return [
          {
            id: backup.name,
            status: "Enabled",
            filter,
            // Files as they are go when they are deleted at their source; runs go by their age.
            ...(backup.form === "files" ? {} : { expiration: { days } }),
            noncurrentVersionExpiration: { noncurrentDays: days },
            ...(days > infrequentAfter + 30
              ? { transitions: [{ days: infrequentAfter, storageClass: "STANDARD_IA" }] }
              : {}),
          },
        ];
      }),
  ];
}
