import { z } from "zod";
import { dockerLabels } from "../containers.docker";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import {
  ancestry,
  at,
  fact,
  kindOf,
  list,
  record,
  unknown,
  type Subject,
  numberOf,
  textOf,
} from "../subject";

const days = z.number().int().min(1);

/** Where a managed store says how many days its backups are kept. */
const retention: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "backupRetentionPeriod",
  "aws:rds/cluster:Cluster": "backupRetentionPeriod",
  "aws:elasticache/replicationGroup:ReplicationGroup": "snapshotRetentionLimit",
};

function keptTooShort(subject: Subject, least: number): readonly Finding[] {
  const allowed = `${least} days or more`;
  const fix = "Keep them longer than it takes to notice that data is wrong.";
  const path = retention[subject.type];
  // A replica is saved with its source.
  if (path !== undefined && subject.props.replicateSourceDb === undefined) {
    const value = subject.props[path];
    return value === unknown || (typeof value === "number" && value >= least)
      ? []
      : [{ subject, path, value, allowed, fix }];
  }
  if (subject.type !== "aws:backup/plan:Plan") return [];
  return list(subject.props.rules).flatMap((rule, index) => {
    const kept = fact(rule, "lifecycle.deleteAfter", `rules[${index}]`);
    // Without an end they are kept for ever.
    return kept.value === undefined || kept.value === unknown || numberOf(kept.value) >= least
      ? []
      : [{ ...kept, subject, allowed, fix }];
  });
}

export const keepBackups = policy({
  name: "keep-backups",
  description: "In production backups of managed stores are kept for a week at least.",
  severity: "high",
  environments: ["production"],
  references: [awsBestPractices("RDS.11", "ElastiCache.1")],
  thresholds: z.object({ retentionDays: days.default(7) }),
  check: (subjects, { retentionDays }) => subjects.flatMap((subject) => keptTooShort(subject, retentionDays)),
});

const snapshots: Readonly<Record<string, true | undefined>> = {
  "aws:rds/instance:Instance": true,
  "aws:rds/cluster:Cluster": true,
  "aws:elasticache/replicationGroup:ReplicationGroup": true,
};

export const takeFinalSnapshot = policy({
  name: "take-final-snapshot",
  description: "In production a managed store leaves a last snapshot when it is deleted.",
  severity: "high",
  environments: ["production"],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects
      .filter(({ type, props }) => snapshots[type] === true && props.replicateSourceDb === undefined)
      .flatMap((subject): readonly Finding[] => {
        const { skipFinalSnapshot, finalSnapshotIdentifier } = subject.props;
        if (skipFinalSnapshot === true)
          return [
            {
              subject,
              path: "skipFinalSnapshot",
              value: true,
              allowed: "false",
              fix: "Leave it out.",
            },
          ];
        return finalSnapshotIdentifier === undefined || finalSnapshotIdentifier === ""
          ? [
              {
                subject,
                path: "finalSnapshotIdentifier",
                value: finalSnapshotIdentifier,
                allowed: "a name",
                fix: "Name the snapshot: without a name the deletion fails, or leaves none.",
              },
            ]
          : [];
      }),
});

/** The names of the volumes that a container mounts. */
function volumesOf({ props }: Subject): readonly unknown[] {
  return list(props.volumes).map((volume) => record(volume).volumeName);
}

/** Stores on Docker without a container that saves them: each shares a network with its store, by which it reaches it. */
function unsavedOnDocker(subjects: readonly Subject[]): readonly Finding[] {
  const containers = subjects.filter(({ type }) => type === "docker:index/container:Container");
  const role = (subject: Subject) => dockerLabels(subject).get("dev.trireme.role");
  const backups = containers.filter((subject) => role(subject) === "backup");
  return containers
    .filter((subject) => role(subject) === "store" && hasData(subject, subjects))
    .filter((store) => !backups.some((backup) => together(store, backup)))
    .map((subject) => ({
      subject,
      path: "backup",
      value: undefined,
      allowed: "a container that saves it, and restores it for a drill",
      fix: `Add backup("${String(dockerLabels(subject).get("dev.trireme.part"))}-daily", { … }) to the system, or keep the store outside.`,
    }));
}

/** Whether a store has a volume of its own: a cache without one has nothing to save. */
function hasData(store: Subject, subjects: readonly Subject[]): boolean {
  return subjects.some(
    ({ type, name, urn }) =>
      type === "docker:index/volume:Volume" &&
      name === `${store.name}-data` &&
      ancestry({ urn }).at(-1) === "trireme:docker:Store",
  );
}

/** By a volume that both mount, else by a network that both are on. */
function together(store: Subject, backup: Subject): boolean {
  const networks = ({ props }: Subject) => list(props.networksAdvanced).map((one) => record(one).name);
  const known = (names: readonly unknown[]) => names.filter((name) => name !== unknown && name !== undefined);
  const [mounts, ways] = [known(volumesOf(backup)), known(networks(backup))];
  if (
    volumesOf(store).some((name) => mounts.includes(name)) ||
    networks(store).some((name) => ways.includes(name))
  )
    return true;
  // In a first preview no name is known; the backup's name begins with its store's.
  return backup.name.startsWith(`${store.name}-`);
}

const componentLabel = "app.kubernetes.io/name";
const roleLabel = "app.kubernetes.io/component";
/** What a store needs on a schedule, by the role of the job that does it. */
const scheduled = { backup: "backup-run", drill: "drill" } as const;

/** Whether a StatefulSet has a disk: a cache without one has nothing to save. What is not known yet may be one. */
function keepsData({ props }: Subject): boolean {
  const claims = at(props, "spec.volumeClaimTemplates");
  const volumes = at(props, "spec.template.spec.volumes");
  return (
    [claims, volumes].includes(unknown) ||
    list(claims).length > 0 ||
    list(volumes).some((volume) =>
      ["persistentVolumeClaim", "hostPath", "nfs", "csi", "ephemeral", "iscsi"].some(
        (source) => source in record(volume),
      ),
    )
  );
}

/** StatefulSets without a scheduled job that saves them, told by the store's name that both have. */
function unsavedOnKubernetes(subjects: readonly Subject[]): readonly Finding[] {
  const label = (subject: Subject, name: string) => record(at(subject.props, "metadata.labels"))[name];
  const jobs = subjects.filter((subject) => kindOf(subject) === "kubernetes:CronJob");
  return subjects
    .filter((subject) => subject.type === "kubernetes:apps/v1:StatefulSet" && keepsData(subject))
    .flatMap((subject) => {
      const component = label(subject, componentLabel) ?? subject.name;
      return Object.entries(scheduled)
        .filter(
          ([, role]) =>
            !jobs.some((job) => label(job, "dev.trireme.of") === component && label(job, roleLabel) === role),
        )
        .map(([path, role]) => ({
          subject,
          path,
          value: undefined,
          allowed: `a CronJob with the labels dev.trireme.of: ${textOf(component)} and ${roleLabel}: ${role}`,
          fix: "Add a backup of the store to the system.",
        }));
    });
}

export const backUpStores = policy({
  name: "back-up-stores",
  description:
    "In production every store that can be saved is saved on a schedule, and the backup proven by a drill.",
  severity: "critical",
  environments: ["production"],
  scope: "stack",
  thresholds: z.object({}),
  check: (subjects) => [...unsavedOnDocker(subjects), ...unsavedOnKubernetes(subjects)],
});
