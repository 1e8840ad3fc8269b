import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { cachedEntry, cacheEntry, contentKey } from "./cache";
import { type Missing, PlainError } from "./errors";
import { buildKey, type GoBuild, goBuild, hasGo, noGo } from "./go";
import { answers, download, fetchText } from "./network";
import { run, which } from "./processes";
import type { Progress, Step } from "./progress";
import { cacheFolder, sdkVersion } from "./workspace";

const RELEASES = "https://get.pulumi.com/releases/sdk";
const OLDEST_MINOR = 200;
const VERSION_SYMBOL = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

const cliBuild: GoBuild = {
  module: "cli",
  packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
  ldflags: [`-s -w -X ${VERSION_SYMBOL}=v3.256.0`],
};

const languageHostBuild: GoBuild = {
  module: "language-host",
  packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
  ldflags: [`-s -w -X ${VERSION_SYMBOL}=v3.60.0`],
};

/** What the official archive ships as scripts and a build from source does not make. */
const scripts: Readonly<Record<string, string>> = {
  "pulumi-resource-pulumi-nodejs": "dynamic-provider",
  "pulumi-analyzer-policy-node": "run-policy-pack",
};

/**
 * Stands before the language host that can be built from source: that one takes a project's runtime options
 * as flags, while the CLI sends them in a message that it does not know.
 */
const languageHost = `#!/bin/sh
# It starts in the folder of the program's main file, which may be below the project's.
project=$PWD
while [ ! -f "$project/Pulumi.yaml" ] && [ "$project" != / ]; do project=$(dirname "$project"); done
option() { sed -n "s/^ *$1: *//p" "$project/Pulumi.yaml" 2>/dev/null | head -n 1; }
[ "$(option typescript)" = false ] && set -- -typescript=false "$@"
arguments=$(option nodeargs)
[ -n "$arguments" ] && set -- "-nodeargs=$arguments" "$@"
exec "$(dirname "$0")/nodejs-language-host" "$@"
`;

/** Where the Pulumi CLI comes from. */
export type CliSource =
  | { readonly kind: "path"; readonly folder: string }
  | { readonly kind: "cached"; readonly folder: string; readonly origin: "official" | "built" }
  | { readonly kind: "download"; readonly version: string }
  | { readonly kind: "build" }
  | { readonly kind: "missing"; readonly missing: Missing };

/** A CLI that is ready. */
export interface Cli {
  /** The folder to put on PATH. */
  readonly folder: string;
  /** The user's, or got by the toolchain: then it has a PULUMI_HOME of its own. */
  readonly origin: "user" | "official" | "built";
}

/** True if a version such as `v3.256.0` is recent enough for this project. */
export function isRecentEnough(version: string): boolean {
  const parts = /^v?(\d+)\.(\d+)\./.exec(version.trim());
  if (!parts) return false;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  return major > 3 || (major === 3 && minor >= OLDEST_MINOR);
}

/**
 * The name of the official archive for a platform.
 *
 * @returns undefined where Pulumi publishes none
 */
export function archiveName(version: string, platform: string, arch: string): string | undefined {
  const systems: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin" };
  const machines: Readonly<Record<string, string>> = { x64: "x64", arm64: "arm64" };
  const [system, machine] = [systems[platform], machines[arch]];
  return system && machine ? `pulumi-v${version}-${system}-${machine}.tar.gz` : undefined;
}

/** The checksum of one file in a list as `sha256sum` writes it. */
export function checksumOf(list: string, file: string): string | undefined {
  for (const line of list.split("\n")) {
    const [sum, name] = line.trim().split(/\s+\*?/);
    if (name === file) return sum;
  }
  return undefined;
}

/** The user's own Pulumi home. */
export function userHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME ?? join(homedir(), ".pulumi");
}

/** The folder with the plugins that this CLI uses. */
export function pulumiHome(origin: Cli["origin"], env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME ?? (origin === "user" ? userHome(env) : join(cacheFolder(), "pulumi-home"));
}

function downloadKey(version: string): string {
  return contentKey({ version, platform: `${process.platform}/${process.arch}` });
}

function sourceKey(): string {
  return contentKey({
    cli: buildKey(cliBuild),
    host: buildKey(languageHostBuild),
    scripts: JSON.stringify({ ...scripts, languageHost }),
  });
}

async function onPath(): Promise<string | undefined> {
  const command = which("pulumi");
  if (command === undefined || dirname(command).startsWith(cacheFolder())) return undefined;
  const { code, stdout } = await run(command, ["version"], { allowFailure: true });
  if (code !== 0 || !isRecentEnough(stdout)) return undefined;
  return which("pulumi-language-nodejs") === undefined ? undefined : dirname(command);
}

/** Decides where the CLI comes from: PATH, the cache, the official download, a build from source. */
export async function findCli(): Promise<CliSource> {
  const folder = await onPath();
  if (folder !== undefined) return { kind: "path", folder };
  const version = sdkVersion();
  const official = cachedEntry("cli-official", downloadKey(version));
  if (official !== undefined) return { kind: "cached", folder: official, origin: "official" };
  const built = cachedEntry("cli", sourceKey());
  if (built !== undefined) return { kind: "cached", folder: built, origin: "built" };
  const archive = archiveName(version, process.platform, process.arch);
  if (archive !== undefined && (await answers(`${RELEASES}/${archive}`)))
    return { kind: "download", version };
  return (await hasGo()) ? { kind: "build" } : { kind: "missing", missing: noGo };
}

async function downloadCli(version: string, folder: string, step: Step): Promise<void> {
  const archive = archiveName(version, process.platform, process.arch);
  if (archive === undefined)
    throw new PlainError(`Pulumi publishes no archive for ${process.platform}/${process.arch}.`);
  const sum = checksumOf(await fetchText(`${RELEASES}/pulumi-${version}-checksums.txt`), archive);
  if (sum === undefined) throw new PlainError(`Pulumi's list of checksums does not name ${archive}.`);
  const file = join(folder, archive);
  await download(`${RELEASES}/${archive}`, sum, file, step);
  step.say("unpacking");
  await run("tar", ["-xzf", file, "-C", folder, "--strip-components=1"]);
  rmSync(file);
}

function writeScripts(folder: string): void {
  const texts = {
    ...Object.fromEntries(
      Object.entries(scripts).map(([name, entry]) => [
        name,
        `#!/bin/sh\nexec node ./node_modules/@pulumi/pulumi/cmd/${entry} "$@"\n`,
      ]),
    ),
    "pulumi-language-nodejs": languageHost,
  };
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
}

async function buildCli(progress: Progress): Promise<Cli> {
  const [cli, host] = await Promise.all([
    progress.step("Building the Pulumi CLI from source", (step) =>
      cacheEntry("cli-binary", buildKey(cliBuild), step, (folder) => goBuild(cliBuild, folder, step)),
    ),
    progress.step("Building Pulumi's Node.js language host from source", (step) =>
      cacheEntry("language-host", buildKey(languageHostBuild), step, (folder) =>
        goBuild(languageHostBuild, folder, step),
      ),
    ),
  ]);
  const folder = await progress.step("Putting the Pulumi CLI together", (step) =>
    cacheEntry("cli", sourceKey(), step, async (target) => {
      await run("cp", [join(cli, "pulumi"), target]);
      await run("cp", [join(host, "pulumi-language-nodejs"), join(target, "nodejs-language-host")]);
      writeScripts(target);
    }),
  );
  return { folder, origin: "built" };
}

/**
 * Makes the CLI available.
 *
 * @throws PlainError when it can neither be downloaded nor built
 */
export async function obtainCli(source: CliSource, progress: Progress): Promise<Cli> {
  switch (source.kind) {
    case "path":
      return { folder: source.folder, origin: "user" };
    case "cached":
      return { folder: source.folder, origin: source.origin };
    case "download": {
      const { version } = source;
      try {
        const folder = await progress.step(`Downloading the Pulumi CLI ${version}`, (step) =>
          cacheEntry("cli-official", downloadKey(version), step, (target) =>
            downloadCli(version, target, step),
          ),
        );
        return { folder, origin: "official" };
      } catch (error) {
        if (!(await hasGo())) throw error;
        progress.note(`${(error as Error).message}\nBuilding it from source instead.`);
        return await buildCli(progress);
      }
    }
    case "build":
      return await buildCli(progress);
    case "missing":
      throw new PlainError(source.missing.what);
    default:
      return source satisfies never;
  }
}

/** The backend that the user has logged in to, if any: it wins over our local one. */
export function userLogin(
  env: NodeJS.ProcessEnv,
): { readonly folder: string; readonly backend: string } | undefined {
  const folder = env.PULUMI_CREDENTIALS_PATH ?? userHome(env);
  try {
    const credentials = JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8")) as {
      current?: string;
    };
    return credentials.current ? { folder, backend: credentials.current } : undefined;
  } catch {
    return undefined;
  }
}
