import { statfs } from "node:fs/promises";
import { hostname } from "node:os";
import { pinned, type Pins, type System } from "../../components/model";
import { imageMode } from "../../stacks/config/environments";
import type { StackConfig } from "../../stacks/config/schema";
import { plainName, repositoryOf, type HeldImage } from "../prune/choice";
import { heldImages } from "../prune/engine";
import { fails, holds, type Verdict } from "../verify/verdict";
import { lookInside } from "./host";
import { gigabytes, type DiskFacts, type EngineFacts } from "./checks";

/** Below this share of free space, images and logs of a few releases fill the disk; of a large one, below so many bytes. */
const scarce = { share: 0.1, bytes: 10e9 };

/** What the images of a release take that the engine does not have yet. */
export interface NewImages {
  readonly count: number;
  /** Bytes that those of the release before take; undefined where the engine has none to go by. */
  readonly bytes?: number;
}

/** What an engine has to pull, with what the images that it has from the same repositories take. */
export function newImages(
  references: readonly string[],
  pins: Pins,
  images: readonly HeldImage[],
): NewImages {
  const names = new Set(images.flatMap(({ tags, digests }) => [...tags, ...digests]));
  const missing = [...new Set(references)].filter(
    (reference) => !names.has(plainName(pinned(reference, pins))),
  );
  const sizes = missing.map((reference) => {
    const alike = images.filter(({ tags, digests }) =>
      [...tags, ...digests].some((name) => repositoryOf(name) === repositoryOf(reference)),
    );
    return alike.length === 0 ? undefined : Math.max(...alike.map(({ size }) => size));
  });
  const known = sizes.filter((size) => size !== undefined);
  return {
    count: missing.length,
    ...(known.length === 0 ? {} : { bytes: known.reduce((sum, size) => sum + size, 0) }),
  };
}

/** Whether there is room where an engine keeps its data. */
export function checkRoom(
  stack: string,
  { total, free }: DiskFacts,
  { count, bytes = 0 }: NewImages,
): Verdict {
  const pulled =
    count === 0 || bytes === 0
      ? ""
      : `; ${count} new images take up to ${gigabytes(bytes)}, as those before them do`;
  const claim = `${gigabytes(free)} of ${gigabytes(total)} are free where the engine keeps its data${pulled}`;
  const little = Math.min(total * scarce.share, scarce.bytes);
  if (free - bytes >= little) return holds(claim);
  const why = free < little ? "it is nearly full" : "it would be nearly full after them";
  return fails(
    claim,
    `${why}. Remove what the stack no longer needs: npx trireme prune ${stack}; see what takes the rest: docker system df`,
  );
}

/**
 * The disk under an engine's data: asked of the file system where the engine runs on this very machine, else seen by a
 * container. `docker system df` knows what is used, but not what is free.
 */
export async function diskOf(
  system: System,
  env: NodeJS.ProcessEnv,
  pins: Pins,
  { machine, dataFolder }: Pick<EngineFacts, "machine" | "dataFolder">,
): Promise<DiskFacts | undefined> {
  const { DOCKER_HOST: host = "unix://" } = env;
  if (host.startsWith("unix://") && machine === hostname()) {
    const found = await statfs(dataFolder).catch(() => undefined);
    if (found !== undefined) return { total: found.blocks * found.bsize, free: found.bavail * found.bsize };
  }
  return (await lookInside(system, env, pins)).seen?.disk;
}

/** What a stack is about to pull. */
export async function awaitedImages(
  config: StackConfig,
  system: System,
  env: NodeJS.ProcessEnv,
): Promise<NewImages> {
  if (imageMode(config) !== "registry") return { count: 0 };
  const { services, jobs, sites } = system;
  const references = [...services, ...jobs, ...sites].map(({ image }) => image.reference);
  return newImages(references, config.digests ?? {}, await heldImages(env));
}
