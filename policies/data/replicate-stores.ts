import { z } from "zod";
import { policy } from "../policy";
import { awsBestPractices } from "../references";
import { at, unknown, numberOf } from "../subject";

/** What makes a store survive the loss of one zone or node. */
const demands: Readonly<Record<string, readonly { readonly path: string; readonly least: true | number }[]>> =
  {
    "aws:rds/instance:Instance": [{ path: "multiAz", least: true }],
    "aws:elasticache/replicationGroup:ReplicationGroup": [
      { path: "automaticFailoverEnabled", least: true },
      { path: "multiAzEnabled", least: true },
    ],
    "aws:msk/cluster:Cluster": [{ path: "numberOfBrokerNodes", least: 3 }],
    "kubernetes:postgresql.cnpg.io/v1:Cluster": [{ path: "spec.instances", least: 2 }],
  };

export const replicateStores = policy({
  name: "replicate-stores",
  description: "In production a managed store survives the loss of a zone; a Docker host is one machine.",
  severity: "high",
  environments: ["production"],
  references: [awsBestPractices("RDS.5", "ElastiCache.3")],
  thresholds: z.object({
    /** Whether this stack needs it at all. */
    replicas: z.boolean().default(true),
  }),
  check: (subjects, { replicas }) =>
    subjects.flatMap((subject) =>
      (replicas ? (demands[subject.type] ?? []) : []).flatMap(({ path, least }) => {
        const value = at(subject.props, path);
        const enough = least === true ? value === true : numberOf(value) >= least;
        // A read replica stands beside one that has a standby.
        return enough || value === unknown || subject.props.replicateSourceDb !== undefined
          ? []
          : [
              {
                subject,
                path,
                value,
                allowed: least === true ? "true" : `${least} or more`,
                fix: "Set it, or set replicas to false in this policy's configuration and say why there.",
              },
            ];
      }),
    ),
});
