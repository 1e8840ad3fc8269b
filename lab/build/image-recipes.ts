import { chmodSync, cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { poolerImage } from "../../components/lowering/pooler";
import { archiverImage, certbotImage, toolsImage } from "../../components/model";
import { images } from "../../components/lowering/monitoring/images";
import { contentKey, filesBelow } from "../../setup/cache";
import { debianImage } from "./debian-root";
import { unpackNpm } from "./fetched-packages";
import { postgresRecipes } from "./postgres-image";
import type { Step } from "../../setup/progress";
import type { Recipe } from "./recipe";
import { traefik } from "./traefik-image";
import { projectRoot } from "../../setup/workspace";

const NODE = "22.23.3";
const NPM = "10.9.9";

async function fetchNode(context: string, step: Step): Promise<void> {
  const unpacked = join(context, "unpacked");
  step.say(`fetching Node.js ${NODE}`);
  await unpackNpm(`node-linux-${process.arch}@${NODE}`, unpacked);
  cpSync(join(unpacked, "bin", "node"), join(context, "node"));
  chmodSync(join(context, "node"), 0o755);
  rmSync(unpacked, { recursive: true });
  await unpackNpm(`npm@${NPM}`, join(context, "npm"));
}

const nginx: Recipe = { name: "nginx", version: "1.30", suite: "forky" };
const nodeExporter: Recipe = { name: "node-exporter", version: "1.5", suite: "bookworm" };
const measuring = ["prometheus", "alertmanager", "postgres-exporter", "redis-exporter"] as const;
const awscli: Recipe = { name: "awscli", version: "2.9", suite: "bookworm" };
const busybox: Recipe = { name: "busybox", version: "1.35", suite: "bookworm" };
const certbot: Recipe = { name: "certbot", version: "5.5", suite: "forky" };
const pgbouncer: Recipe = { name: "pgbouncer", version: "1.24", suite: "forky" };
const redis: Recipe = { name: "redis", version: "7", suite: "bookworm" };
const node: Recipe = {
  name: "node",
  version: NODE,
  suite: "bookworm",
  fetched: { pins: `node ${NODE}, npm ${NPM}`, into: fetchNode },
};

/** The one map from an official image to the recipe of the one that takes its place. */
export const recipes: Readonly<Record<string, Recipe>> = {
  ...Object.fromEntries(
    measuring.map((name) => [
      images[name],
      { name, version: images[name].replace(/^.*:v/, ""), suite: "forky" } satisfies Recipe,
    ]),
  ),
  "amazon/aws-cli:2.22.35": awscli,
  [toolsImage]: busybox,
  [archiverImage]: busybox,
  [certbotImage]: certbot,
  [poolerImage]: pgbouncer,
  "nginx:1.30-alpine": nginx,
  "node:22-alpine": node,
  ...postgresRecipes,
  "prom/node-exporter:v1.9.1": nodeExporter,
  "redis:7-alpine": redis,
  "traefik:v3.7": traefik,
};

/** Where the recipe's Dockerfile and its scripts are. */
export function recipeFolder(recipe: Recipe): string {
  return join(projectRoot, "lab", "images", recipe.folder ?? recipe.name);
}

/** The name of the image that a recipe makes, with a hash of all that goes into it. */
export function localImage(recipe: Recipe): string {
  const key = contentKey({
    ...filesBelow(recipeFolder(recipe)),
    " base": debianImage(recipe.suite),
    " version": recipe.version,
    ...(recipe.args === undefined ? {} : { " args": JSON.stringify(recipe.args) }),
    " fetched": recipe.fetched?.pins ?? "",
  });
  return `trireme.local/${recipe.name}:${recipe.version}-${key}`;
}
