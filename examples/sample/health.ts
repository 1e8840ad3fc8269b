import { setTimeout as delay } from "node:timers/promises";
import type { Identity } from "./identity";
import type { Check } from "../../stacks/systems/sample";
import type { Settings } from "./settings";
import type { Stores } from "./stores";

/** Milliseconds to wait for a dependency: below the shortest probe timeout of any system. */
const patience = 2000;

/** The outcome of each check: "ok", "not configured" (optional and absent), or what is wrong. */
export type Report = Readonly<Record<string, string>>;

export const isHealthy = (report: Report) =>
  Object.values(report).every((outcome) => outcome === "ok" || outcome === "not configured");

/** Asks every dependency of the role at once. Never rejects: what went wrong stands in the report. */
export async function runChecks(settings: Settings, stores: Stores, identity?: Identity): Promise<Report> {
  const results = await Promise.all(
    Object.entries(settings.contract.checks).map(async ([name, check]) => {
      const outcome = runCheck(check, settings, stores, identity);
      return [name, await Promise.race([outcome.catch(reason), silence()])];
    }),
  );
  if (settings.fault === "health") results.push(["fault", "SAMPLE_FAIL asks for a failing health check"]);
  return Object.fromEntries(results) as Report;
}

async function silence(): Promise<string> {
  return await delay(patience, `no answer within ${patience / 1000} s`, { ref: false });
}

async function runCheck(
  check: Check,
  { environment }: Settings,
  { database, cache }: Stores,
  identity: Identity | undefined,
): Promise<string> {
  if (check.kind === "identity") return identity?.problem ?? "ok";
  const address = environment[check.variable] ?? "";
  if (address === "") return check.optional ? "not configured" : `${check.variable} is not set`;

  switch (check.kind) {
    case "postgres": {
      const missing = (await database?.missingTables(check.tables)) ?? check.tables;
      return missing.length === 0 ? "ok" : `no table ${missing.join(", ")}: run the migration`;
    }
    case "redis":
      await cache?.ping();
      return "ok";
    case "http": {
      const url = address.replace(/\/$/, "") + check.path;
      const { status } = await fetch(url, { signal: AbortSignal.timeout(patience) });
      return status < 400 ? "ok" : `${url} answered ${status}`;
    }
    default:
      return check satisfies never;
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join("; ");
  if (!(error instanceof Error)) return String(error);
  // fetch hides the network's reason behind "fetch failed".
  return error.cause instanceof Error ? reason(error.cause) : error.message;
}
