import type { Environment, Problem, System } from "../components/model";
import type { Settings } from "./schema";

/** The system with the changes that the stack's settings ask for. */
export function withSettings(system: System, settings: Settings): System {
  return {
    ...system,
    services: system.services.map((service) => {
      const change = settings.services[service.name];
      if (change === undefined) return service;
      return {
        ...service,
        ...(change.replicas === undefined ? {} : { replicas: change.replicas }),
        ...(change.resources === undefined ? {} : { resources: change.resources }),
        env: { ...service.env, ...change.variables },
      };
    }),
  };
}

/** The keys of an object that a function asked for. */
function asked<T extends object>(source: T, use: (watched: T) => void): ReadonlySet<string> {
  const keys = new Set<string>();
  use(
    new Proxy(source, {
      get: (target, key, receiver) => {
        if (typeof key === "string") keys.add(key);
        return Reflect.get(target, key, receiver) as unknown;
      },
    }),
  );
  return keys;
}

/** Settings of the environment that the system never asks for, so that none is silently ignored. */
export function checkEnvironment(
  describe: (env: Environment) => System,
  environment: Environment,
  settings: Settings,
): readonly Problem[] {
  const { name } = describe(environment);
  const ports = asked(environment.ports, (watched) => describe({ ...environment, ports: watched }));
  const used = asked(environment, describe);
  return [
    ...Object.keys(settings.ports)
      .filter((port) => !ports.has(port))
      .map((port) => ({
        path: `settings.ports.${port}`,
        message: `system "${name}" opens no such host port; its ports are ${ports.size === 0 ? "none" : [...ports].sort().join(", ")}`,
      })),
    ...(["allowedAddresses", "bucket"] as const)
      .filter((key) => settings[key] !== undefined && !used.has(key))
      .map((key) => ({ path: `settings.${key}`, message: `system "${name}" has no use for it; remove it` })),
  ];
}

/** Settings that name what the system does not have, and secrets that it still waits for. */
export function checkSettings(system: System, settings: Settings): readonly Problem[] {
  const services = system.services.map(({ name }) => name).sort();
  const given = system.secrets.flatMap(({ name, source }) =>
    source.type === "given" ? [{ name, ...source }] : [],
  );
  const names = given.map(({ name }) => name).sort();
  return [
    ...Object.keys(settings.services)
      .filter((name) => !services.includes(name))
      .map((name) => ({
        path: `settings.services.${name}`,
        message: `system "${system.name}" has no service "${name}"; its services are ${services.join(", ")}`,
      })),
    ...Object.keys(settings.secrets)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        path: `settings.secrets.${name}`,
        message: `system "${system.name}" asks for no such secret; it asks for ${names.join(", ") === "" ? "none" : names.join(", ")}`,
      })),
    ...given
      .filter(({ name, optional }) => !optional && settings.secrets[name] === undefined)
      .map(({ name, description }) => ({
        path: `settings.secrets.${name}`,
        message: `is missing (${description}). Set it: pulumi config set --secret --path 'settings.secrets.${name}' VALUE`,
      })),
  ];
}
