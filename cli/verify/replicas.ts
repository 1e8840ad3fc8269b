import { setTimeout } from "node:timers/promises";
import { isServer, type Postgres, type System } from "../../components/model";
import { replicaName } from "../../components/render/replica";
import { ofComponent, type Container } from "./containers";
import type { Exec } from "./migrations";
import { fails, holds, type Verdict } from "./verdict";

/** Milliseconds for those that copy a small database again, as after a restore. */
const standardPatience = 30_000;
/** Seconds that a replica may lie behind. */
const bound = 60;
const mebibyte = 2 ** 20;

/** What the primary knows of those that receive its log: https://www.postgresql.org/docs/current/monitoring-stats.html */
const question = `select application_name, state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint,
  coalesce(extract(epoch from replay_lag), 0)::numeric(12, 1) from pg_stat_replication`;

/** The verdict on each replica of a database, from what its primary answers. */
export function checkLag(
  store: Pick<Postgres, "name" | "readReplicas">,
  answer: string,
  stack: string,
): readonly Verdict[] {
  const rows = new Map(answer.split("\n").map((line) => [line.split("\t")[0] ?? "", line.split("\t")]));
  return Array.from({ length: store.readReplicas ?? 0 }, (_, index) => {
    const name = replicaName(store, index + 1);
    const [, state, behind = "0", lag = "0"] = rows.get(name) ?? [];
    const look = `Look: npx trireme logs ${stack} ${store.name}`;
    const claim = `${name} follows ${store.name}`;
    if (state === undefined) return fails(claim, `it does not receive the log. ${look}`);
    const told = `${Number(lag)} s and ${Math.ceil(Math.max(0, Number(behind)) / mebibyte)} MiB behind`;
    if (Number(lag) > bound) return fails(claim, `it is ${told}, and may be ${bound} s. ${look}`);
    return holds(`${claim}, ${told}`);
  });
}

/** Asks again until all is well; what does not become so is told as it was last. */
async function patiently(ask: () => Promise<readonly Verdict[]>, limit: number): Promise<readonly Verdict[]> {
  const end = Date.now() + limit;
  for (;;) {
    const verdicts = await ask();
    if (verdicts.every(({ reason }) => reason === undefined) || Date.now() >= end) return verdicts;
    await setTimeout(1000);
  }
}

/** Whether every read replica receives its primary's log, and how far it lies behind. */
export async function checkReplicas(
  system: System,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
  patience = standardPatience,
): Promise<readonly Verdict[]> {
  const replicated = system.stores
    .filter(isServer)
    .filter((store): store is Postgres => store.engine === "postgres")
    .filter(({ external, readReplicas = 0 }) => external === undefined && readReplicas > 0);
  const verdicts = await Promise.all(
    replicated.map(async (store) => {
      const [primary] = ofComponent(containers, store.name, "store");
      const words = [
        "psql",
        "-XAtw",
        "-F",
        "\t",
        "-U",
        store.owner,
        "-d",
        store.databaseName,
        "-c",
        question,
      ];
      const ask = async (): Promise<readonly Verdict[]> => {
        const { code, output } = primary === undefined ? { code: 1, output: "" } : await exec(primary, words);
        return checkLag(store, code === 0 ? output : "", stack);
      };
      return await patiently(ask, patience);
    }),
  );
  return verdicts.flat();
}
