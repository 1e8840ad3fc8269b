import { aws } from "./aws";
import { docker } from "./docker";
import { kubernetes } from "./kubernetes";

/** Every target by its name. All other lists of targets follow from this one. */
export const targets = { docker, kubernetes, aws } as const;

export type TargetName = keyof typeof targets;

/** In the order in which they are told. */
export const targetNames = Object.keys(targets) as readonly TargetName[];
