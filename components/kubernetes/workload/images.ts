import { imageKey, pinned, type Image, type Pins } from "../../model";
import type { ImageSource } from "../../shared/platform";

/**
 * The reference that nodes pull one of the system's own images by.
 *
 * @throws RangeError for one that would be built: nodes have no sources
 */
export function pulledImage(
  image: Image,
  sources: Readonly<Record<string, ImageSource>>,
  pins: Pins,
): string {
  const source = sources[imageKey(image)];
  if (source === undefined) return pinned(image.reference, pins, true);
  if (source.from === "build")
    throw new RangeError(
      `image "${image.name}" is built from sources, and nodes pull images; push it to a registry`,
    );
  return pinned(source.reference, pins, true);
}
