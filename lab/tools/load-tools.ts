import { join } from "node:path";
import { canInstallPackages, installPackages } from "../../setup/apt";
import type { Missing } from "../../setup/errors";
import { cachedBuild, type GoBuild, hasGo, obtainBuild } from "../build/go";
import { which } from "../../setup/processes";
import type { Progress } from "../../setup/progress";

const VERSION = "v12.13.0";
const CONSTANT = "vegeta";
const SATURATING = "wrk";

const build: GoBuild = {
  module: "vegeta",
  packages: ["github.com/tsenart/vegeta/v12"],
  ldflags: [`-s -w -X main.Version=${VERSION}`],
};

/** The commands that put load on a stack in tests. */
export interface LoadTools {
  /** Sends at a constant rate, whatever the answers take: https://github.com/tsenart/vegeta */
  readonly vegeta: string;
  /** Sends as fast as answers come: https://github.com/wg/wrk */
  readonly wrk: string;
}

/** What stands in the way of having the load tools. */
export async function missingForLoadTools(): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  if (which(CONSTANT) === undefined && cachedBuild(build) === undefined && !(await hasGo()))
    missing.push({
      what: "vegeta, which loads a stack at a constant rate, is not on PATH, and there is no Go 1.21 or newer to build it with.",
      remedies: [
        "install vegeta (https://github.com/tsenart/vegeta)",
        "install Go (https://go.dev/doc/install)",
      ],
    });
  if (which(SATURATING) === undefined && !canInstallPackages())
    missing.push({
      what: "wrk, which loads a stack as fast as it goes, is not on PATH, and no packages can be installed here (that takes root on Debian or Ubuntu).",
      remedies: ["sudo apt-get install wrk", "brew install wrk"],
    });
  return missing;
}

async function obtainVegeta(progress: Progress): Promise<string> {
  const installed = which(CONSTANT);
  if (installed !== undefined) return installed;
  const folder = await obtainBuild(build, `vegeta ${VERSION}`, progress);
  return join(folder, CONSTANT);
}

async function obtainWrk(progress: Progress): Promise<string> {
  if (which(SATURATING) === undefined)
    await progress.step("Installing wrk", (step) => installPackages([SATURATING], step));
  return which(SATURATING) ?? SATURATING;
}

/** The user's load tools, else vegeta built from pinned Go modules and wrk from Debian's packages. */
export async function obtainLoadTools(progress: Progress): Promise<LoadTools> {
  const [vegeta, wrk] = await Promise.all([obtainVegeta(progress), obtainWrk(progress)]);
  return { vegeta, wrk };
}
