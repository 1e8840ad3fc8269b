import { createLog, type Log } from "./log";
import { serve } from "./server";
import { readSettings, type Settings } from "./settings";
import { connect } from "./stores";

// Milliseconds for one statement: another release may hold the migration's lock.
const migrationLimit = 300_000;

/** `server.cjs [serve | migrate | probe [URL]]`: the service, its migration, or a health check of a running one. */
async function main(mode: string, url: string | undefined): Promise<void> {
  const settings = readSettings(process.env);
  const log = createLog(settings.logLevel, settings.logFormat, settings.contract.logger);
  switch (mode) {
    case "serve":
      return await run(settings, log);
    case "migrate":
      return await migrate(settings, log);
    case "probe":
      return await probe(url ?? `http://127.0.0.1:${settings.port}${settings.contract.healthPath}`);
    default:
      throw new Error(`There is no mode "${mode}"; allowed are serve, migrate, probe`);
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

async function probe(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const body = await response.text();
  process.stdout.write(body);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

const [mode = "serve", url] = process.argv.slice(2);
main(mode, url).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
