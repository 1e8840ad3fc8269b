import {
  ingressVersions,
  whyNotRotated,
  type Ingress,
  type Problem,
  type Resources,
  type System,
  type Value,
} from "../../components/model";
import type { Target } from "../../components/shared/target";
import { encryptedVariables, type Paths } from "./encrypted";
import type { Settings } from "./schema";

/**
 * The system with the changes that the stack's settings ask for.
 *
 * @param encrypted paths of the variables that the operator encrypted: each becomes a secret of the system
 */
export function withSettings(system: System, settings: Settings, encrypted: Paths = new Set()): System {
  const secret = encryptedVariables(settings, encrypted);
  const variables = (
    path: string,
    given: Readonly<Record<string, string | number | boolean>> = {},
  ): Readonly<Record<string, Value>> =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        secret.find((one) => one.path === `${path}.variables.${name}`)?.secret.value ?? value,
      ]),
    );
  return {
    ...system,
    ...(system.ingress === undefined
      ? {}
      : { ingress: { ...withEngine(system.ingress, settings), ...atIngress(settings) } }),
    secrets: [
      ...system.secrets,
      ...secret
        .map((one) => one.secret)
        .filter(({ name }) => !system.secrets.some((one) => one.name === name)),
    ],
    services: system.services.map((service) => {
      const change = settings.services[service.name];
      if (change === undefined) return service;
      return {
        ...service,
        ...(change.replicas === undefined ? {} : { replicas: change.replicas }),
        ...(change.resources === undefined
          ? {}
          : { resources: { ...gpusOf(service.resources), ...change.resources } }),
        ...(change.autoscale === undefined || service.autoscale === undefined
          ? {}
          : { autoscale: { ...service.autoscale, ...change.autoscale } }),
        env: { ...service.env, ...variables(`services.${service.name}`, change.variables) },
      };
    }),
    jobs: system.jobs.map((job) => {
      const change = settings.jobs[job.name];
      if (change === undefined) return job;
      return {
        ...job,
        ...(change.timeout === undefined ? {} : { timeout: change.timeout }),
        env: { ...job.env, ...variables(`jobs.${job.name}`, change.variables) },
      };
    }),
  };
}

/** What the stack says of the ingress, whatever the system. */
function atIngress({ trustedProxies, maxHeaders }: Settings): Pick<Ingress, "trustedProxies" | "maxHeaders"> {
  return {
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
    ...(maxHeaders === undefined ? {} : { maxHeaders }),
  };
}

/** Another engine has none of the settings that the system's own has, and a version of its own. */
function withEngine(ingress: Ingress, { ingress: chosen }: Settings): Ingress {
  if (chosen === undefined) return ingress;
  const { engine } = chosen;
  if (engine === (ingress.engine ?? "nginx")) return ingress;
  const { settings: _, ...rest } = ingress;
  return { ...rest, engine, version: ingressVersions[engine] };
}

/** The GPUs stay the system's where a change to CPU and memory does not speak of them. */
function gpusOf(resources: Resources | undefined): Pick<Resources, "gpus"> {
  return resources?.gpus === undefined ? {} : { gpus: resources.gpus };
}

/** Changes to the number of instances that nobody would act on. */
export function checkInstances(
  system: System,
  settings: Settings,
  { title, autoscales }: Pick<Target, "title" | "autoscales">,
): readonly Problem[] {
  return system.services.flatMap(({ name, autoscale }) => {
    const change = settings.services[name];
    const path = `settings.services.${name}`;
    const counted = autoscale !== undefined && autoscales;
    return [
      ...(change?.replicas !== undefined && counted
        ? [
            {
              path: `${path}.replicas`,
              message: `is ${change.replicas}, but an autoscaler counts the instances of "${name}": ${autoscale.min} to ${autoscale.max}. Set its bounds instead: pulumi config set --path '${path}.autoscale.min' ${change.replicas}; and remove it: pulumi config rm --path '${path}.replicas'`,
            },
          ]
        : []),
      ...(change?.autoscale !== undefined && !counted
        ? [
            {
              path: `${path}.autoscale`,
              message: `${autoscale === undefined ? `system "${system.name}" has no autoscaler for "${name}"` : `the ${title} target has no autoscaler`}. Set the number instead: pulumi config set --path '${path}.replicas' N; and remove it: pulumi config rm --path '${path}.autoscale'`,
            },
          ]
        : []),
    ];
  });
}

/** Settings that name what the system does not have, and secrets that it still waits for. */
export function checkSettings(system: System, settings: Settings): readonly Problem[] {
  const services = system.services.map(({ name }) => name).sort();
  const jobs = system.jobs.map(({ name }) => name).sort();
  const given = system.secrets.flatMap(({ name, source }) =>
    source.type === "provided" ? [{ name, ...source }] : [],
  );
  const names = given.map(({ name }) => name).sort();
  return [
    ...(system.ingress === undefined ? (["ingress", "trustedProxies", "maxHeaders"] as const) : [])
      .filter((key) => settings[key] !== undefined)
      .map((key) => ({
        path: `settings.${key}`,
        message: `is for an ingress, and system "${system.name}" has none in ${system.environment}; remove it`,
      })),
    ...Object.keys(settings.services)
      .filter((name) => !services.includes(name))
      .map((name) => ({
        path: `settings.services.${name}`,
        message: `system "${system.name}" has no service "${name}"; its services are ${services.join(", ")}`,
      })),
    ...Object.keys(settings.jobs)
      .filter((name) => !jobs.includes(name))
      .map((name) => ({
        path: `settings.jobs.${name}`,
        message: `system "${system.name}" has no job "${name}"; its jobs are ${jobs.length === 0 ? "none" : jobs.join(", ")}`,
      })),
    ...Object.keys(settings.rotations).flatMap((name) => {
      const why = whyNotRotated(system, name);
      return why === undefined ? [] : [{ path: `settings.rotations.${name}`, message: why }];
    }),
    ...Object.keys(settings.secrets)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        path: `settings.secrets.${name}`,
        message: `system "${system.name}" has no provided secret of that name; it has ${names.join(", ") === "" ? "none" : names.join(", ")}`,
      })),
    // A part of another stack's system gets them from it.
    ...(settings.topology?.of === undefined ? given : [])
      .filter(({ name, optional }) => !optional && settings.secrets[name] === undefined)
      .map(({ name, description }) => ({
        path: `settings.secrets.${name}`,
        message: `is missing (${description}). Set it: pulumi config set --secret --path 'settings.secrets.${name}' VALUE`,
      })),
  ];
}
