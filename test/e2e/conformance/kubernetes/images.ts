import { join } from "node:path";
import { loadImages } from "../../../../lab/cluster/images";
import { runningCluster } from "../../../../lab/cluster/record";
import { localSubstitutes } from "../../../../stacks/config/substitutes";
import { run } from "../../../../setup/processes";
import type { Progress } from "../../../../setup/progress";
import { projectRoot } from "../../../../setup/workspace";

/** What a stack's images are to be. */
export interface Wanted {
  /** What the stack names its images by, before role and tag. */
  readonly repository: string;
  readonly roles: readonly string[];
  readonly tags: readonly string[];
  /** Official images, by what pods call them. */
  readonly engines: readonly string[];
}

/** An official image; what no recipe makes has another image with a shell in its place. */
function engineImage(name: string): string {
  const local = localSubstitutes(projectRoot);
  const stands = local[name] ?? local["postgres:16-bookworm"];
  return stands === undefined ? name : `${name}=${stands}`;
}

/** Puts the sample application, and the engines, into every node under the names that the stack pulls them by. */
export async function provideImages(
  { repository, roles, tags, engines }: Wanted,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  const cluster = runningCluster();
  if (cluster === undefined) throw new Error("The cluster ended before the first test.");
  const base = localSubstitutes(projectRoot)["node:22-alpine"] ?? "node:22-alpine";
  for (const role of roles)
    await run(
      "docker",
      [
        ...["build", "--quiet", "--build-arg", `BASE=${base}`, "--build-arg", `ROLE=${role}`],
        ...["--tag", `trireme.local/sample/${role}`, join(projectRoot, "examples", "sample")],
      ],
      { env },
    );
  const own = roles.flatMap((role) =>
    tags.map((tag) => `${repository}-${role}:${tag}=trireme.local/sample/${role}:latest`),
  );
  await loadImages(cluster, [...own, ...engines.map(engineImage)], env, progress);
}
