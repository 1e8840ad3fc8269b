import { gigabytes } from "../preflight/checks";
import type { Listed } from "../stack/own-containers";
import type { Choice, Chosen } from "./choice";

/** What a `prune` would remove. */
export interface Plan extends Choice {
  /** Containers that an interrupted update left, none of which runs. */
  readonly leftovers: readonly Listed[];
}

/** Bytes that images free at most: layers that others share stay. */
export function bytesOf(chosen: readonly Chosen[]): number {
  return chosen.reduce((sum, { image }) => sum + image.size, 0);
}

function line({ image, why, by }: Chosen): string {
  const name = by[0] ?? image.id;
  return `  ${name.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, "$1")}: ${why}, ${gigabytes(image.size)}`;
}

/** What is told of a plan before anything is removed. */
export function planReport(stack: string, { removed, shared, leftovers }: Plan): string {
  const blocks: string[] = [];
  if (removed.length > 0)
    blocks.push(
      `Images that stack ${stack} needs no more (up to ${gigabytes(bytesOf(removed))}; layers that other images share stay):`,
      ...removed.map(line).sort(),
    );
  if (leftovers.length > 0)
    blocks.push(
      "Stopped containers that an interrupted update left:",
      ...leftovers.map(({ name }) => `  ${name}`).sort(),
    );
  if (shared.length > 0)
    blocks.push(
      `Left alone (up to ${gigabytes(bytesOf(shared))}): other containers of the engine run from the same repositories, and may need these for a rollback. To remove them too: npx trireme prune ${stack} --shared`,
      ...shared.map(line).sort(),
    );
  if (removed.length === 0 && leftovers.length === 0)
    blocks.unshift(`Stack ${stack} has nothing on its engine that it does not need.`);
  return blocks.join("\n");
}

/** The same for a program; sizes in bytes, which images that share layers free at most. */
export function planJson({ removed, shared, leftovers }: Plan): string {
  const images = (chosen: readonly Chosen[]) =>
    chosen.map(({ image: { id, size }, why, by }) => ({ id, names: by, why, size }));
  const plan = {
    images: images(removed),
    containers: leftovers.map(({ name }) => name),
    shared: images(shared),
  };
  return JSON.stringify(plan, null, 2);
}
