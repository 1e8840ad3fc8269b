import { joiners } from "../../../components/docker/network/networks.args";
import type { System } from "../../../components/model";
import type { StackConfig } from "../schema";
import type { Setting } from "./setting";

/** What of an engine's settings is for something that not every system has. */
export function dockerSettings(system: System, { docker }: StackConfig): readonly Setting[] {
  return [
    {
      path: "docker.network",
      value: docker?.network,
      used: joiners(system).length > 0,
      why: `system "${system.name}" has no ingress and uses no external store`,
    },
  ];
}
