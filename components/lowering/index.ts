import type { Origin, Problem, System } from "../model";
import { madeBy, namesOf, secretOrigin, type Capabilities, type Feature } from "./feature";
import { monitoring } from "./monitoring";
import { poolerFeature } from "./pooler";

export type { Capabilities } from "./feature";

/** Every feature, in the order in which they are lowered: a later one sees the components of those before it. */
export const features: readonly Feature[] = [poolerFeature, monitoring];

interface Lowered {
  readonly system: System;
  /** Names that the author gave to components of his own and a feature takes. */
  readonly taken: readonly { readonly name: string; readonly origin: Origin }[];
}

function lowerAll(system: System, capabilities: Capabilities, all: readonly Feature[]): Lowered {
  return all
    .filter(({ name }) => capabilities.features.includes(name))
    .reduce<Lowered>(
      (so, feature) => {
        // Lowered already, or not asked for.
        if (madeBy(so.system, feature.name).length > 0 || !feature.applies(so.system, capabilities))
          return so;
        const system = feature.lower(so.system, capabilities);
        const before = new Set(namesOf(so.system));
        const taken = Object.entries(system.origins ?? {})
          .filter(([, origin]) => origin.feature === feature.name)
          .flatMap(([name, origin]) => (before.has(name) ? [{ name, origin }] : []));
        return taken.length > 0 ? { ...so, taken: [...so.taken, ...taken] } : { ...so, system };
      },
      { system, taken: [] },
    );
}

/** The same; what cannot be read in a system, such as a duration, is an error that the check tells by its path. */
function attempt(
  system: System,
  capabilities: Capabilities,
  all: readonly Feature[],
): Lowered | { readonly unreadable: string } {
  try {
    return lowerAll(system, capabilities, all);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { unreadable: error.message };
  }
}

/**
 * The system with the features that a target leaves to lowering as ordinary components. To lower what is lowered changes nothing; a system
 * with a value that cannot be read stays as it is.
 *
 * @example
 * const system: System = lowered(described, { features: ["pooler"] });
 */
export function lowered(system: System, capabilities: Capabilities, all = features): System {
  const made = attempt(system, capabilities, all);
  return "unreadable" in made ? system : made.system;
}

/** The components of a system whose names a feature needs for its own. */
export function checkReserved(
  system: System,
  capabilities: Capabilities,
  all = features,
): readonly Problem[] {
  const made = attempt(system, capabilities, all);
  if ("unreadable" in made) return [];
  return made.taken.map(({ name, origin: { feature, path } }) => {
    const secret = /^secret (.*)$/.exec(name)?.[1];
    const [kind, called] = secret === undefined ? ["component", name] : ["secret", secret];
    return {
      path: secret === undefined ? pathOf(system, name) : `secrets.${secret}`,
      message: `is called "${called}", the name of the ${kind} that ${path} makes (${feature}); rename it, or leave ${path} out`,
    };
  });
}

/** Why the features of a system could not be lowered: told where the check has no error by which that is explained. */
export function checkReadable(
  system: System,
  capabilities: Capabilities,
  all = features,
): readonly Problem[] {
  const made = attempt(system, capabilities, all);
  return "unreadable" in made ? [{ path: "system", message: made.unreadable }] : [];
}

/** Where a component stands in its system, as errors say it. */
function pathOf({ services, stores, jobs, backups }: System, name: string): string {
  const kinds = { services, stores, jobs, backups };
  const found = Object.entries(kinds).find(([, all]) => all.some((one) => one.name === name));
  return found === undefined ? "ingress" : `${found[0]}.${name}`;
}

/**
 * Errors as the author knows his system: one in a component that a feature made names what asked for the feature.
 *
 * @example
 * const told = toldAsWritten(shop, check(shop, limits));
 */
export function toldAsWritten({ origins = {} }: System, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    const [, kind, name, rest = ""] =
      /^(services|stores|jobs|secrets)\.([a-z0-9-]+)(?:\.(.*))?$/.exec(problem.path) ?? [];
    if (kind === undefined || name === undefined) return problem;
    const key = kind === "secrets" ? secretOrigin(name) : name;
    if (!Object.hasOwn(origins, key)) return problem;
    const path = origins[key]?.path ?? problem.path;
    return {
      path,
      message: `in "${name}", which comes of it${rest === "" ? "" : `, ${rest}`}: ${problem.message}`,
    };
  });
}
