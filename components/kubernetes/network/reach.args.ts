import { engineContainer, type Server } from "../../model";
import { driverOf } from "../stores";
import type { KubernetesContext } from "../context";
import type { ContainerSpec } from "../workload/pod.args";

/** Seconds after which a store that cannot be reached is for the command itself to complain of. */
const patience = 60;

/**
 * Waits until a store lets the pod in: a network's rules follow a new pod with some delay, and a command that runs once
 * would take that for a failure. By the store's own image, which has the tool; undefined where it has none.
 */
export function reachSpec(
  store: Server,
  context: Pick<KubernetesContext, "engineImage">,
): ContainerSpec | undefined {
  const driver = driverOf(store);
  const [host = "", port = ""] = (driver.address(store).main.split(",")[0] ?? "").split(":");
  const ask = driver.reached?.(host, port);
  if (ask === undefined) return undefined;
  const { image, user } = engineContainer(store);
  return {
    name: `reach-${store.name}`,
    image: context.engineImage(image),
    entrypoint: [
      "sh",
      "-c",
      `left=${patience}; until [ $left -le 0 ] || ${ask}; do left=$((left - 1)); sleep 1; done`,
    ],
    user,
  };
}
