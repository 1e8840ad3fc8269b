import { lab } from "./lab";
import type { Progress } from "./progress";
import { registryAnswers } from "./registry";
import { localFiles, writeLocal } from "./workspace";

/**
 * Makes images available. With a registry nothing is to be done: the engine pulls the official ones. Without, each
 * official image that the engine lacks gets a local one in its place, built from Debian's packages or from source.
 *
 * @param env reaches the engine
 * @param also what the stack runs: some images are made only where one runs them
 * @returns official image → local image; empty with a registry
 */
export async function obtainImages(
  env: NodeJS.ProcessEnv,
  progress: Progress,
  also: readonly string[] = [],
): Promise<Record<string, string>> {
  if (await registryAnswers()) {
    writeLocal(localFiles.images, undefined);
    return {};
  }
  const { makeImages } = await lab();
  const map = await makeImages(env, progress, also);
  writeLocal(localFiles.images, Object.keys(map).length > 0 ? map : undefined);
  return map;
}
