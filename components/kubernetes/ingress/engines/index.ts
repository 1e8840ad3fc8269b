import type { IngressEngine } from "../../../model";
import type { Engine } from "./engine";
import { kong } from "./kong";
import { nginx } from "./nginx";
import { traefik } from "./traefik";

/** Every engine by its name in the model; one that is missing is an error of the compiler. */
const engines: Readonly<Record<IngressEngine, Engine>> = { nginx, traefik, kong };

/** How an engine of the ingress runs in a pod. */
export function engineOf(engine: IngressEngine = "nginx"): Engine {
  return engines[engine];
}
