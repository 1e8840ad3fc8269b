import { setTimeout as delay } from "node:timers/promises";
import { createLog, type Log } from "./log";
import { serve } from "./server";
import { readSettings, type Settings } from "./settings";
import { connect, jobQueue, jobsDone } from "./stores";

// Milliseconds for one statement: another release may hold the migration's lock.
const migrationLimit = 300_000;

/**
 * `server.cjs [serve | work | migrate | sql STATEMENT | probe [URL]]`: the service, what takes its jobs, its migration, one statement for
 * its database, or a health check of a running one.
 */
async function main(mode: string, argument: string | undefined): Promise<void> {
  const settings = readSettings(process.env);
  const log = createLog(settings.logLevel, settings.logFormat, settings.contract.logger);
  switch (mode) {
    case "serve":
      return await run(settings, log);
    case "work":
      return await work(settings, log);
    case "migrate":
      return await migrate(settings, log);
    case "sql":
      return await statement(settings, log, argument ?? "");
    case "probe":
      return await probe(argument ?? `http://127.0.0.1:${settings.port}${settings.contract.healthPath}`);
    default:
      throw new Error(`There is no mode "${mode}"; allowed are serve, work, migrate, sql, probe`);
  }
}

async function run(settings: Settings, log: Log): Promise<void> {
  const stores = connect(settings.environment, log);
  const running = await serve(settings, stores, log, process.cwd());
  const leave = () => void running.drain().then(() => process.exit(0));
  process.once("SIGTERM", leave).once("SIGINT", leave);
}

async function migrate(settings: Settings, log: Log): Promise<void> {
  // The first process of a container is not ended by a signal that it does not handle.
  process.once("SIGTERM", () => process.exit(143)).once("SIGINT", () => process.exit(130));
  if (settings.fault === "hang-migrate") {
    log("warning", "migration.waiting: SAMPLE_FAIL asks for a migration that hangs");
    return await new Promise(() => setInterval(() => undefined, 60_000));
  }
  if (settings.fault === "migrate") throw new Error("SAMPLE_FAIL asks for a failing migration");
  const { database } = connect(settings.environment, log, migrationLimit);
  if (database === undefined) throw new Error("DATABASE_URL is not set: it says what to migrate");
  try {
    const done = await database.migrate();
    for (const step of done) log("info", step);
    log("info", "migration.completed", { changes: done.length });
  } finally {
    await database.close();
  }
}

/** Takes jobs from the cache until it is told to stop; one that was taken is finished. */
async function work(settings: Settings, log: Log): Promise<void> {
  const { cache } = connect(settings.environment, log);
  if (cache === undefined) throw new Error("REDIS_URL is not set: it says where the jobs are");
  let stopping = false;
  const stop = () => (stopping = true);
  process.once("SIGTERM", stop).once("SIGINT", stop);
  log("info", "worker.started", { queue: jobQueue });
  while (!stopping) {
    try {
      const job = await cache.take(jobQueue, 2);
      if (job !== undefined) log("info", "job.completed", { job, count: await cache.increment(jobsDone) });
    } catch (error) {
      log("warning", "job.failed", { error: error instanceof Error ? error.message : String(error) });
      await delay(1000);
    }
  }
  cache.close();
  log("info", "worker.stopped");
}

async function statement(settings: Settings, log: Log, sql: string): Promise<void> {
  process.once("SIGTERM", () => process.exit(143)).once("SIGINT", () => process.exit(130));
  const { database } = connect(settings.environment, log, 0);
  if (database === undefined) throw new Error("PGHOST is not set: it says which server is meant");
  try {
    await database.run(sql);
    log("info", "sql.completed", { sql });
  } finally {
    await database.close();
  }
}

async function probe(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const body = await response.text();
  process.stdout.write(body);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

const [mode = "serve", argument] = process.argv.slice(2);
main(mode, argument).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
