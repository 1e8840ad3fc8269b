import type { Limits } from "../../components/model";
import { targets, type TargetName } from "../../components/targets";

/** What a target's descriptor says that it cannot do. */
export function limitsOf(target: TargetName): Limits {
  return targets[target].limits;
}
