import type { System } from "../system";
import { bytes, isBytes, isDuration, seconds } from "../values/units";
import { repeated, type Problem } from "./problem";

/** Properties that hold a duration or a size, wherever they stand. */
const durations: ReadonlySet<string> = new Set([
  "interval",
  "timeout",
  "startPeriod",
  "delay",
  "deadline",
  "idle",
  "connect",
  "send",
  "read",
  "period",
  "stabilization",
  "for",
  "retention",
  "rpo",
  "within",
  "age",
  "expire",
  "over",
  // Of a latency; shares are numbers.
  "above",
]);
const sizes: ReadonlySet<string> = new Set(["size", "maxMemory", "maxBody", "maxHeaders", "sharedMemory"]);

/** Properties whose keys are others' words: variables, headers, build arguments. */
const foreign: ReadonlySet<string> = new Set([
  "env",
  "files",
  "settings",
  "parameters",
  "params",
  "headers",
  "args",
  "sysctls",
]);

/** Durations that may be none at all. */
const perhapsNone: ReadonlySet<string> = new Set(["delay", "startPeriod", "stabilization", "for"]);
const longest = 3650 * 86_400;
const largest = 2 ** 50;

function wrongDuration(key: string, value: string): string | undefined {
  if (!isDuration(value)) return `"${value}" is not a valid duration; write for example "30s" or "5m"`;
  const length = seconds(value);
  if (length > longest) return `"${value}" is too long; allowed are durations up to "3650d"`;
  return length > 0 || perhapsNone.has(key)
    ? undefined
    : `"${value}" is not above 0; write for example "30s" or "5m"`;
}

/** Why a text is not an amount of memory or storage; undefined where it is one. */
export function wrongSize(value: string): string | undefined {
  if (!isBytes(value)) return `"${value}" is not a valid size; write for example "256Mi" or "1Gi"`;
  return bytes(value) >= 1 && bytes(value) <= largest
    ? undefined
    : `"${value}" is out of range; allowed are sizes above 0, up to "1024Ti"`;
}

function walk(path: string, node: unknown, problems: Problem[]): void {
  if (node === null || typeof node !== "object") return;
  for (const [key, value] of Object.entries(node)) {
    if (foreign.has(key)) continue;
    const at = Array.isArray(node) ? elementPath(path, key, value) : path === "" ? key : `${path}.${key}`;
    if (typeof value !== "string") walk(at, value, problems);
    else {
      const message = durations.has(key)
        ? wrongDuration(key, value)
        : sizes.has(key)
          ? wrongSize(value)
          : undefined;
      if (message !== undefined) problems.push({ path: at, message });
    }
  }
}

/** `services.backend` for an element with a name, `ingress.routes[3]` for one without. */
function elementPath(path: string, index: string, element: unknown): string {
  return element !== null &&
    typeof element === "object" &&
    "name" in element &&
    typeof element.name === "string"
    ? `${path}.${element.name}`
    : `${path}[${index}]`;
}

/** Spelling of durations and sizes, and what must be unique in the monitoring. */
export function checkValues(system: System): readonly Problem[] {
  const problems: Problem[] = [];
  walk("", system, problems);
  const alerts = repeated(system.monitoring?.alerts ?? [], ({ name }) => name).map((group) => ({
    path: "monitoring.alerts",
    message: `${group.length} alerts are named "${group[0]?.name}"; give each its own name`,
  }));
  return [...problems, ...alerts];
}
