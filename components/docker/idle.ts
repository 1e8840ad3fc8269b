import type { System } from "../model";
import type { Setting } from "../shared/target";
import { joiners } from "./network/networks.args";

/** What of an engine's settings is for something that not every system has. */
export function engineSettings(
  system: System,
  { network }: { readonly network?: string },
): readonly Setting[] {
  return [
    {
      path: "docker.network",
      value: network,
      used: joiners(system).length > 0,
      why: `system "${system.name}" has no ingress and uses no external store`,
    },
  ];
}
