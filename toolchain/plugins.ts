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
import { awsServices } from "./aws-services";
import { cachedEntry, cacheEntry } from "./cache";
import type { Cli } from "./cli";
import type { Missing } from "./errors";
import { buildKey, cachedBuild, type GoBuild, goBuild, hasGo, noGo } from "./go";
import { answers } from "./network";
import { run } from "./processes";
import type { Progress } from "./progress";
import { pluginVersion } from "./workspace";

const DOWNLOADS = "https://get.pulumi.com/releases/plugins/";
/** Marks a plugin built here with the key of its build; an official one has none. */
const MARK = ".trireme-build";

/** The provider plugins that every stack uses: what is made on a Docker engine, and what is generated. */
export const plugins = ["docker", "random", "tls"] as const;
/** The provider plugins of stacks on Kubernetes. */
export const kubernetesPlugins = ["kubernetes"] as const;
/** The provider plugins of stacks on AWS. */
export const awsPlugins = ["aws"] as const;
export type Plugin =
  (typeof plugins)[number] | (typeof kubernetesPlugins)[number] | (typeof awsPlugins)[number];

/** Plugins that are built together, and what they are: upstream's own behind a bridge, or a substitute of ours. */
interface Source {
  readonly names: readonly Plugin[];
  readonly title: string;
  readonly build: GoBuild;
}

function goBuildOf(module: string, names: readonly Plugin[]): GoBuild {
  const command = (name: Plugin) => `trireme.local/toolchain/${module}/cmd/pulumi-resource-${name}`;
  return {
    module,
    packages: names.map(command),
    ldflags: names.map((name) => `${command(name)}=-s -w -X main.version=${pluginVersion(name)}`),
  };
}

// One build, so that what the plugins share is compiled once.
const bridged: Source = {
  names: plugins,
  title: `Pulumi's plugins from source (${plugins.join(", ")})`,
  build: goBuildOf("plugins", plugins),
};
const substitute: Source = {
  names: kubernetesPlugins,
  title: "a substitute for Pulumi's Kubernetes plugin",
  build: goBuildOf("kubernetes-plugin", kubernetesPlugins),
};
// Apart from the other bridged ones: it takes several times as long, and few stacks need it.
const bridgedAws: Source = {
  names: awsPlugins,
  title: "Pulumi's AWS plugin from source",
  build: {
    ...goBuildOf("aws-plugin", awsPlugins),
    trim: { module: "github.com/hashicorp/terraform-provider-aws", services: awsServices },
  },
};
const sources: readonly Source[] = [bridged, substitute, bridgedAws];

function pluginsOf({ names }: Source, wanted: readonly Plugin[]): readonly Plugin[] {
  return wanted.filter((name) => names.includes(name));
}

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

function place(built: string, home: string, names: readonly Plugin[], key: string): void {
  for (const name of names) {
    const folder = pluginFolder(home, name);
    const binary = `pulumi-resource-${name}`;
    const fresh = `${folder}.new-${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    copyFileSync(join(built, binary), join(fresh, binary), constants.COPYFILE_FICLONE);
    writeFileSync(join(fresh, MARK), key);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  }
}

/** The binary of a plugin that was built here; undefined for an official one. */
export function builtPlugin(home: string, name: Plugin): string | undefined {
  const folder = pluginFolder(home, name);
  return existsSync(join(folder, MARK)) ? join(folder, `pulumi-resource-${name}`) : undefined;
}

/** The plugins of one source that this home lacks of those that are wanted. */
function absentFrom(home: string, source: Source, wanted: readonly Plugin[]): readonly Plugin[] {
  const own = pluginsOf(source, wanted);
  if (own.length === 0) return [];
  // Made of all files of the source: once for all of its plugins.
  const key = buildKey(source.build);
  return own.filter((name) => !isInstalled(home, name, key));
}

/** What stands in the way of getting the plugins, if they are not there. */
export async function missingForPlugins(
  home: string,
  names: readonly Plugin[] = plugins,
): Promise<Missing[]> {
  const lacking = sources.filter((source) => absentFrom(home, source, names).length > 0);
  if (lacking.every(({ build }) => cachedBuild(build) !== undefined)) return [];
  return (await hasGo()) || (await answers(DOWNLOADS)) ? [] : [noGo];
}

/**
 * Makes provider plugins available: installed ones, a cached build, the official download, a build from source.
 *
 * @param cli makes the download; a build does not wait for it
 */
export async function obtainPlugins(
  home: string,
  cli: Promise<Cli>,
  progress: Progress,
  names: readonly Plugin[] = plugins,
): Promise<void> {
  await Promise.all(sources.map((source) => obtainFrom(source, names, home, cli, progress)));
}

async function obtainFrom(
  source: Source,
  wanted: readonly Plugin[],
  home: string,
  cli: Promise<Cli>,
  progress: Progress,
): Promise<void> {
  const absent = absentFrom(home, source, wanted);
  if (absent.length === 0) return;
  const { build } = source;
  const key = buildKey(build);
  const cached = cachedEntry(build.module, key);
  if (cached !== undefined) return place(cached, home, absent, key);
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
      progress.note(`${(error as Error).message}\nBuilding ${source.title} instead.`);
    }
  }
  const built = await progress.step(`Building ${source.title}`, (step) =>
    cacheEntry(build.module, key, step, (folder) => goBuild(build, folder, step)),
  );
  place(built, home, absentFrom(home, source, wanted), key);
}

async function installOfficial(cli: Cli, home: string, name: Plugin): Promise<void> {
  await run(join(cli.folder, "pulumi"), ["plugin", "install", "resource", name, pluginVersion(name)], {
    env: { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
}
