import { existsSync } from "node:fs";
import { join } from "node:path";
import { pluginVersion } from "./workspace";

/** Marks a plugin built here with the key of its build; an official one has none. */
export const BUILD_MARK = ".trireme-build";

/** The provider plugins that are had for every stack: what is made on a Docker engine, and what is generated. */
export const plugins: readonly string[] = ["docker", "random", "tls"];

/** Where a home of Pulumi's has a plugin. */
export function pluginFolder(home: string, name: string): string {
  return join(home, "plugins", `resource-${name}-v${pluginVersion(name)}`);
}

/** True if the plugin is there whole, of whatever origin. */
export function isInstalled(home: string, name: string): boolean {
  const folder = pluginFolder(home, name);
  return existsSync(join(folder, `pulumi-resource-${name}`)) && !existsSync(`${folder}.partial`);
}

/** True if the plugin is there as Pulumi publishes it. */
export function isOfficial(home: string, name: string): boolean {
  return isInstalled(home, name) && !existsSync(join(pluginFolder(home, name), BUILD_MARK));
}

/** The binary of a plugin that was built here; undefined for an official one. */
export function builtPlugin(home: string, name: string): string | undefined {
  const folder = pluginFolder(home, name);
  return existsSync(join(folder, BUILD_MARK)) ? join(folder, `pulumi-resource-${name}`) : undefined;
}
