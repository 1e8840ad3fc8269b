import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportOf } from "../../../../cli/preview/report";
import type { Report } from "../../../../cli/preview/rows";
import { readDigest, readEvents, type Digest } from "../../../../cli/preview/steps";

const folder = join(__dirname, "fixtures");

/** What the CLI said of SyftHub's production stack when it was changed so; see `test/e2e/production/previews.test.ts`. */
export const recordings = [
  "nothing",
  "tag",
  "route",
  "variable",
  "limit",
  "rotation",
  "port",
  "version",
  "volume",
  "service",
  "error",
] as const;

export type Recording = (typeof recordings)[number];

/** The recorded variables of the backend as its description has them, by name. */
const variables = {
  backend: Object.fromEntries(
    [
      "ACCESS_TOKEN_EXPIRE_MINUTES DATABASE_ECHO DATABASE_URL DOMAIN ENVIRONMENT FEATURE_SEARCH",
      "HEALTH_CHECK_ENABLED HEALTH_CHECK_INTERVAL_SECONDS HEALTH_CHECK_MAX_CONCURRENT HEALTH_CHECK_TIMEOUT_SECONDS",
      "LOG_FORMAT LOG_LEVEL LOG_REQUEST_BODY LOG_RESPONSE_BODY REDIS_URL REFRESH_TOKEN_EXPIRE_DAYS",
      "RSA_PRIVATE_KEY_PEM RSA_PUBLIC_KEY_PEM SECRET_KEY",
    ]
      .join(" ")
      .split(" ")
      .map((name) => [name, { FEATURE_SEARCH: "semantic", LOG_LEVEL: "debug" }[name] ?? "as before"]),
  ),
};

export const context = { prefix: "syfthub-preview-e2e", variables };

function digestOf(name: Recording): Digest {
  const digest = readDigest(readFileSync(join(folder, `${name}.digest`), "utf8"));
  if (digest === undefined) throw new Error(`${name} is not a digest`);
  return digest;
}

/** The report of a recording. */
export function recordedReport(name: Recording): Report {
  const events = readEvents(readFileSync(join(folder, `${name}.events`), "utf8"));
  return reportOf("prod", "preview", digestOf(name), events, context);
}

/** A digest of steps that someone thought of. */
export function digest(steps: Digest["steps"], same = 0): Digest {
  return { steps, diagnostics: [], changeSummary: { same } };
}

export const noEvents = { verdicts: [], packs: [], seconds: undefined };

/** A URN of the stack `prod`. */
export function urn(type: string, name: string, ...parents: readonly string[]): string {
  return `urn:pulumi:prod::app::${[...parents, type].join("$")}::${name}`;
}
