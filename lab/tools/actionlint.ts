import { join } from "node:path";
import { cachedBuild, type GoBuild, hasGo, obtainBuild } from "../build/go";
import { which } from "../../setup/processes";
import type { Progress } from "../../setup/progress";

const VERSION = "v1.7.9";
const NAME = "actionlint";

const build: GoBuild = {
  module: NAME,
  packages: ["github.com/rhysd/actionlint/cmd/actionlint"],
  ldflags: [`-s -w -X github.com/rhysd/actionlint.version=${VERSION}`],
};

/** Whether workflows can be checked here. */
export async function hasActionlint(): Promise<boolean> {
  if (which(NAME) !== undefined) return true;
  return cachedBuild(build) !== undefined ? true : await hasGo();
}

/** The path of the user's actionlint, which checks workflows of GitHub, else of one built from a pinned Go module. */
export async function obtainActionlint(progress: Progress): Promise<string> {
  const installed = which(NAME);
  if (installed !== undefined) return installed;
  const folder = await obtainBuild(build, `actionlint ${VERSION}`, progress);
  return join(folder, NAME);
}
