import type { input } from "@pulumi/kubernetes/types";
import {
  expandSchedule,
  longestGap,
  seconds,
  type Backup,
  type BackupDestination,
  type Postgres,
} from "../../model";
import { componentSelector, type Owner } from "../labels";
import type { KubernetesSettings } from "../settings";
import { placement, spreadConstraint, spreadOver } from "../workload/placement.args";
import { quantity, resourceRequirements } from "../workload/pod.args";
import { clusterCron } from "../workload/schedule.args";
import { sizeOf } from "./volume.args";
import { bytes } from "../../model";

/** The plugin that copies a cluster and its log to a bucket. */
const barmanPlugin = "barman-cloud.cloudnative-pg.io";

type Bucket = Extract<BackupDestination, { to: "bucket" }>;

/** Extensions that work only when the server loads them at its start, and that the operator does not load by itself. */
const preloaded: ReadonlySet<string> = new Set(["pg_cron", "timescaledb"]);

/** Servers of a cluster: the primary, who takes over, and who is read from. */
export function instancesOf({ readReplicas = 0, standby }: Postgres): number {
  return Math.max(3, 1 + readReplicas + (standby === true ? 1 : 0));
}

/** Names of what the operator and the pooler are reached by. */
export function endpointsOf({ name, pooler }: Pick<Postgres, "name" | "pooler">): {
  readonly write: string;
  readonly read: string;
  /** Without a pooler between. */
  readonly direct: string;
} {
  const direct = `${name}-rw`;
  return { write: pooler === true ? `${name}-pooler` : direct, read: `${name}-ro`, direct };
}

export interface ClusterShape {
  readonly owner: Owner;
  /** Name of the Secret with the owner's name and password. */
  readonly credentials: unknown;
  /** What the operator of the cluster says of disks and nodes. */
  readonly settings: KubernetesSettings;
  /** What its servers run. */
  readonly image: string;
  /** The backup whose bucket the log goes to; absent: nothing is archived. */
  readonly archive?: string;
}

/** Where its servers run, in the operator's words: what a pod says of nodes and taints stands under its affinity. */
function placedServers(store: Postgres, settings: KubernetesSettings): Readonly<Record<string, unknown>> {
  const { nodeSelector, tolerations, priorityClassName } = placement(store.name, settings);
  // Servers stand apart by nodes anyway, where that is possible.
  const over = settings.spread === undefined ? [] : spreadOver(settings);
  const own = { "cnpg.io/cluster": store.name, "cnpg.io/podRole": "instance" };
  return {
    affinity: {
      enablePodAntiAffinity: true,
      topologyKey: "kubernetes.io/hostname",
      podAntiAffinityType: "preferred",
      ...(nodeSelector === undefined ? {} : { nodeSelector }),
      ...(tolerations === undefined ? {} : { tolerations }),
    },
    ...(over.length === 0
      ? {}
      : { topologySpreadConstraints: over.map((one) => spreadConstraint(one, own)) }),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
  };
}

/** What CloudNativePG is asked for (postgresql.cnpg.io/v1 Cluster). */
export function clusterSpec(store: Postgres, shape: ClusterShape): Readonly<Record<string, unknown>> {
  const { settings, archive, owner, credentials, image } = shape;
  const { storageClass } = settings;
  const preload = (store.extensions ?? []).filter((extension) => preloaded.has(extension)).sort();
  return {
    instances: instancesOf(store),
    imageName: image,
    primaryUpdateStrategy: "unsupervised",
    primaryUpdateMethod: "switchover",
    enableSuperuserAccess: false,
    inheritedMetadata: {
      labels: {
        ...componentSelector(owner, store.name),
        "app.kubernetes.io/part-of": owner.system,
      },
    },
    bootstrap: {
      initdb: {
        database: store.databaseName,
        owner: store.owner,
        secret: { name: credentials },
        // Not all of them are for a database's owner to create.
        ...(store.extensions === undefined
          ? {}
          : {
              postInitApplicationSQL: [...store.extensions]
                .sort()
                .map((extension) => `create extension if not exists "${extension}"`),
            }),
      },
    },
    managed: {
      roles: [
        {
          name: store.owner,
          ensure: "present",
          login: true,
          passwordSecret: { name: credentials },
          ...(store.connectionLimit === undefined ? {} : { connectionLimit: store.connectionLimit }),
        },
      ],
    },
    postgresql: {
      parameters: { ...store.parameters },
      ...(preload.length === 0 ? {} : { shared_preload_libraries: preload }),
      ...(store.tls === true ? { pg_hba: ["hostnossl all all all reject"] } : {}),
    },
    storage: {
      size: quantity(bytes(sizeOf(store))),
      ...(storageClass === undefined ? {} : { storageClass }),
    },
    resources: resourceRequirements(store.resources),
    ...placedServers(store, settings),
    ...(archive === undefined
      ? {}
      : {
          plugins: [{ name: barmanPlugin, isWALArchiver: true, parameters: { barmanObjectName: archive } }],
        }),
  };
}

/** How far back a bucket holds what a backup promises: a number of backups is as many of its rounds. */
export function retention({ keep, schedule }: Backup): string {
  const gap = longestGap(expandSchedule(schedule)) ?? 86_400;
  const whole = "age" in keep ? seconds(keep.age) : keep.count * gap;
  return `${Math.max(1, Math.ceil(whole / 86_400))}d`;
}

/** Where the plugin puts a cluster's copies (barmancloud.cnpg.io/v1 ObjectStore). */
export function objectStoreSpec(
  backup: Backup,
  { bucket, prefix = "", endpoint, region }: Bucket,
  keys: unknown,
): Readonly<Record<string, unknown>> {
  const key = (name: string) => ({ name: keys, key: name });
  return {
    retentionPolicy: retention(backup),
    configuration: {
      destinationPath: `s3://${bucket}/${prefix}`,
      ...(endpoint === undefined ? {} : { endpointURL: endpoint }),
      s3Credentials: {
        accessKeyId: key("access-key"),
        secretAccessKey: key("secret-key"),
        ...(region === undefined ? {} : { region: key("region") }),
      },
      wal: { compression: "gzip" },
      data: { compression: "gzip" },
    },
  };
}

/** When the plugin copies a whole cluster (postgresql.cnpg.io/v1 ScheduledBackup); its cron counts seconds first. */
export function scheduledBackupSpec(backup: Backup, cluster: string): Readonly<Record<string, unknown>> {
  return {
    schedule: `0 ${clusterCron(backup.schedule)}`,
    backupOwnerReference: "self",
    cluster: { name: cluster },
    method: "plugin",
    pluginConfiguration: { name: barmanPlugin },
  };
}

/** Connections that are shared between clients (postgresql.cnpg.io/v1 Pooler). */
export function poolerSpec(
  store: Postgres,
  owner: Owner,
  settings: KubernetesSettings,
  security: input.core.v1.PodSpec["securityContext"],
): Readonly<Record<string, unknown>> {
  return {
    cluster: { name: store.name },
    instances: 2,
    type: "rw",
    pgbouncer: {
      // Migrations and prepared statements want a session of their own.
      poolMode: "session",
      parameters: { max_client_conn: "1000", default_pool_size: String(store.connectionLimit ?? 50) },
    },
    template: {
      metadata: {
        labels: { ...componentSelector(owner, store.name), "app.kubernetes.io/part-of": owner.system },
      },
      spec: { securityContext: security, ...placement(store.name, settings), containers: [] },
    },
  };
}
