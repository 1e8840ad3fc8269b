import { roleOf, type Contract } from "../../stacks/systems/sample";
import { samples } from "../../stacks/systems/samples";

/** Every service of the systems that the sample application plays, by the role that the image is built for. */
export const contracts: ReadonlyMap<string, Contract> = new Map(
  Object.entries(samples).flatMap(([system, sample]) =>
    Object.entries(sample).flatMap(([image, played]) =>
      "reference" in played ? [] : [[roleOf(samples, system, image), played] as const],
    ),
  ),
);

export const roles: readonly string[] = [...contracts.keys()];
