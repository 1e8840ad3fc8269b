import { join } from "node:path";
import type { Cli } from "./cli";
import type { Missing } from "./errors";
import { lab } from "./lab";
import { answers } from "./network";
import { isOfficial, plugins } from "./plugin-folders";
import { run } from "./processes";
import type { Progress } from "./progress";
import { pluginVersion } from "./workspace";

const DOWNLOADS = "https://get.pulumi.com/releases/plugins/";

/** A plugin that only a download brings. */
function noDownload(name: string): Missing {
  return {
    what: `Pulumi's ${name} plugin ${pluginVersion(name)} is not installed, and the download site cannot be reached.`,
    remedies: [
      "allow access to https://get.pulumi.com",
      `install it: pulumi plugin install resource ${name} ${pluginVersion(name)} --file FILE`,
    ],
  };
}

/** What stands in the way of getting the plugins, if they are not there. */
export async function missingForPlugins(
  home: string,
  names: readonly string[] = plugins,
): Promise<Missing[]> {
  const wanted = names.filter((name) => !isOfficial(home, name));
  if (wanted.length === 0) return [];
  const { absentPlugins, cachedPlugins, hasGo, isBuildable, noGo } = await lab();
  const alien = wanted.filter((name) => !isBuildable(name));
  if (alien.length > 0 && !(await answers(DOWNLOADS))) return alien.map(noDownload);
  if (absentPlugins(home, wanted).every((build) => cachedPlugins(build) !== undefined)) return [];
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
  names: readonly string[] = plugins,
): Promise<void> {
  const wanted = names.filter((name) => !isOfficial(home, name));
  if (wanted.length === 0) return;
  const { absentPlugins, buildPlugins, cachedPlugins, hasGo, isBuildable, placePlugins } = await lab();
  const download = async (name: string): Promise<void> => {
    await progress.step(`Downloading Pulumi's ${name} plugin ${pluginVersion(name)}`, async () =>
      installOfficial(await cli, home, name),
    );
  };
  for (const name of wanted.filter((one) => !isBuildable(one))) await download(name);
  await Promise.all(
    absentPlugins(home, wanted).map(async (build) => {
      const cached = cachedPlugins(build);
      if (cached !== undefined) return placePlugins(cached, home, build);
      if (await answers(DOWNLOADS)) {
        try {
          for (const name of build.names) await download(name);
          return;
        } catch (error) {
          if (!(await hasGo())) throw error;
          progress.note(`${(error as Error).message}\nBuilding ${build.title} instead.`);
        }
      }
      placePlugins(await buildPlugins(build, progress), home, build);
    }),
  );
}

async function installOfficial(cli: Cli, home: string, name: string): Promise<void> {
  await run(join(cli.folder, "pulumi"), ["plugin", "install", "resource", name, pluginVersion(name)], {
    env: { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
}
