import { prefixOf } from "../../components/model";
import { imageMode } from "../../stacks/config/environments";
import { historyOf } from "../release/history";
import { gigabytes } from "../preflight/checks";
import type { Progress } from "../../setup/progress";
import { onEngine, type StackOnEngine } from "../stack/containers";
import { configOf, systemOf } from "../stack/system";
import { chooseImages, type Wish } from "./choice";
import { heldImages, removeImages, usesOf } from "./engine";
import { bytesOf, type Plan } from "./plan";
import { keptReleases, recordOf } from "./record";

const imageType = "docker:index/remoteImage:RemoteImage";

/** Whose containers are known: those in the state, and those on the stack's own networks and volumes. */
function ownIds({ own, strays }: StackOnEngine): ReadonlySet<string> {
  return new Set([...own, ...strays.attached].map(({ id }) => id));
}

/**
 * What a stack has brought to its engine and needs no more.
 *
 * @throws PlainError where the state and the labels of a container differ
 */
export async function planOf(
  stack: string,
  env: NodeJS.ProcessEnv,
  options: Pick<Wish, "thorough" | "shared">,
): Promise<Plan> {
  const config = configOf(stack);
  const [found, history, images] = await Promise.all([
    onEngine(stack, env),
    historyOf(stack, env),
    heldImages(env),
  ]);
  const record = recordOf(
    {
      system: systemOf(stack),
      tag: config.imageTag,
      pins: config.digests ?? {},
      pulled: imageMode(config) === "registry",
      keep: config.keepReleases ?? keptReleases,
    },
    history,
  );
  const state = found.resources.filter(({ type }) => type === imageType);
  const choice = chooseImages(images, await usesOf(ownIds(found), env), record, {
    ...options,
    prefix: prefixOf(config.system, stack),
    state: new Set(state.flatMap(({ id, outputs }) => [id, outputs?.imageId].map(String))),
  });
  return { ...choice, leftovers: found.strays.attached.filter(({ running }) => !running) };
}

/**
 * Removes the images of releases that a stack does not go back to any more, after an update that came up. What cannot be
 * removed is told of and does no harm.
 */
export async function tidy(stack: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const config = configOf(stack);
  // What is built here goes with its replacement.
  if (config.target !== "docker" || imageMode(config) !== "registry") return;
  try {
    const { removed } = await planOf(stack, env, {});
    if (removed.length === 0) return;
    const kept = await removeImages(removed, env);
    const what = `${removed.length - kept.length} images of old releases (up to ${gigabytes(bytesOf(removed))})`;
    progress.note(`Removed ${what}; trireme:keepReleases says how many releases stay.`);
    for (const why of kept) progress.note(`! ${why}`);
  } catch (error) {
    progress.note(`! Old images were left on the engine: ${(error as Error).message}`);
  }
}
