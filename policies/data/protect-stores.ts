import { z } from "zod";
import { policy } from "../policy";
import { awsBestPractices } from "../references";
import { isStore } from "../stores";
import { unknown, type Subject } from "../subject";

export const protectStores = policy({
  name: "protect-stores",
  description: "In production Pulumi itself refuses to delete or replace a store.",
  severity: "critical",
  environments: ["production"],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects
      .filter((subject) => isStore(subject) && !subject.protect)
      .map((subject) => ({
        subject,
        path: "protect",
        value: false,
        allowed: "true",
        fix: "Give the resource the options protect and retainOnDelete.",
      })),
});

/** Where each kind of database has the cloud's own guard against deletion. */
const guards: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "deletionProtection",
  "aws:rds/cluster:Cluster": "deletionProtection",
  "aws:dynamodb/table:Table": "deletionProtectionEnabled",
};

export const guardDatabases = policy({
  name: "guard-databases",
  description: "In production the cloud itself refuses to delete a database.",
  severity: "high",
  environments: ["production"],
  references: [awsBestPractices("RDS.7", "RDS.8", "DynamoDB.6")],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects.flatMap((subject) => {
      const path = guards[subject.type];
      const value = path === undefined ? undefined : subject.props[path];
      // What a replica has is its primary's, and replicas come and go.
      const replica = subject.props.replicateSourceDb !== undefined;
      return path === undefined || value === true || value === unknown || replica
        ? []
        : [
            {
              subject,
              path,
              value,
              allowed: "true",
              fix: "Set it; to remove the database, unset it in an update before.",
            },
          ];
    }),
});

function isClaimed({ type }: Subject): boolean {
  return type === "kubernetes:apps/v1:StatefulSet";
}

export const retainClaims = policy({
  name: "retain-claims",
  description: "In production the volumes of a StatefulSet outlive it and its scaling.",
  severity: "critical",
  environments: ["production"],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects.filter(isClaimed).flatMap((subject) => {
      const path = "spec.persistentVolumeClaimRetentionPolicy";
      const { spec } = subject.props as {
        spec?: { persistentVolumeClaimRetentionPolicy?: Readonly<Record<string, unknown>> };
      };
      return ["whenDeleted", "whenScaled"].flatMap((when) => {
        const value = spec?.persistentVolumeClaimRetentionPolicy?.[when];
        // Retaining is what Kubernetes does where nothing is said.
        return value === undefined || value === "Retain" || value === unknown
          ? []
          : [{ subject, path: `${path}.${when}`, value, allowed: '"Retain"', fix: "Leave it out." }];
      });
    }),
});
