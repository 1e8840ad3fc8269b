import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { cachedEntry, cacheEntry } from "./cache";
import type { Cli } from "./cli";
import type { Missing } from "./errors";
import { buildKey, type GoBuild, goBuild, hasGo, noGo } from "./go";
import { answers } from "./network";
import { run } from "./processes";
import type { Progress } from "./progress";
import { pluginVersion } from "./workspace";

const DOWNLOADS = "https://get.pulumi.com/releases/plugins/";
/** Marks a plugin built here with the key of its build; an official one has none. */
const MARK = ".trireme-build";
const ENTRY = "plugins";
const MODULE = "trireme.local/toolchain/plugins";

/** The provider plugins that the targets use. */
export const plugins = ["docker", "random", "tls"] as const;
export type Plugin = (typeof plugins)[number];

// One build, so that what the plugins share is compiled once.
const build: GoBuild = {
  module: "plugins",
  packages: plugins.map((name) => `${MODULE}/cmd/pulumi-resource-${name}`),
  ldflags: plugins.map(
    (name) => `${MODULE}/cmd/pulumi-resource-${name}=-s -w -X main.version=${pluginVersion(name)}`,
  ),
};

function pluginFolder(home: string, name: Plugin): string {
  return join(home, "plugins", `resource-${name}-v${pluginVersion(name)}`);
}

/** True if the plugin is there: an official one, or our build of today's sources. */
function isInstalled(home: string, name: Plugin, key: string): boolean {
  const folder = pluginFolder(home, name);
  if (!existsSync(join(folder, `pulumi-resource-${name}`)) || existsSync(`${folder}.partial`)) return false;
  const mark = join(folder, MARK);
  return !existsSync(mark) || readFileSync(mark, "utf8") === key;
}

function place(built: string, home: string, names: readonly Plugin[]): void {
  for (const name of names) {
    const folder = pluginFolder(home, name);
    const binary = `pulumi-resource-${name}`;
    const fresh = `${folder}.new-${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    copyFileSync(join(built, binary), join(fresh, binary), constants.COPYFILE_FICLONE);
    writeFileSync(join(fresh, MARK), buildKey(build));
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  }
}

/** The binary of a plugin that was built here; undefined for an official one. */
export function builtPlugin(home: string, name: Plugin): string | undefined {
  const folder = pluginFolder(home, name);
  return existsSync(join(folder, MARK)) ? join(folder, `pulumi-resource-${name}`) : undefined;
}

/** The plugins that this home lacks. */
function absentFrom(home: string): Plugin[] {
  const key = buildKey(build);
  return plugins.filter((name) => !isInstalled(home, name, key));
}

/** What stands in the way of getting the plugins, if they are not there. */
export async function missingForPlugins(home: string): Promise<Missing[]> {
  if (absentFrom(home).length === 0 || cachedEntry(ENTRY, buildKey(build)) !== undefined) return [];
  return (await hasGo()) || (await answers(DOWNLOADS)) ? [] : [noGo];
}

/**
 * Makes the provider plugins available: installed ones, a cached build, the official download, a build from source.
 *
 * @param cli makes the download; a build does not wait for it
 */
export async function obtainPlugins(home: string, cli: Promise<Cli>, progress: Progress): Promise<void> {
  const absent = absentFrom(home);
  if (absent.length === 0) return;
  const cached = cachedEntry(ENTRY, buildKey(build));
  if (cached !== undefined) return place(cached, home, absent);
  if (await answers(DOWNLOADS)) {
    try {
      for (const name of absent) {
        await progress.step(`Downloading Pulumi's ${name} plugin ${pluginVersion(name)}`, async () =>
          installOfficial(await cli, home, name),
        );
      }
      return;
    } catch (error) {
      if (!(await hasGo())) throw error;
      progress.note(`${(error as Error).message}\nBuilding the plugins from source instead.`);
    }
  }
  const built = await progress.step(`Building Pulumi's plugins from source (${plugins.join(", ")})`, (step) =>
    cacheEntry(ENTRY, buildKey(build), step, (folder) => goBuild(build, folder, step)),
  );
  place(built, home, absentFrom(home));
}

async function installOfficial(cli: Cli, home: string, name: Plugin): Promise<void> {
  await run(join(cli.folder, "pulumi"), ["plugin", "install", "resource", name, pluginVersion(name)], {
    env: { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
}
