import type { Ingress } from "../model";
import type { Refusal } from "./refusal";

/** The settings of nginx's own that its configuration is rendered with. */
const known = ["worker_connections"];

/**
 * What a target whose proxy is our nginx does not do of an ingress.
 *
 * @param target what refuses it, as "Docker"
 * @param elsewhere the way to another engine, ending a sentence
 */
export function nginxRefusals(
  { engine = "nginx", gateway, settings = {} }: Ingress,
  target: string,
  elsewhere: string,
): readonly Refusal[] {
  const strange = Object.keys(settings).filter((name) => !known.includes(name));
  return [
    {
      path: "ingress.engine",
      set: engine !== "nginx",
      message: `the proxy that the ${target} target runs is nginx, not ${engine}; leave engine out${elsewhere}`,
    },
    {
      path: "ingress.gateway",
      set: gateway !== undefined,
      message:
        "nginx does not check tokens, origins or addresses; do so in the services and leave gateway out",
    },
    {
      path: "ingress.settings",
      set: strange.length > 0,
      message: `of nginx's own settings only ${known.join(", ")} can be set, not ${strange.join(", ")}; leave it out: the rest is rendered from the routes`,
    },
  ];
}
