import { chmodSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { certbotImage, toolsImage } from "../components/model";
import { installPackages } from "./apt";
import { contentKey, filesBelow } from "./cache";
import { debianImage, type Suite } from "./debian-root";
import { PlainError } from "./errors";
import { download, fetchText } from "./network";
import { run, which } from "./processes";
import type { Step } from "./progress";
import { projectRoot } from "./workspace";

/** How an image is made where the official one cannot be pulled. */
export interface Recipe {
  readonly name: string;
  /** The version of what it runs, as its tag says. */
  readonly version: string;
  readonly suite: Suite;
  /** What the recipe's folder does not hold: pinned, and added to the build context when it is built. */
  readonly fetched?: { readonly pins: string; readonly into: (context: string, step: Step) => Promise<void> };
}

const PGSERVER = {
  version: "0.1.4",
  sha256: "d595789b47624a3d963aa9aa6359da9be31beb7e61f1a45541953242068b8813",
} as const;
const NODE = "22.23.3";
const NPM = "10.9.9";

async function unpackNpm(spec: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const { stdout } = await run("npm", ["pack", spec, "--silent", "--pack-destination", target], {
    cwd: target,
  });
  const archive = join(target, stdout.trim().split("\n").at(-1) ?? "");
  await run("tar", ["-xzf", archive, "-C", target, "--strip-components=1"]);
  rmSync(archive);
}

async function fetchNode(context: string, step: Step): Promise<void> {
  const unpacked = join(context, "unpacked");
  step.say(`fetching Node.js ${NODE}`);
  await unpackNpm(`node-linux-${process.arch}@${NODE}`, unpacked);
  cpSync(join(unpacked, "bin", "node"), join(context, "node"));
  chmodSync(join(context, "node"), 0o755);
  rmSync(unpacked, { recursive: true });
  await unpackNpm(`npm@${NPM}`, join(context, "npm"));
}

async function fetchWheel(folder: string, step: Step): Promise<string> {
  if (which("pip") !== undefined || which("pip3") !== undefined) {
    const pip = which("pip3") === undefined ? "pip" : "pip3";
    const options = ["--no-deps", "--only-binary=:all:", "--python-version=3.11", "--dest", folder];
    const { code } = await run(pip, ["download", `pgserver==${PGSERVER.version}`, ...options], {
      allowFailure: true,
    });
    const { stdout } = await run("sh", ["-c", 'sha256sum -- "$1"/*.whl', "sh", folder], {
      allowFailure: true,
    });
    const [sum, file] = stdout.trim().split(/\s+/);
    if (code === 0 && sum === PGSERVER.sha256 && file !== undefined) return file;
  }
  const index = await fetchText(`https://pypi.org/pypi/pgserver/${PGSERVER.version}/json`);
  const { urls } = JSON.parse(index) as { urls: { url: string; digests: { sha256: string } }[] };
  const found = urls.find((file) => file.digests.sha256 === PGSERVER.sha256);
  if (!found)
    throw new PlainError(
      `PyPI no longer has the pgserver ${PGSERVER.version} wheel with the pinned checksum.`,
    );
  const file = join(folder, "pgserver.whl");
  await download(found.url, PGSERVER.sha256, file, step);
  return file;
}

async function fetchPostgres(context: string, step: Step): Promise<void> {
  step.say("fetching PostgreSQL");
  const unpacked = join(context, "unpacked");
  mkdirSync(unpacked);
  const wheel = await fetchWheel(unpacked, step);
  if (which("unzip") === undefined) await installPackages(["unzip"], step);
  await run("unzip", ["-q", wheel, "-d", unpacked]);
  cpSync(join(unpacked, "pgserver.libs"), join(context, "pgserver.libs"), { recursive: true });
  const install = join(unpacked, "pgserver", "pginstall");
  for (const part of ["bin", "lib", "share"]) {
    cpSync(join(install, part), join(context, "pginstall", part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\.a$|\/(pgxs|pkgconfig)$/.test(path),
    });
  }
  rmSync(unpacked, { recursive: true });
}

const nginx: Recipe = { name: "nginx", version: "1.30", suite: "forky" };
const nodeExporter: Recipe = { name: "node-exporter", version: "1.5", suite: "bookworm" };
const awscli: Recipe = { name: "awscli", version: "2.9", suite: "bookworm" };
const busybox: Recipe = { name: "busybox", version: "1.35", suite: "bookworm" };
const certbot: Recipe = { name: "certbot", version: "5.5", suite: "forky" };
const redis: Recipe = { name: "redis", version: "7", suite: "bookworm" };
const node: Recipe = {
  name: "node",
  version: NODE,
  suite: "bookworm",
  fetched: { pins: `node ${NODE}, npm ${NPM}`, into: fetchNode },
};
const postgres: Recipe = {
  name: "postgres",
  version: "16",
  suite: "bookworm",
  fetched: { pins: PGSERVER.sha256, into: fetchPostgres },
};

/** The one map from an official image to the recipe of the one that takes its place. */
export const recipes: Readonly<Record<string, Recipe>> = {
  "amazon/aws-cli:2.22.35": awscli,
  [toolsImage]: busybox,
  [certbotImage]: certbot,
  "nginx:1.30-alpine": nginx,
  "node:22-alpine": node,
  "pgvector/pgvector:pg16-bookworm": postgres,
  "postgres:16-bookworm": postgres,
  "prom/node-exporter:v1.9.1": nodeExporter,
  "redis:7-alpine": redis,
};

/** Where the recipe's Dockerfile and its scripts are. */
export function recipeFolder(recipe: Recipe): string {
  return join(projectRoot, "toolchain", "images", recipe.name);
}

/** The name of the image that a recipe makes, with a hash of all that goes into it. */
export function localImage(recipe: Recipe): string {
  const key = contentKey({
    ...filesBelow(recipeFolder(recipe)),
    " base": debianImage(recipe.suite),
    " version": recipe.version,
    " fetched": recipe.fetched?.pins ?? "",
  });
  return `trireme.local/${recipe.name}:${recipe.version}-${key}`;
}
