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

/** What the lock file in the recipe's folder names. */
async function fetchNodeRed(context: string, step: Step): Promise<void> {
  await fetchInterpreter(context, step);
  step.say("fetching the packages of Node-RED");
  const options = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run("npm", ["ci", ...options], { cwd: context });
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
  fetched: { pins: `node ${NODE}`, into: fetchNodeRed },
};
