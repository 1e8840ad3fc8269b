import type { System } from "../model";
import type { Setting } from "../shared/target";
import { fixedStores } from "./network/fixed.args";
import { joiners } from "./network/networks.args";

/** What of an engine's settings is for something that not every system has. */
export function engineSettings(
  system: System,
  { network, addresses }: { readonly network?: string | undefined; readonly addresses?: string | undefined },
): readonly Setting[] {
  return [
    {
      path: "docker.network",
      value: network,
      used: joiners(system).length > 0,
      why: `system "${system.name}" has no ingress and uses no external store`,
    },
    {
      path: "docker.addresses",
      value: addresses,
      used: fixedStores(system).length > 0,
      why: `system "${system.name}" has no store whose servers have addresses that stay: a Redis with several nodes`,
    },
  ];
}
