import { isImageId, referencesOf, type Problem, type System } from "../../components/model";
import { targets } from "../../components/targets";
import { imageMode } from "./environments";
import type { StackConfig } from "./schema";

/** The references that a stack's digests can be of: what its target pulls. */
export function pinnable(system: System, config: StackConfig): readonly string[] {
  const { limits } = targets[config.target];
  const { own, engines } = referencesOf(system, limits.stores === "operators");
  return [...(imageMode(config) === "registry" ? own : []), ...(limits.stores === "services" ? [] : engines)];
}

/** Digests that are of nothing that the stack runs, or that its target cannot pull. */
export function checkDigests(system: System, config: StackConfig): readonly Problem[] {
  const digests = Object.entries(config.digests ?? {});
  if (digests.length === 0) return [];
  const references = pinnable(system, config);
  const { pulls } = targets[config.target];
  const again = `npx trireme release STACK ${config.imageTag ?? "TAG"} writes them again`;
  return digests.flatMap(([reference, pin]): readonly Problem[] => {
    const path = `digests.${reference}`;
    if (!references.includes(reference))
      return [
        {
          path,
          message: `the stack pulls no image of this name; it pulls ${references.join(", ")}. Remove the line, or all of digests; ${again}`,
        },
      ];
    if (isImageId(pin) && pulls !== undefined)
      return [
        {
          path,
          message: `${pin} is the id of an image on an engine, and ${pulls.short} pull from a registry. Allowed: sha256:…. Push it, and ${again}`,
        },
      ];
    return [];
  });
}
