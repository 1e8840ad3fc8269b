import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isAlive } from "../../setup/lock";
import { clusterId, type Layout, layoutOf } from "./layout";
import type { Daemon, Init } from "./namespaces";

/** What must be known of a cluster that was started, to use it, to stop it and to clean up after it. */
export interface ClusterRecord {
  readonly id: number;
  /** One a node. */
  readonly inits: readonly Init[];
  readonly daemons: readonly Daemon[];
  /** Folders that were made on the machine for it; empty, and to be removed after it. */
  readonly made: readonly string[];
  /** False until all of it is up. */
  readonly complete: boolean;
}

/** Notes what was started, so that it can be stopped whatever happens to us. */
export function writeRecord(layout: Layout, record: ClusterRecord): void {
  mkdirSync(dirname(layout.record), { recursive: true });
  writeFileSync(layout.record, JSON.stringify(record, null, 2) + "\n");
}

/** What was noted of a cluster, running or not. */
export function readRecord(layout: Layout): ClusterRecord | undefined {
  if (!existsSync(layout.record)) return undefined;
  return JSON.parse(readFileSync(layout.record, "utf8")) as ClusterRecord;
}

/** Forgets a cluster that is gone. */
export function removeRecord(layout: Layout): void {
  rmSync(layout.record, { force: true });
}

/** A cluster of ours that runs. */
export interface RunningCluster {
  readonly layout: Layout;
  readonly record: ClusterRecord;
}

/** The running cluster that this environment means; undefined where it runs not, or not wholly. */
export function runningCluster(env: NodeJS.ProcessEnv = process.env): RunningCluster | undefined {
  const id = clusterId(env);
  const record = readRecord(layoutOf(id, 1));
  if (record?.complete !== true || !record.inits.every(isAlive)) return undefined;
  if (!record.daemons.every((daemon) => isAlive(daemon.process))) return undefined;
  return { layout: layoutOf(id, record.inits.length), record };
}
