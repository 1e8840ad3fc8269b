// Written by `npx trireme reference` from the folders beside it.
import type { Environment, System } from "../../components/model";
import orbitspace from "./orbitspace";
import reactdjango from "./reactdjango";
import simplr from "./simplr";
import syfthub from "./syfthub";
import synthstack from "./synthstack";

/** Every system by its name, as its folder defines it. */
export const definitions = { orbitspace, reactdjango, simplr, syfthub, synthstack } as const;

export type SystemName = keyof typeof definitions;

export const systemNames = Object.keys(definitions) as [SystemName, ...SystemName[]];

/** Every system by its name: an environment makes it data. */
export const systems: Readonly<Record<SystemName, (env: Environment) => System>> = {
  orbitspace: orbitspace.system,
  reactdjango: reactdjango.system,
  simplr: simplr.system,
  syfthub: syfthub.system,
  synthstack: synthstack.system,
};
