import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../components/shared/children";
import { checkTransforms, type TransformsOf } from "../components/shared/transform";
import type { StackConfig } from "./config/schema";

/**
 * The transforms that a system's folder has for a target, `transforms.<target>.ts`; undefined where it has none.
 *
 * @param root the checkout
 * @throws TransformError when it names what no component has
 */
export async function transformsOf<C extends Catalogue>(
  { system, target }: Pick<StackConfig, "system" | "target">,
  root: string,
  catalogue: C,
): Promise<TransformsOf<C> | undefined> {
  const file = `stacks/systems/${system}/transforms.${target}.ts`;
  if (!existsSync(join(root, file))) return undefined;
  // The pattern stays a literal: by it the bundle has all such files, and loads the one that is asked for.
  const module = (await import(`./systems/${system}/transforms.${target}.ts`)) as {
    readonly default?: unknown;
  };
  return checkTransforms(catalogue, file, module.default);
}
