// What set-up may ask of the laboratory, through setup/lab.ts.
export { buildCli, cachedCli } from "./build/cli";
export { hasGo, noGo } from "./build/go";
export { absentImages, makeImages, missingForImages } from "./build/images";
export {
  absentPlugins,
  buildPlugins,
  cachedPlugins,
  isBuildable,
  placePlugins,
  type PluginBuild,
} from "./build/plugins";
export { runningCluster } from "./cluster/record";
export { startCluster } from "./cluster/start";
export { builtKubectl, missingForCluster, missingForKubectl } from "./cluster/tools";
