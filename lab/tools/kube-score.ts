import { join } from "node:path";
import { cachedBuild, type GoBuild, hasGo, obtainBuild } from "../build/go";
import { which } from "../../setup/processes";
import type { Progress } from "../../setup/progress";

const VERSION = "v1.20.0";
const NAME = "kube-score";

const build: GoBuild = {
  module: NAME,
  packages: ["github.com/zegl/kube-score/cmd/kube-score"],
  ldflags: [`-s -w -X main.version=${VERSION}`],
};

/** Whether manifests can be checked here. */
export async function hasKubeScore(): Promise<boolean> {
  if (which(NAME) !== undefined) return true;
  return cachedBuild(build) !== undefined ? true : await hasGo();
}

/** The path of the user's kube-score, which checks manifests of Kubernetes, else of one built from a pinned Go module. */
export async function obtainKubeScore(progress: Progress): Promise<string> {
  const installed = which(NAME);
  if (installed !== undefined) return installed;
  const folder = await obtainBuild(build, `kube-score ${VERSION}`, progress);
  return join(folder, NAME);
}
