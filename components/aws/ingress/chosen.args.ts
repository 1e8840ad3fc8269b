import type { System } from "../../model";
import type { AwsSettings } from "../settings";
import { needsProxy } from "../unsupported.ingress";
import { fronted } from "./fronted.args";

/** A system as it stands in an account, as far as commands ask after its parts: with its nginx among the services, where there is one. */
export function asMade(system: System, settings: AwsSettings): System {
  return fronted(system, inForce(system, settings));
}

/**
 * The settings by which a system is made: where the stack does not say how requests come in, and the routes ask for what the usual way cannot
 * do, our nginx takes them.
 */
export function inForce(system: System, settings: AwsSettings): AwsSettings {
  const { ingress } = system;
  if (settings.ingressGiven || ingress === undefined || !needsProxy(system, ingress, settings))
    return settings;
  return { ...settings, ingress: { kind: "proxy" } };
}
