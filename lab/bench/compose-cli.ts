import { join } from "node:path";
import type { Missing } from "../../setup/errors";
import { cachedBuild, type GoBuild, hasGo, obtainBuild } from "../build/go";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";

const VERSION = "v2.40.3";
/** As Go calls what it builds of a package: by the last word of its path. */
const BINARY = "cmd";

const build: GoBuild = {
  module: "compose",
  packages: ["github.com/docker/compose/v2/cmd"],
  ldflags: [`-s -w -X github.com/docker/compose/v2/internal.Version=${VERSION}`],
};

/** How Docker Compose is called: a command and its first arguments. */
export type ComposeCli = readonly [string, ...string[]];

async function answers([file, ...args]: ComposeCli, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { code } = await run(file, [...args, "version"], { env, allowFailure: true });
  return code === 0;
}

async function installed(env: NodeJS.ProcessEnv): Promise<ComposeCli | undefined> {
  const candidates: readonly ComposeCli[] = [["docker", "compose"], ["docker-compose"]];
  for (const candidate of candidates) if (await answers(candidate, env)) return candidate;
  return undefined;
}

/** What stands in the way of having Docker Compose. */
export async function missingForCompose(env: NodeJS.ProcessEnv): Promise<Missing[]> {
  if ((await installed(env)) || cachedBuild(build) || (await hasGo())) return [];
  return [
    {
      what: "Docker Compose, which the benchmark compares with, is not installed, and there is no Go 1.21 or newer to build it with.",
      remedies: [
        "install Docker Compose (https://docs.docker.com/compose/install)",
        "install Go (https://go.dev/doc/install)",
      ],
    },
  ];
}

/** The user's Docker Compose, else one built from pinned Go modules. */
export async function obtainCompose(env: NodeJS.ProcessEnv, progress: Progress): Promise<ComposeCli> {
  const found = await installed(env);
  if (found) return found;
  const folder = await obtainBuild(build, `Docker Compose ${VERSION}`, progress);
  return [join(folder, BINARY)];
}
