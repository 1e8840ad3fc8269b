import { setTimeout as delay } from "node:timers/promises";
import { doNextJob, jobQueue } from "./jobs";
import { createLog, type Log } from "./log";
import { serve } from "./server";
import { readSettings, type Settings } from "./settings";
import { connect } from "./stores";
import { type Span, Tracer, untraced } from "./traces";

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
      return await probe(settings, log, argument);
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
    await asOneSpan(settings, log, "migrate", async ({ context }) => {
      const done = await database.migrate();
      for (const step of done) log("info", step);
      log("info", "migration.completed", { changes: done.length, trace_id: context.traceId });
    });
  } finally {
    await database.close();
  }
}

/** A job that leaves a trace of its own, sent before its process ends. */
async function asOneSpan<T>(
  settings: Settings,
  log: Log,
  name: string,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const tracer = new Tracer(settings.environment, settings.role, settings.version, log);
  try {
    return await tracer.during({ kind: "internal", name }, work);
  } finally {
    await tracer.stop();
  }
}

/** Takes jobs from the cache until it is told to stop; one that was taken is finished. */
async function work(settings: Settings, log: Log): Promise<void> {
  const { cache } = connect(settings.environment, log);
  if (cache === undefined) throw new Error("REDIS_URL is not set: it says where the jobs are");
  let stopping = false;
  const stop = () => (stopping = true);
  process.once("SIGTERM", stop).once("SIGINT", stop);
  const tracer = new Tracer(settings.environment, settings.role, settings.version, log);
  log("info", "worker.started", { queue: jobQueue });
  while (!stopping) {
    try {
      await doNextJob(cache, tracer, log);
    } catch (error) {
      log("warning", "job.failed", { error: error instanceof Error ? error.message : String(error) });
      await delay(1000);
    }
  }
  cache.close();
  await tracer.stop();
  log("info", "worker.stopped");
}

async function statement(settings: Settings, log: Log, sql: string): Promise<void> {
  process.once("SIGTERM", () => process.exit(143)).once("SIGINT", () => process.exit(130));
  const { database } = connect(settings.environment, log, 0);
  if (database === undefined) throw new Error("PGHOST is not set: it says which server is meant");
  try {
    await asOneSpan(settings, log, "sql", async ({ context }) => {
      await database.run(sql);
      log("info", "sql.completed", { sql, trace_id: context.traceId });
    });
  } finally {
    await database.close();
  }
}

/** Asks a URL: its own health, which leaves no trace, unless a job names another. */
async function probe(settings: Settings, log: Log, argument?: string): Promise<void> {
  const { port, contract } = settings;
  const url = argument ?? `http://127.0.0.1:${port}${contract.healthPath}`;
  const ask = async (headers: Readonly<Record<string, string>>): Promise<void> => {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
    const body = await response.text();
    process.stdout.write(body);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  };
  if (untraced(contract).has(new URL(url).pathname)) await ask({});
  else await asOneSpan(settings, log, "probe", ({ traceparent }) => ask({ traceparent }));
}

const [mode = "serve", argument] = process.argv.slice(2);
main(mode, argument).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
