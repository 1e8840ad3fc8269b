import { longestName, type Limits, type Named } from "./limits";
import { isServer } from "../engines";
import { exporterComponent } from "../values/naming";
import { hasMetrics, type System } from "../system";
import { repeated, type Problem } from "./problem";

const pattern = /^[a-z][a-z0-9-]*[a-z0-9]$|^[a-z]$/;

/** The nearest name that is allowed. */
function spelled(name: string): string {
  const hyphened = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const trimmed = hyphened.replace(/^[^a-z]+|-+$/g, "");
  return trimmed === "" ? "main" : trimmed;
}

interface Component {
  readonly what: Named;
  readonly name: string;
  readonly path: string;
}

function componentsOf(system: System): readonly Component[] {
  const { services, stores, jobs, ingress, backups } = system;
  return [
    ...services.map(({ name }) => ({ what: "service" as const, name, path: `services.${name}` })),
    ...stores.map(({ name }) => ({ what: "store" as const, name, path: `stores.${name}` })),
    ...jobs.map(({ name }) => ({ what: "job" as const, name, path: `jobs.${name}` })),
    ...(ingress === undefined ? [] : [{ what: "ingress" as const, name: ingress.name, path: "ingress" }]),
    ...backups.map(({ name }) => ({ what: "backup" as const, name, path: `backups.${name}` })),
    ...(hasMetrics(system) ? [{ what: "exporter" as const, name: exporterComponent, path: "metrics" }] : []),
  ];
}

function checkSpelling(
  names: readonly { readonly name: string; readonly path: string }[],
): readonly Problem[] {
  return names
    .filter(({ name }) => !pattern.test(name))
    .map(({ name, path }) => ({
      path,
      message: `"${name}" is not a valid name; names start with a letter and hold lower-case letters, digits and inner hyphens: write "${spelled(name)}"`,
    }));
}

function checkLengths({ target, names }: Limits, components: readonly Component[]): readonly Problem[] {
  return components.flatMap(({ what, name, path }) => {
    const limit = names.find((one) => one.what === what);
    const max = limit?.max ?? longestName;
    if (name.length <= max) return [];
    return [
      {
        path,
        message: `"${name}" has ${name.length} characters, ${target} allows ${max}: ${limit?.reason ?? "it is a DNS label (RFC 1035)"}; shorten it`,
      },
    ];
  });
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
export function checkNames(system: System, limits: Limits): readonly Problem[] {
  const components = componentsOf(system);
  // Sites stand apart: one may carry the name of the service that serves the same thing in development.
  const others = [
    ...system.secrets.map(({ name }) => ({ what: "secret" as const, name, path: `secrets.${name}` })),
    ...system.sites.map(({ name }) => ({ what: "site" as const, name, path: `sites.${name}` })),
  ];
  const all = [{ what: "system" as const, name: system.name, path: "name" }, ...components, ...others];
  return [
    ...checkSpelling(all),
    ...repeated(components, ({ name }) => name).map((group) => ({
      path: group.map(({ path }) => path).join(", "),
      message: `${group.length} components are named "${group[0]?.name}"; services, stores, jobs, backups, the ingress and the metrics' exporter share one name space: rename all but one`,
    })),
    ...repeated(others, ({ path }) => path).map((group) => ({
      path: group[0]?.path ?? "",
      message: `${group.length} of them are named "${group[0]?.name}"; rename all but one`,
    })),
    ...checkGenerated(system),
    ...checkLengths(limits, all),
  ];
}
