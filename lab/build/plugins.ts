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
import { cachedEntry, cacheEntry } from "../../setup/cache";
import { BUILD_MARK, isInstalled, isOfficial, pluginFolder, plugins } from "../../setup/plugin-folders";
import type { Progress } from "../../setup/progress";
import { pluginVersion } from "../../setup/workspace";
import { awsServices } from "./aws-services";
import { awsSource } from "./aws-source";
import { buildKey, type GoBuild, goBuild } from "./go";
import { kubernetesMain, kubernetesModule, kubernetesSource } from "./kubernetes-source";

/** Plugins that are built together, and what they are. */
interface Source {
  readonly names: readonly string[];
  readonly title: string;
  readonly build: GoBuild;
}

/** The plugins of one build that a home lacks. */
export interface PluginBuild extends Source {
  /** What decides the outcome of the build. */
  readonly key: string;
}

function goBuildOf(module: string, names: readonly string[]): GoBuild {
  const command = (name: string) => `trireme.local/toolchain/${module}/cmd/pulumi-resource-${name}`;
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
const kubernetes: Source = {
  names: ["kubernetes"],
  title: "Pulumi's Kubernetes plugin from source",
  build: {
    module: "kubernetes-plugin",
    packages: [kubernetesMain],
    ldflags: [`-s -w -X ${kubernetesModule}/pkg/version.Version=${pluginVersion("kubernetes")}`],
    trim: kubernetesSource(pluginVersion("kubernetes")),
  },
};
// Apart from the other bridged ones: it takes several times as long, and few stacks need it.
const bridgedAws: Source = {
  names: ["aws"],
  title: "Pulumi's AWS plugin from source",
  build: {
    ...goBuildOf("aws-plugin", ["aws"]),
    trim: awsSource(awsServices),
  },
};
const sources: readonly Source[] = [bridged, kubernetes, bridgedAws];

/** Whether a plugin can be built here; another one is downloaded. */
export function isBuildable(name: string): boolean {
  return sources.some(({ names }) => names.includes(name));
}

/** True if the plugin is there as our build of today's sources. */
function isBuilt(home: string, name: string, key: string): boolean {
  const mark = join(pluginFolder(home, name), BUILD_MARK);
  return isInstalled(home, name) && existsSync(mark) && readFileSync(mark, "utf8") === key;
}

/**
 * The builds that give a home the plugins that it lacks of those that are wanted.
 *
 * @param wanted none that the home has as Pulumi publishes it
 */
export function absentPlugins(home: string, wanted: readonly string[]): readonly PluginBuild[] {
  return sources.flatMap((source) => {
    const own = wanted.filter((name) => source.names.includes(name));
    if (own.length === 0) return [];
    // Made of all files of the source: once for all of its plugins.
    const key = buildKey(source.build);
    const names = own.filter((name) => !isBuilt(home, name, key));
    return names.length === 0 ? [] : [{ ...source, names, key }];
  });
}

/** The folder of a build that was made before; undefined where none was. */
export function cachedPlugins({ build, key }: PluginBuild): string | undefined {
  return cachedEntry(build.module, key);
}

/** Builds plugins; resolves to their folder. */
export async function buildPlugins({ build, title, key }: PluginBuild, progress: Progress): Promise<string> {
  return await progress.step(`Building ${title}`, (step) =>
    cacheEntry(build.module, key, step, (folder) => goBuild(build, folder, step)),
  );
}

/** Puts built plugins into a home; those that came there meanwhile stay. */
export function placePlugins(built: string, home: string, { names, key }: PluginBuild): void {
  for (const name of names) {
    if (isOfficial(home, name) || isBuilt(home, name, key)) continue;
    const folder = pluginFolder(home, name);
    const binary = `pulumi-resource-${name}`;
    const fresh = `${folder}.new-${process.pid}`;
    mkdirSync(fresh, { recursive: true });
    copyFileSync(join(built, binary), join(fresh, binary), constants.COPYFILE_FICLONE);
    writeFileSync(join(fresh, BUILD_MARK), key);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  }
}
