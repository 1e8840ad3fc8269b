import {
  accountOf,
  engineContainer,
  engineOf,
  expandSchedule,
  isSavable,
  isSeaweed,
  longestGap,
  peersOf,
  seconds,
  type Backup,
  type SavableStore,
  type Schedule,
  type Server,
  type Volume,
} from "../../model";
import { socketFolder } from "./sql";

/** Seconds between two looks at the clock, at most. */
const longestTick = 60;
/** Share of the promised loss after which a segment is archived; the rest is for the marker's tick and the copying. */
const archiveShare = 0.6;
/** Seconds after which a run that hangs is ended. */
const deadline = 6 * 3600;

function quoted(value: string | number): string {
  return `'${String(value).replaceAll("'", `'\\''`)}'`;
}

function schedule(text: string): Schedule {
  return expandSchedule(text);
}

/** A shell function that says whether a minute (since 1970) is one of the schedule's. */
function due(name: string, text: string | undefined): string {
  if (text === undefined) return `${name}() { return 1; }`;
  const { minutes, hours, days, months, weekdays, eitherDay } = schedule(text);
  const lists = [minutes, hours, days, months, weekdays].map((list) => quoted(list.join(" ")));
  return `${name}() { due "$1" ${lists.join(" ")} ${eitherDay ? 1 : 0}; }`;
}

/** Seconds between two markers: short enough that a promise of seconds can be kept. */
function tick({ pointInTime }: Backup): number {
  return pointInTime === undefined
    ? longestTick
    : Math.max(1, Math.min(longestTick, Math.floor(seconds(pointInTime.rpo) / 5)));
}

/** Seconds after which Postgres archives a segment of its log that is not full. */
export function archiveTimeout(rpo: number): number {
  return Math.max(1, Math.floor(rpo * archiveShare));
}

/** Age that the newest backup reaches by its schedule, in seconds. */
function expectedAge({ schedule: text }: Pick<Backup, "schedule">): number {
  return longestGap(schedule(text)) ?? 0;
}

/** How a backup stands to its store and its clock. */
export interface BackupPlace {
  /**
   * `socket`: beside a Postgres whose socket it shares. `network`: over it, with what libpq's variables (`PGHOST` and its
   * siblings) and the password's file say.
   *
   * @default "socket"
   */
  readonly reach?: "socket" | "network";
  /** Host of a Redis. @default the store's name */
  readonly host?: string;
  /** Hosts of the nodes of a Qdrant. @default the names that they have among themselves */
  readonly nodes?: readonly string[];
  /** Hosts of the Sentinels that know which server is the master. @default none: there is one server */
  readonly sentinels?: readonly string[];
  /** Where the buckets of an object store are those of an account of AWS. @default a server has them */
  readonly account?: { readonly region: string; readonly buckets: readonly string[] };
  /** Whether a provider runs a MariaDB, at `STORE_HOST` of the environment and encrypted. @default false */
  readonly encrypted?: boolean;
  /** Whether a service writes the snapshot of a Redis to a file. @default false */
  readonly exported?: boolean;
  /** Who starts what is due: the loop, or a scheduler of the target; the loop then makes up for what was missed. @default "loop" */
  readonly clock?: "loop" | "scheduler";
}

function engineSettings(
  store: SavableStore,
  { reach, host, nodes, sentinels, account }: BackupPlace,
): Readonly<Record<string, string | number>> {
  switch (store.engine) {
    case "postgres":
      return reach === "network"
        ? {}
        : { HOST: socketFolder, PGUSER: store.owner, PGDATABASE: store.databaseName };
    case "redis":
      return {
        HOST: host ?? store.name,
        PORT: 6379,
        PERSISTENCE: store.persistence,
        ...(sentinels === undefined
          ? {}
          : { SENTINELS: sentinels.join(" "), SET_NAME: store.setName ?? store.name }),
      };
    case "mariadb":
      return {
        HOST: host ?? store.name,
        PORT: engineContainer(store).ports.main,
        OWNER: store.owner,
        DATABASE: store.databaseName,
      };
    case "minio":
      if (account !== undefined) return { REGION: account.region, BUCKETS: account.buckets.join(" ") };
      return {
        ENDPOINT: `http://${host ?? store.name}:${engineContainer(store).ports.main}`,
        ACCESS_KEY: engineOf(store).userOf?.(store, 0) ?? "",
        PROVIDER: isSeaweed(store) ? "SeaweedFS" : "Minio",
      };
    case "rabbitmq":
      return {
        HOST: host ?? store.name,
        PORT: engineContainer(store).ports.management ?? "",
        ACCOUNTS: [0, 1].map((generation) => accountOf(store, generation)).join(" "),
      };
    case "qdrant":
      return { NODES: (nodes ?? peersOf(store)).join(" ") };
    case "volume":
      return {};
    default:
      return store satisfies never;
  }
}

/**
 * What a backup's scripts are told: the shell variables and functions of `settings.sh`.
 *
 * @param preload libraries that the store's server loads at its start
 */
export function renderSettings(
  backup: Backup,
  store: Server | Volume,
  preload: string,
  place: BackupPlace = {},
): string {
  const { keep, drill, pointInTime } = backup;
  const values: Readonly<Record<string, string | number>> = {
    BACKUP: backup.name,
    KEEP_COUNT: "count" in keep ? keep.count : "",
    KEEP_SECONDS: "age" in keep ? Math.floor(seconds(keep.age)) : "",
    GAP: expectedAge(backup),
    TICK: tick(backup),
    DEADLINE: deadline,
    DRILL: drill === undefined ? 0 : 1,
    TABLES: (drill?.tables ?? []).join(" "),
    WITHIN: drill?.within === undefined ? "" : Math.floor(seconds(drill.within)),
    POINT_IN_TIME: pointInTime === undefined ? 0 : 1,
    RPO: pointInTime === undefined ? "" : Math.floor(seconds(pointInTime.rpo)),
    PRELOAD: preload === "" ? "" : `-c shared_preload_libraries=${preload}`,
    FOLDER: backup.folder ?? ".",
    BUCKET: backup.destinations.some(({ to }) => to === "bucket") ? 1 : 0,
    // A pod that has just been started may not be let out of its network yet.
    PATIENCE: place.clock === "scheduler" && place.account === undefined ? 60 : 0,
    ...(isSavable(store) ? engineSettings(store, place) : {}),
  };
  const own = place.clock !== "scheduler";
  return [
    ...Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}`),
    due("due_take", own ? backup.schedule : undefined),
    due("due_drill", own ? drill?.schedule : undefined),
    "",
  ].join("\n");
}
