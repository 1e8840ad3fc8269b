import type { Ingress } from "../../model";
import { kongSettings } from "../../render/kong/serve";
import type { Refusal } from "../refusal";
import type { Engine, EnginePlace } from "./engine";

/** The first version with the plugins that are used. */
const least = { major: 3, minor: 9 } as const;

function versionFits(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+)*(?:-[a-z]+)?$/.exec(version) ?? [];
  return Number(major) === least.major && Number(minor) >= least.minor;
}

function refusals(ingress: Ingress, { renews }: EnginePlace): readonly Refusal[] {
  const { version, settings = {}, maxHeaders, keepalive, tls, https } = ingress;
  const strange = Object.keys(settings).filter((name) => !kongSettings.includes(name));
  return [
    {
      path: "ingress.version",
      set: !versionFits(version),
      message: `"${version}" is not a version of Kong that the routes are written for; allowed are 3.9 and later ones of 3`,
    },
    {
      path: "ingress.settings",
      set: strange.length > 0,
      message: `of Kong's own settings only ${kongSettings.join(", ")} can be set, not ${strange.join(", ")}; leave it out: the rest follows from the routes`,
    },
    {
      path: "ingress.tls",
      set: tls?.mode === "lets-encrypt" && !renews,
      message:
        "Kong without a database cannot keep certificates of an authority; use tls mode custom or self-signed (settings.tls), or set settings.ingress.engine to nginx",
    },
    {
      path: "ingress.https.port",
      set: tls !== undefined && https !== undefined && https.port !== 443,
      message: `Kong leads plain HTTP to port 443 alone, not to ${https?.port}; set it to 443 (settings.ports.https), or set settings.ingress.engine to nginx`,
    },
    {
      path: "ingress.maxHeaders",
      set: maxHeaders !== undefined,
      message:
        "Kong has a bound of its own for headers; leave maxHeaders out, or set settings.ingress.engine to nginx",
    },
    {
      path: "ingress.keepalive",
      set: keepalive !== undefined,
      message:
        "Kong keeps connections in one pool; set settings.upstream_keepalive_pool_size, and leave keepalive out",
    },
  ];
}

/** Kong, without a database. */
export const kong: Engine = { refusals };
