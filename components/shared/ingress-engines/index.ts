import type { Ingress, IngressEngine } from "../../model";
import type { Refusal } from "../refusal";
import type { Engine, EnginePlace } from "./engine";
import { kong } from "./kong";
import { nginx } from "./nginx";
import { traefik } from "./traefik";

/** Every engine by its name in the model; one that is missing is an error of the compiler. */
const engines: Readonly<Record<IngressEngine, Engine>> = {
  nginx,
  traefik,
  kong,
};

/** What the engine of an ingress cannot do of it. */
export function engineRefusals(ingress: Ingress, place: EnginePlace): readonly Refusal[] {
  return engines[ingress.engine ?? "nginx"].refusals(ingress, place);
}
