import { isImageId, referencesOf, type Problem, type System } from "../../components/model";
import { imageMode } from "./environments";
import type { StackConfig } from "./schema";

/** The references that a stack's digests can be of: what its target pulls. */
export function pinnable(system: System, config: StackConfig): readonly string[] {
  const { own, engines } = referencesOf(system, config.target === "kubernetes");
  return [
    ...(imageMode(config) === "registry" ? own : []),
    // On AWS, stores are the provider's own.
    ...(config.target === "aws" ? [] : engines),
  ];
}

/** Digests that are of nothing that the stack runs, or that its target cannot pull. */
export function checkDigests(system: System, config: StackConfig): readonly Problem[] {
  const digests = Object.entries(config.digests ?? {});
  if (digests.length === 0) return [];
  const references = pinnable(system, config);
  const again = `npx trireme release STACK ${config.imageTag ?? "TAG"} writes them again`;
  return digests.flatMap(([reference, pin]): readonly Problem[] => {
    const path = `digests.${reference}`;
    if (!references.includes(reference))
      return [
        {
          path,
          message: `the stack pulls no image of this reference; it pulls ${references.join(", ")}. Take the line out, or all of digests; ${again}`,
        },
      ];
    if (isImageId(pin) && config.target !== "docker")
      return [
        {
          path,
          message: `${pin} is the id of an image on an engine, and ${config.target === "aws" ? "tasks" : "nodes"} pull from a registry. Allowed: sha256:…. Push it, and ${again}`,
        },
      ];
    return [];
  });
}
