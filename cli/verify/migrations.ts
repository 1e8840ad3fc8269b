import { isServer, workloadRefs, type Job, type Postgres, type System } from "../../components/model";
import { ofComponent, type Container } from "./containers";
import { fails, holds, type Verdict } from "./verdict";

/** Runs a command in a container. */
export type Exec = (
  container: Container,
  argv: readonly string[],
) => Promise<{ readonly code: number; readonly output: string }>;

function databaseOf(system: System, job: Job): Postgres | undefined {
  const names = workloadRefs(job).flatMap((ref) => (ref.ref === "store" ? [ref.name] : []));
  return system.stores
    .filter(isServer)
    .find((store): store is Postgres => store.engine === "postgres" && names.includes(store.name));
}

async function checkJob(
  system: System,
  job: Job,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
): Promise<Verdict> {
  const table = job.versionTable ?? "";
  const database = databaseOf(system, job);
  const claim = `the database has the migration's table ${table}`;
  const [container] = database === undefined ? [] : ofComponent(containers, database.name, "store");
  if (database === undefined || container?.State.Status !== "running")
    return fails(claim, "its database does not run");
  const query = `select count(*) from "${table}"`;
  const { code, output } = await exec(container, [
    "psql",

    "-U",
    database.owner,
    "-d",
    database.databaseName,
    "-Atc",
    query,
  ]);
  const again = `Migrate again: npx trireme up ${stack} --rerun ${job.name}`;
  if (code !== 0) return fails(claim, `${output.trim().split("\n")[0] ?? ""}. ${again}`);
  return Number(output) > 0 ? holds(claim) : fails(claim, `the table is empty. ${again}`);
}

/** Whether each migration left its version in its database. */
export async function checkMigrations(
  system: System,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
): Promise<readonly Verdict[]> {
  const jobs = system.jobs.filter(({ versionTable }) => versionTable !== undefined);
  return Promise.all(jobs.map((job) => checkJob(system, job, containers, exec, stack)));
}
