// Written by `npx trireme reference` from the folders beside it.
import type { Sample } from "./sample";
import orbitspace from "./orbitspace/sample";
import reactdjango from "./reactdjango/sample";
import simplr from "./simplr/sample";
import syfthub from "./syfthub/sample";
import synthstack from "./synthstack/sample";

/** What the sample application keeps of each system's services, by the system's name. */
export const samples: Readonly<Record<string, Sample>> = {
  orbitspace,
  reactdjango,
  simplr,
  syfthub,
  synthstack,
};
