import { targetFacts, type Target } from "../targets";
import type { System } from "../system";
import { repeated, type Problem } from "./problem";

const pattern = /^[a-z][a-z0-9-]*[a-z0-9]$|^[a-z]$/;

/** Spelling, uniqueness and length of every name. */
export function checkNames(system: System, target: Target): readonly Problem[] {
  // Sites are left out: one may carry the name of the service that serves the same thing in development.
  const parts = [
    ...system.services.map(({ name }) => ({ what: "service" as const, name, path: `services.${name}` })),
    ...system.stores.map(({ name, engine }) => ({
      what: "store" as const,
      name,
      engine,
      path: `stores.${name}`,
    })),
    ...system.jobs.map(({ name }) => ({ what: "job" as const, name, path: `jobs.${name}` })),
    ...(system.entrance === undefined
      ? []
      : [{ what: "entrance" as const, name: system.entrance.name, path: "entrance" }]),
  ];
  const others = [
    ...system.secrets.map(({ name }) => ({ name, path: `secrets.${name}` })),
    ...system.backups.map(({ name }) => ({ name, path: `backups.${name}` })),
    ...system.sites.map(({ name }) => ({ name, path: `sites.${name}` })),
  ];
  const spelling = [{ name: system.name, path: "name" }, ...parts, ...others].flatMap(({ name, path }) =>
    pattern.test(name)
      ? []
      : [
          {
            path,
            message: `the name "${name}" may hold lower-case letters, digits and inner hyphens only, and starts with a letter`,
          },
        ],
  );
  const twice = [...repeated(parts, ({ name }) => name), ...repeated(others, ({ path }) => path)].map(
    (group) => ({
      path: group.map(({ path }) => path).join(", "),
      message: `the name "${group[0]?.name}" stands ${group.length} times; services, stores, jobs and the entrance share one name space, rename one of them`,
    }),
  );
  const tooLong = parts.flatMap(({ what, name, path, ...rest }) =>
    targetFacts[target].names
      .filter(
        (limit) =>
          limit.what === what &&
          (limit.engine === undefined || ("engine" in rest && rest.engine === limit.engine)),
      )
      .map((limit) => ({ limit, full: limit.withSystem ? `${system.name}-${name}` : name }))
      .filter(({ limit, full }) => full.length > limit.max)
      .map(({ limit, full }) => ({
        path,
        message: `"${full}" has ${full.length} characters, ${target} allows ${limit.max}: ${limit.reason}; shorten it`,
      })),
  );
  return [...spelling, ...twice, ...tooLong];
}
