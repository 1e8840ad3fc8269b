import type { Ingress, IngressEngine } from "../../model";
import { kongFolder } from "../kong/serve";
import { configurationFolder } from "../nginx";
import { traefikFolder } from "../traefik/serve";

/** Where an engine of the ingress has what was rolled out, in its container. */
export interface IngressPlaces {
  /** Its certificate lies below it, as `certificateFile` says. */
  readonly folder: string;
  /** The file of its routes, as the reload brought it; it lies in the folder once it is in force. */
  readonly configuration: string;
}

/** What nginx as a service of an ingress is called, where a load balancer of the cloud stands before it. */
export function frontName({ name }: Pick<Ingress, "name">): string {
  return `${name}-nginx`;
}

/** By the engine's name; one that is missing is an error of the compiler. */
export const ingressPlaces: Readonly<Record<IngressEngine, IngressPlaces>> = {
  nginx: { folder: configurationFolder, configuration: "nginx.conf" },
  traefik: { folder: traefikFolder, configuration: "routes.yml" },
  kong: { folder: kongFolder, configuration: "kong.yml" },
};
