import type { System } from "../system";
import { isBytes, isDuration } from "../units";
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
]);
const sizes: ReadonlySet<string> = new Set(["size", "maxMemory", "maxBody", "maxHeaders"]);

/** Properties whose keys are others' words: variables, headers, build arguments. */
const foreign: ReadonlySet<string> = new Set([
  "env",
  "files",
  "settings",
  "parameters",
  "params",
  "headers",
  "args",
]);

function walk(path: string, node: unknown, problems: Problem[]): void {
  if (node === null || typeof node !== "object") return;
  for (const [key, value] of Object.entries(node)) {
    if (foreign.has(key)) continue;
    const at = Array.isArray(node) ? elementPath(path, key, value) : path === "" ? key : `${path}.${key}`;
    if (typeof value !== "string") walk(at, value, problems);
    else if (durations.has(key) && !isDuration(value))
      problems.push({ path: at, message: `"${value}" is no duration; write for example "30s" or "5m"` });
    else if (sizes.has(key) && !isBytes(value))
      problems.push({ path: at, message: `"${value}" is no size; write for example "256Mi" or "1Gi"` });
  }
}

/** `services.backend` for an element with a name, `entrance.routes[3]` for one without. */
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
