import type { input } from "@pulumi/kubernetes/types";
import {
  archiverImage,
  bytes,
  command,
  engineContainer,
  isServer,
  savingImage,
  seconds,
  type Backup,
  type Bytes,
  type Health,
  type Postgres,
  type Resources,
  type Server,
  type System,
  type Value,
  type Volume,
} from "../../model";
import {
  archiveScript,
  archiveScriptPath,
  archiveTimeout,
  backupFiles,
  savedFolder,
  walFolder,
} from "../../render/backup";
import { passwordFile } from "../../shared/backups";
import { shortened } from "../../render/names";
import { endpointsOf } from "../stores/cloudnative.args";
import type { PodFile } from "../workload/files";
import { componentSelector, type Owner } from "../labels";
import { isClustered } from "../stores/set/peers.args";
import { isWatched } from "../stores/sentinel.args";
import { memberHosts } from "../stores/set/set.args";
import { sizeOf } from "../stores/volume.args";

/** What a store's pod has in addition, so that another one can save it. */
export interface Saved {
  readonly command: readonly string[];
  readonly files: Readonly<Record<string, PodFile>>;
  readonly mounts: readonly input.core.v1.VolumeMount[];
  readonly volumes: readonly input.core.v1.Volume[];
}

/** Who may connect to a Postgres, and how: as the official image has it, and for base backups over the network. */
const accessRules = `local all all trust
local replication all trust
host all all all scram-sha-256
host replication all all scram-sha-256
`;
const accessPath = "/run/archive/pg_hba.conf";

/** The claim on which a Postgres archives its log. */
export function logClaim(store: Pick<Server, "name">): string {
  return `${store.name}-log`;
}

/** The CronJob of a backup's drill: its Jobs add eleven characters to it. */
export function drillName(backup: string): string {
  return shortened(`${backup}-drill`, 52);
}

/** Whether a store archives its log, for a backup that promises any moment. */
export function archives(store: Server | Volume, backups: readonly Backup[]): store is Postgres {
  return (
    store.engine === "postgres" &&
    store.external === undefined &&
    // The operator's own plugin archives.
    store.operator !== "cloudnative-pg" &&
    backups.some(({ store: of, pointInTime }) => of === store.name && pointInTime !== undefined)
  );
}

/** A Postgres that is saved lets itself be copied whole, and archives its log where a backup promises any moment. */
export function savedBy(store: Server, backups: readonly Backup[]): Saved {
  const own = backups.filter(({ store: of }) => of === store.name);
  if (store.engine !== "postgres" || own.length === 0)
    return { command: [], files: {}, mounts: [], volumes: [] };
  const promises = own.flatMap(({ pointInTime }) =>
    pointInTime === undefined ? [] : [seconds(pointInTime.rpo)],
  );
  const archiving = archives(store, backups);
  const parameters = {
    hba_file: accessPath,
    ...(archiving
      ? {
          archive_mode: "on",
          archive_timeout: String(archiveTimeout(Math.min(...promises))),
          archive_command: `sh ${archiveScriptPath} %p %f`,
        }
      : {}),
  };
  return {
    command: Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    files: {
      [accessPath]: { content: accessRules },
      ...(archiving ? { [archiveScriptPath]: { content: archiveScript } } : {}),
    },
    mounts: archiving ? [{ name: "log", mountPath: walFolder }] : [],
    volumes: archiving ? [{ name: "log", persistentVolumeClaim: { claimName: logClaim(store) } }] : [],
  };
}

const least = bytes("512Mi");

/** Room for a dump and for a scratch server that holds as much as the store may. */
export function backupResources(store: Server | Volume): Resources {
  const held = store.engine === "redis" ? bytes(store.resources?.memory.limit ?? "256Mi") : 0;
  const limit: Bytes = `${Math.ceil((least + held) / 2 ** 20)}Mi`;
  return { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit } };
}

/**
 * Whether a restore exchanges the store's files, in a pod of its own: that must see what the keeper fetched. Others are restored by the
 * keeper, over the network.
 */
export function isExchanged(store: Server | Volume): boolean {
  return store.engine === "volume" || (store.engine === "redis" && !isWatched(store));
}

/** The disk for the backups of a store: as large as two of it, for dumps are smaller. */
export function keptSize(store: Server | Volume): Bytes {
  return `${Math.ceil((2 * bytes(sizeOf(store))) / 2 ** 20)}Mi`;
}

/** Of files that nobody's workload names a user for. */
const nobody = "65534:65534";

/** The image that saves a store, and its numeric user: the same as the store's, so that both read each other's files. */
export function saviour(
  system: System,
  store: Server | Volume,
): {
  readonly image: string;
  readonly user: string;
  /** Whether the image starts its own tool, whatever it is told. */
  readonly tool: boolean;
} {
  if (isServer(store)) {
    const { image, user } = engineContainer(store);
    const tool = savingImage(store);
    return { image: tool ?? image, user, tool: tool !== undefined };
  }
  const owner = [...system.services, ...system.jobs].find(
    ({ mounts, user }) => user !== undefined && mounts?.some(({ volume }) => volume === store.name) === true,
  );
  return { image: archiverImage, user: String(owner?.user ?? nobody), tool: false };
}

/** What the scripts are and read: how the store is reached, and its password. */
export function scripts(
  backup: Backup,
  store: Server | Volume,
): {
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, PodFile>>;
} {
  const operated = store.engine === "postgres" && store.operator === "cloudnative-pg";
  const place = {
    reach: "network",
    clock: "scheduler",
    // A Sentinel stands beside each server.
    ...(store.engine === "redis" && isWatched(store) ? { sentinels: memberHosts(store) } : {}),
    ...(isServer(store) && isClustered(store) ? { nodes: memberHosts(store) } : {}),
  } as const;
  // What the operator archives is not the scripts' to promise.
  const own = operated ? { ...backup, pointInTime: undefined } : backup;
  const files = Object.fromEntries(
    Object.entries(backupFiles(own, store, place)).map(([path, content]) => [path, { content }]),
  );
  return { env: environmentOf(store, operated), files: { ...files, ...passwordFile(store) } };
}

/** As whom, and where, a store is asked; most have that in their scripts' settings. */
function environmentOf(store: Server | Volume, operated: boolean): Readonly<Record<string, Value>> {
  if (store.engine === "rabbitmq") return { LOGIN: store.user };
  if (store.engine !== "postgres") return {};
  return {
    PGHOST: operated ? endpointsOf(store).direct : store.host,
    PGPORT: store.port,
    PGDATABASE: { ref: "store", name: store.name, attribute: "database" },
    PGUSER: { ref: "store", name: store.name, attribute: "user" },
  };
}

/** The volume that is saved, as the pods mount it. */
export function savedVolume(
  store: Server | Volume,
  claims: Readonly<Record<string, input.core.v1.PersistentVolumeClaimVolumeSource["claimName"]>>,
): Pick<Saved, "mounts" | "volumes"> {
  const claimName = claims[store.name];
  if (store.engine !== "volume" || claimName === undefined) return { mounts: [], volumes: [] };
  return {
    mounts: [{ name: "saved", mountPath: savedFolder, readOnly: true }],
    volumes: [{ name: "saved", persistentVolumeClaim: { claimName, readOnly: true } }],
  };
}

/** Whose pod has the disk that a backup of it needs as well, and can only have on the same node. */
export function holder(
  system: System,
  store: Server | Volume,
  backup: Backup,
): { readonly component: string; readonly role: string } | undefined {
  if (archives(store, [backup])) return { component: store.name, role: "store" };
  if (isServer(store) || store.access === "many") return undefined;
  const user = system.services.find(({ mounts }) => mounts?.some(({ volume }) => volume === store.name));
  return user === undefined ? undefined : { component: user.name, role: "service" };
}

/** A backup, its store, and the service whose pod has the disk that it needs. */
export interface Placed {
  readonly backup: Backup;
  readonly store: Server | Volume;
  readonly service?: string;
}

/** The backups that come before the services, and those that come after: beside a service's pod, unless a job of the release waits for them. */
export function ordered(system: System): readonly [before: readonly Placed[], after: readonly Placed[]] {
  const all = system.backups.flatMap((backup): readonly Placed[] => {
    const store = system.stores.find(({ name }) => name === backup.store);
    if (store === undefined) return [];
    const near = holder(system, store, backup);
    const gates = system.jobs.some(({ backupFirst }) => backupFirst === backup.name);
    return [{ backup, store, ...(near?.role === "service" && !gates ? { service: near.component } : {}) }];
  });
  const follows = ({ service }: Placed): boolean => service !== undefined;
  return [all.filter((one) => !follows(one)), all.filter(follows)];
}

/** On the node of another component's pod: both use a disk that one node at a time can have. */
export function beside(owner: Owner, component: string, role: string): input.core.v1.Affinity {
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          labelSelector: {
            matchLabels: { ...componentSelector(owner, component), "app.kubernetes.io/component": role },
          },
          topologyKey: "kubernetes.io/hostname",
        },
      ],
    },
  };
}

/** The loop looks at the clock at least every minute. */
export const loopHealth: Health = command(["sh", "-c", 'test -n "$(find /tmp/alive -mmin -5)"'], {
  interval: "30s",
  timeout: "10s",
  retries: 3,
  startPeriod: "30s",
});
