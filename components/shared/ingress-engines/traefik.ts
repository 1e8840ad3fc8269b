import { placeOf, type Ingress } from "../../model";
import type { Refusal } from "../refusal";
import type { Engine } from "./engine";

/** The version line whose options the routes are rendered for; a later one of version 3 keeps them. */
const least = { major: 3, minor: 7 } as const;

function versionFits(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(version) ?? [];
  return Number(major) === least.major && Number(minor) >= least.minor;
}

function refusals(ingress: Ingress): readonly Refusal[] {
  const { version, routes, settings = {}, maxHeaders } = ingress;
  return [
    {
      path: "ingress.version",
      set: !versionFits(version),
      message: `"${version}" is not a version of Traefik that the routes are written for; allowed are 3.7 and later ones of 3`,
    },
    {
      path: "ingress.settings",
      set: Object.keys(settings).length > 0,
      message: `Traefik is given none of ${Object.keys(settings).join(", ")}: all of its options follow from the routes; leave settings out`,
    },
    {
      path: "ingress.maxHeaders",
      set: maxHeaders !== undefined,
      message:
        "Traefik takes headers of up to 1 MiB, and no other bound; leave maxHeaders out, or set settings.ingress.engine to nginx",
    },
    ...routes.map((route) => ({
      path: `${placeOf(ingress, route)}.timeouts.send`,
      set: route.timeouts?.send !== undefined,
      message: "Traefik does not bound how long it sends a request to a service; leave timeouts.send out",
    })),
  ];
}

/** Traefik, by its file provider. */
export const traefik: Engine = { refusals };
