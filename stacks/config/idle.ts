import type { Problem, System } from "../../components/model";
import { targets } from "../../components/targets";
import type { StackConfig } from "./schema";

/** The settings of the stack's target, where the system has nothing that they would change. */
export function checkIdle(system: System, config: StackConfig): readonly Problem[] {
  return targets[config.target]
    .conditional(system, config)
    .filter(({ value, used }) => value !== undefined && !used)
    .map(({ path, value, why }) => ({
      path,
      message: `is ${JSON.stringify(value)}, but ${why}. Remove it: pulumi config rm --path '${path}'`,
    }));
}
