import { targetFacts, type Target } from "../targets";
import { isServer } from "../store";
import { exporterPart } from "../naming";
import { hasMetrics, type System } from "../system";
import { repeated, type Problem } from "./problem";

const pattern = /^[a-z][a-z0-9-]*[a-z0-9]$|^[a-z]$/;

/** The nearest name that is allowed. */
function spelled(name: string): string {
  const hyphened = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const trimmed = hyphened.replace(/^[^a-z]+|-+$/g, "");
  return trimmed === "" ? "main" : trimmed;
}

interface Part {
  readonly what: "service" | "store" | "job" | "entrance" | "backup" | "exporter";
  readonly name: string;
  readonly path: string;
  readonly engine?: string;
}

function partsOf(system: System): readonly Part[] {
  const { services, stores, jobs, entrance, backups } = system;
  return [
    ...services.map(({ name }) => ({ what: "service" as const, name, path: `services.${name}` })),
    ...stores.map(({ name, engine }) => ({ what: "store" as const, name, engine, path: `stores.${name}` })),
    ...jobs.map(({ name }) => ({ what: "job" as const, name, path: `jobs.${name}` })),
    ...(entrance === undefined ? [] : [{ what: "entrance" as const, name: entrance.name, path: "entrance" }]),
    ...backups.map(({ name }) => ({ what: "backup" as const, name, path: `backups.${name}` })),
    ...(hasMetrics(system) ? [{ what: "exporter" as const, name: exporterPart, path: "metrics" }] : []),
  ];
}

function checkSpelling(
  names: readonly { readonly name: string; readonly path: string }[],
): readonly Problem[] {
  return names
    .filter(({ name }) => !pattern.test(name))
    .map(({ name, path }) => ({
      path,
      message: `"${name}" is no name; names start with a letter and hold lower-case letters, digits and inner hyphens: write "${spelled(name)}"`,
    }));
}

function checkLengths(system: System, target: Target, parts: readonly Part[]): readonly Problem[] {
  return parts.flatMap(({ what, name, path, engine }) =>
    targetFacts[target].names
      .filter((limit) => limit.what === what && (limit.engine === undefined || limit.engine === engine))
      .map((limit) => ({ limit, full: limit.withSystem ? `${system.name}-${name}` : name }))
      .filter(({ limit, full }) => full.length > limit.max)
      .map(({ limit, full }) => ({
        path,
        message: `"${full}" has ${full.length} characters, ${target} allows ${limit.max}: ${limit.reason}; shorten it`,
      })),
  );
}

/** A store's own password carries the store's name: no secret may be called the same. */
function checkGenerated(system: System): readonly Problem[] {
  const stores = system.stores.filter(isServer).filter((store) => store.external === undefined);
  return stores.flatMap(({ name }) =>
    system.secrets
      .filter((secret) => secret.name === `${name}-password`)
      .map((secret) => ({
        path: `secrets.${secret.name}`,
        message: `store "${name}" has a generated password of this name; use the store's own url or password, or rename the secret`,
      })),
  );
}

/** Spelling, uniqueness and length of every name. */
export function checkNames(system: System, target: Target): readonly Problem[] {
  const parts = partsOf(system);
  // Sites stand apart: one may carry the name of the service that serves the same thing in development.
  const others = [
    ...system.secrets.map(({ name }) => ({ name, path: `secrets.${name}` })),
    ...system.sites.map(({ name }) => ({ name, path: `sites.${name}` })),
  ];
  return [
    ...checkSpelling([{ name: system.name, path: "name" }, ...parts, ...others]),
    ...repeated(parts, ({ name }) => name).map((group) => ({
      path: group.map(({ path }) => path).join(", "),
      message: `${group.length} parts are named "${group[0]?.name}"; services, stores, jobs, backups, the entrance and the metrics' exporter share one name space: rename all but one`,
    })),
    ...repeated(others, ({ path }) => path).map((group) => ({
      path: group[0]?.path ?? "",
      message: `${group.length} of them are named "${group[0]?.name}"; rename all but one`,
    })),
    ...checkGenerated(system),
    ...checkLengths(system, target, parts),
  ];
}
