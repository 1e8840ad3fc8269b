import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cachedEntry, cacheEntry, contentKey } from "../../setup/cache";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { buildKey, type GoBuild, goBuild } from "./go";

const VERSION_SYMBOL = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

const cliBuild: GoBuild = {
  module: "cli",
  packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
  ldflags: [`-s -w -X ${VERSION_SYMBOL}=v3.256.0`],
};

const languageHostBuild: GoBuild = {
  module: "language-host",
  packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
  ldflags: [`-s -w -X ${VERSION_SYMBOL}=v3.60.0`],
};

/** What the official archive ships as scripts and a build from source does not make. */
const scripts: Readonly<Record<string, string>> = {
  "pulumi-resource-pulumi-nodejs": "dynamic-provider",
  "pulumi-analyzer-policy-node": "run-policy-pack",
};

/**
 * Stands before the language host that can be built from source: that one takes a project's runtime options
 * as flags, while the CLI sends them in a message that it does not know.
 */
const languageHost = `#!/bin/sh
# It starts in the folder of the program's main file, which may be below the project's.
project=$PWD
while [ ! -f "$project/Pulumi.yaml" ] && [ "$project" != / ]; do project=$(dirname "$project"); done
option() { sed -n "s/^ *$1: *//p" "$project/Pulumi.yaml" 2>/dev/null | head -n 1; }
[ "$(option typescript)" = false ] && set -- -typescript=false "$@"
arguments=$(option nodeargs)
[ -n "$arguments" ] && set -- "-nodeargs=$arguments" "$@"
exec "$(dirname "$0")/nodejs-language-host" "$@"
`;

function sourceKey(): string {
  return contentKey({
    cli: buildKey(cliBuild),
    host: buildKey(languageHostBuild),
    scripts: JSON.stringify({ ...scripts, languageHost }),
  });
}

/** The folder of the CLI that was built of today's sources; undefined where none was. */
export function cachedCli(): string | undefined {
  return cachedEntry("cli", sourceKey());
}

function writeScripts(folder: string): void {
  const texts = {
    ...Object.fromEntries(
      Object.entries(scripts).map(([name, entry]) => [
        name,
        `#!/bin/sh\nexec node ./node_modules/@pulumi/pulumi/cmd/${entry} "$@"\n`,
      ]),
    ),
    "pulumi-language-nodejs": languageHost,
  };
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
}

/** Builds the CLI with the Node.js language host; resolves to their folder. */
export async function buildCli(progress: Progress): Promise<string> {
  const [cli, host] = await Promise.all([
    progress.step("Building the Pulumi CLI from source", (step) =>
      cacheEntry("cli-binary", buildKey(cliBuild), step, (folder) => goBuild(cliBuild, folder, step)),
    ),
    progress.step("Building Pulumi's Node.js language host from source", (step) =>
      cacheEntry("language-host", buildKey(languageHostBuild), step, (folder) =>
        goBuild(languageHostBuild, folder, step),
      ),
    ),
  ]);
  return await progress.step("Putting the Pulumi CLI together", (step) =>
    cacheEntry("cli", sourceKey(), step, async (target) => {
      await run("cp", [join(cli, "pulumi"), target]);
      await run("cp", [join(host, "pulumi-language-nodejs"), join(target, "nodejs-language-host")]);
      writeScripts(target);
    }),
  );
}
