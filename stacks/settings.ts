import type { Problem, System } from "../components/model";
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
