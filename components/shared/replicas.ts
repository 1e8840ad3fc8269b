import {
  command,
  engineContainer,
  type EngineContainer,
  type Health,
  type Postgres,
  type Server,
} from "../model";
import { haproxyFile } from "../render/haproxy";
import { primaryConnection, replicaFolder, replicaLives, replicaScript } from "../render/replica";
import { certificateFile, clientsFile, clientsOf, type Encryption } from "./encryption";
import type { Refusal } from "./refusal";

/** Whether a store is a database that others copy. */
export function isReplicated(store: Server): store is Postgres {
  return store.engine === "postgres" && (store.readReplicas ?? 0) > 0;
}

/**
 * How much of its log a primary keeps for replicas that lie behind or are away. Of a slot it would keep what a replica needs that
 * never comes back, until its disk is full; one that lies further behind copies the data again.
 */
const keptLog = "1GB";
/** Replicas, their copies and backups at once; a replica must allow as many, so it does not follow their number. */
const senders = 40;

/** What a primary's container has in addition, so that replicas can follow it. */
export function replicated(store: Postgres): Pick<Encryption, "command"> & Pick<EngineContainer, "files"> {
  const own: Readonly<Record<string, string>> = {
    ...(store.tls === true ? {} : { hba_file: clientsFile }),
    max_wal_senders: String(senders),
    wal_keep_size: keptLog,
  };
  return {
    command: Object.entries(own)
      .filter(([name]) => name === "hba_file" || store.parameters?.[name] === undefined)
      .flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    files: store.tls === true ? {} : { [clientsFile]: { content: clientsOf(store) } },
  };
}

/** As the server writes it where nothing is said (https://www.postgresql.org/docs/current/runtime-config-logging.html). */
const standardPrefix = "%m [%p] ";

/** One replica: the engine of its primary, with a script that copies the data and looks after it. */
export function replicaEngine(store: Postgres, number: number): EngineContainer & { readonly alive: Health } {
  const single = engineContainer(store);
  const script = `${replicaFolder}/replica.sh`;
  const connection = primaryConnection(store, number, certificateFile);
  // What bounds a primary must be no less on those that follow it.
  const alike = replicated(store);
  const own: Readonly<Record<string, string>> = {
    primary_conninfo: connection,
    hot_standby: "on",
    unix_socket_directories: "/var/run/postgresql",
    // By these the script tells what the server says of the log that it follows from what consumers write.
    log_line_prefix: `[%b] ${store.parameters?.log_line_prefix ?? standardPrefix}`,
    lc_messages: "C",
    logging_collector: "off",
    log_destination: "stderr",
  };
  return {
    ...single,
    command: [
      "sh",
      script,
      ...(single.command ?? []),
      ...alike.command,
      ...Object.entries(own).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    env: { PGDATA: single.env.PGDATA ?? "", PRIMARY: connection },
    files: { ...alike.files, [script]: { content: replicaScript } },
    alive: command(["sh", "-c", replicaLives], single.health),
  };
}

/** What leads connections that only read to replicas, by its configuration. */
export function balancer(configuration: string): {
  readonly files: Readonly<Record<string, { readonly content: string }>>;
  readonly command: readonly string[];
  readonly health: Health;
} {
  return {
    files: { [haproxyFile]: { content: configuration } },
    command: ["haproxy", "-f", haproxyFile],
    health: { probe: { tcp: "main" }, interval: "5s", timeout: "3s", retries: 3 },
  };
}

/** What no replica could follow. */
export function replicaRefusals({ readReplicas = 0, parameters = {} }: Postgres): readonly Refusal[] {
  return [
    {
      path: "parameters.wal_level",
      set: readReplicas > 0 && parameters.wal_level === "minimal",
      message: 'is "minimal", whose log no replica can follow; leave it out, or set readReplicas: 0',
    },
  ];
}
