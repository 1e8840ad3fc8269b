import { readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { cachedEntry, cacheEntry, contentKey } from "./cache";
import { type Missing, PlainError } from "./errors";
import { lab } from "./lab";
import { answers, download, fetchText } from "./network";
import { run, which } from "./processes";
import type { Progress, Step } from "./progress";
import { cacheFolder, sdkVersion } from "./workspace";

const RELEASES = "https://get.pulumi.com/releases/sdk";
const OLDEST_MINOR = 200;
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

async function onPath(): Promise<string | undefined> {
  const command = which("pulumi");
  if (command === undefined || dirname(command).startsWith(cacheFolder())) return undefined;
  const { code, stdout } = await run(command, ["version"], { allowFailure: true });
  if (code !== 0 || !isRecentEnough(stdout)) return undefined;
  return which("pulumi-language-nodejs") === undefined ? undefined : dirname(command);
}

async function build(progress: Progress): Promise<Cli> {
  const { buildCli } = await lab();
  return { folder: await buildCli(progress), origin: "built" };
}

/** Decides where the CLI comes from: PATH, the cache, the official download, a build from source. */
export async function findCli(): Promise<CliSource> {
  const folder = await onPath();
  if (folder !== undefined) return { kind: "path", folder };
  const version = sdkVersion();
  const official = cachedEntry("cli-official", downloadKey(version));
  if (official !== undefined) return { kind: "cached", folder: official, origin: "official" };
  // Before the download is tried: where it cannot be reached, asking costs seconds at every command.
  const { cachedCli, hasGo, noGo } = await lab();
  const built = cachedCli();
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
        if (!(await (await lab()).hasGo())) throw error;
        progress.note(`${(error as Error).message}\nBuilding it from source instead.`);
        return await build(progress);
      }
    }
    case "build":
      return await build(progress);
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
