import { chmodSync, cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../setup/processes";
import type { Step } from "../../setup/progress";
import { unpackNpm } from "./fetched-packages";
import type { Recipe } from "./recipe";

const NODE = "22.23.3";
const NPM = "10.9.9";

async function fetchInterpreter(context: string, step: Step): Promise<void> {
  const unpacked = join(context, "unpacked");
  step.say(`fetching Node.js ${NODE}`);
  await unpackNpm(`node-linux-${process.arch}@${NODE}`, unpacked);
  cpSync(join(unpacked, "bin", "node"), join(context, "node"));
  chmodSync(join(context, "node"), 0o755);
  rmSync(unpacked, { recursive: true });
}

async function fetchNode(context: string, step: Step): Promise<void> {
  await fetchInterpreter(context, step);
  await unpackNpm(`npm@${NPM}`, join(context, "npm"));
}

/** The interpreter, and what the lock file in the recipe's folder names. */
async function fetchLocked(context: string, title: string, step: Step): Promise<void> {
  await fetchInterpreter(context, step);
  step.say(`fetching the packages of ${title}`);
  const options = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run("npm", ["ci", ...options], { cwd: context });
}

/** Clients of databases that are not Postgres; two of them come without what their scripts would build. */
const otherDatabases = ["mysql2", "oracledb", "sqlite3", "tedious"];

/** Without what no program reads, which is a quarter of it. */
async function fetchDirectus(context: string, step: Step): Promise<void> {
  await fetchLocked(context, "Directus", step);
  const packages = join(context, "node_modules");
  for (const name of otherDatabases) rmSync(join(packages, name), { recursive: true });
  const unread = ["*.map", "*.d.ts", "*.d.mts", "*.d.cts"].flatMap((name) => ["-o", "-name", name]).slice(1);
  await run("find", [packages, "-type", "f", "(", ...unread, ")", "-delete"]);
}

export const node: Recipe = {
  name: "node",
  version: NODE,
  suite: "bookworm",
  fetched: { pins: `node ${NODE}, npm ${NPM}`, into: fetchNode },
};

export const nodeRed: Recipe = {
  name: "node-red",
  version: "4.1.15",
  suite: "bookworm",
  fetched: { pins: `node ${NODE}`, into: (context, step) => fetchLocked(context, "Node-RED", step) },
};

/** Its lock file has isolated-vm 6.2, which brings what 5 would have to compile or fetch from elsewhere; the official image has 5.0. */
export const directus: Recipe = {
  name: "directus",
  version: "11.17.4",
  suite: "bookworm",
  fetched: {
    pins: `node ${NODE}, without ${otherDatabases.join(", ")}, types and maps`,
    into: fetchDirectus,
  },
};
