import { customTls, type Environment, type Problem, type System } from "../../components/model";
import type { Settings } from "./schema";

type Describe = (env: Environment) => System;

/** Whether a system is another one in another environment: what it reads and then drops does not count. */
function heeds(describe: Describe, environment: Environment, change: Partial<Environment>): boolean {
  const text = (env: Environment): string => JSON.stringify(describe(env));
  return text(environment) !== text({ ...environment, ...change });
}

/** The names of the host ports that a system asks for. */
function portsOf(describe: Describe, environment: Environment): readonly string[] {
  const names = new Set<string>();
  const ports = new Proxy(environment.ports, {
    get: (target, key, receiver) => {
      if (typeof key === "string") names.add(key);
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  describe({ ...environment, ports });
  return [...names].sort();
}

/** Another value of each knob than the stack's own. */
function changes(environment: Environment): Readonly<Record<string, Partial<Environment>>> {
  const { allowedAddresses = [], bucket, gpus = 0, replicas, tls } = environment;
  return {
    replicas: { replicas: replicas + 1 },
    "settings.allowedAddresses": { allowedAddresses: [...allowedAddresses, "192.0.2.0/24"] },
    "settings.gpus": { gpus: gpus + 1 },
    "settings.tls": { tls: tls?.mode === "self-signed" ? customTls : { mode: "self-signed" } },
    "settings.bucket": { bucket: { ...bucket, name: `${bucket?.name ?? ""}-other` } },
    ...(bucket === undefined
      ? {}
      : {
          "settings.bucket.endpoint": { bucket: { ...bucket, endpoint: "https://other.example.com" } },
          "settings.bucket.region": { bucket: { ...bucket, region: "other-region-1" } },
        }),
  };
}

/** The knobs that a stack's file sets. */
function given(settings: Settings, replicas: number | undefined): readonly string[] {
  const { allowedAddresses, bucket, gpus, tls } = settings;
  const set: Readonly<Record<string, unknown>> = {
    replicas,
    "settings.allowedAddresses": allowedAddresses,
    "settings.gpus": gpus,
    "settings.tls": tls,
    "settings.bucket": bucket,
    "settings.bucket.endpoint": bucket?.endpoint,
    "settings.bucket.region": bucket?.region,
  };
  return Object.keys(set).filter((path) => set[path] !== undefined);
}

/**
 * Settings of the environment that change nothing about the system, so that none is silently ignored.
 *
 * @param replicas `trireme:replicas`, where the stack's file has it
 */
export function checkEnvironment(
  describe: Describe,
  environment: Environment,
  settings: Settings,
  replicas?: number,
): readonly Problem[] {
  const { name } = describe(environment);
  const ports = portsOf(describe, environment);
  const strange = Object.entries(settings.ports).filter(
    ([port, number]) =>
      !heeds(describe, environment, {
        ports: { ...environment.ports, [port]: number === 1 ? 2 : number - 1 },
      }),
  );
  const all = changes(environment);
  const unheeded = given(settings, replicas).filter((path) => !heeds(describe, environment, all[path] ?? {}));
  return [
    ...strange.map(([port]) => ({
      path: `settings.ports.${port}`,
      message: ports.includes(port)
        ? `system "${name}" publishes it in other environments, not in ${environment.name}; remove it`
        : `system "${name}" has no host port of that name; its ports are ${ports.length === 0 ? "none" : ports.join(", ")}`,
    })),
    ...unheeded
      // The bucket as a whole says it once.
      .filter(
        (path) =>
          path === "settings.bucket" ||
          !unheeded.includes("settings.bucket") ||
          !path.startsWith("settings.bucket."),
      )
      .map((path) => ({ path, message: `system "${name}" does not use it; remove it` })),
  ];
}
