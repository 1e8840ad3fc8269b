import type { Environment, System } from "../../components/model";
import type { StackConfig } from "../config/schema";
import { orbitspace } from "./orbitspace";
import { reactdjango } from "./reactdjango";
import { simplr } from "./simplr";
import { syfthub } from "./syfthub";
import { synthstack } from "./synthstack";

/** Every system by its name: an environment makes it data. */
export const systems: Readonly<Record<StackConfig["system"], (env: Environment) => System>> = {
  syfthub,
  synthstack,
  simplr,
  orbitspace,
  reactdjango,
};
