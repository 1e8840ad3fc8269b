import { join } from "node:path";
import type { Missing } from "../../setup/errors";
import { cachedBuild, type GoBuild, hasGo, obtainBuild } from "../build/go";
import type { Progress } from "../../setup/progress";

const AUTHORITY = "pebble";
const NAMES = "pebble-challtestsrv";

const build: GoBuild = {
  module: "pebble",
  packages: [AUTHORITY, NAMES].map((name) => `github.com/letsencrypt/pebble/v2/cmd/${name}`),
  ldflags: ["-s -w"],
};

/** A certificate authority for tests, by the makers of Let's Encrypt's own. */
export interface PebbleTools {
  /** The authority: https://github.com/letsencrypt/pebble */
  readonly pebble: string;
  /** The name server that it asks. */
  readonly names: string;
}

/** What stands in the way of having the authority. */
export async function missingForPebble(): Promise<readonly Missing[]> {
  if (cachedBuild(build) !== undefined || (await hasGo())) return [];
  return [
    {
      what: "Pebble, the certificate authority of the tests, is built from source, and there is no Go 1.21 or newer to build it with.",
      remedies: ["install Go (https://go.dev/doc/install)"],
    },
  ];
}

/** The authority and its name server, built from pinned Go modules. */
export async function obtainPebble(progress: Progress): Promise<PebbleTools> {
  const folder = await obtainBuild(build, "Pebble", progress);
  return { pebble: join(folder, AUTHORITY), names: join(folder, NAMES) };
}
