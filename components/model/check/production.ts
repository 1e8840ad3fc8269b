import { isServer, opened } from "../engines";
import { originOf, type System } from "../system";
import type { Problem } from "./problem";
import { containers } from "./resources";
import { wantsBackup } from "./schedules";

/** What a system in production must have: TLS, backups, limits, health checks, no open ports. */
export function checkProduction(system: System): readonly Problem[] {
  if (system.environment !== "production") return [];
  const { ingress, monitoring } = system;
  const saved = new Set(system.backups.map(({ store }) => store));
  const published = [
    ...system.services
      .filter(({ name, publish }) => publish !== undefined && originOf(system, name) === undefined)
      .map(({ name }) => `services.${name}.publish`),
    ...system.stores
      .filter((store) => isServer(store) && store.publish !== undefined)
      .map(({ name }) => `stores.${name}.publish`),
    ...system.stores
      .filter(isServer)
      .flatMap((store) => Object.keys(opened(store)).map((key) => `stores.${store.name}.${key}`)),
    ...(monitoring?.publish === undefined ? [] : ["monitoring.publish"]),
  ];
  const volumes = system.stores.filter((store) => !isServer(store)).map(({ name }) => name);
  return [
    ...(ingress !== undefined && (ingress.tls === undefined || ingress.https === undefined)
      ? [
          {
            path: "ingress.tls",
            message: `production answers over HTTPS: set https: { port: 443 } and tls with mode "lets-encrypt", "custom" or "self-signed"`,
          },
        ]
      : []),
    ...system.stores
      // What a feature keeps of its own, such as metrics, is measured again.
      .filter((store) => originOf(system, store.name) === undefined)
      .filter((store) => wantsBackup(store) && !saved.has(store.name))
      .map(({ name }) => ({
        path: `stores.${name}`,
        message: `production needs a backup of it: add backup("${name}-daily", { of: ${name}, schedule: "0 2 * * *", … })${volumes.includes(name) ? ", or say in disposable what makes its files again" : ""}`,
      })),
    ...containers(system)
      .filter(({ resources }) => resources === undefined)
      .map(({ path }) => ({
        path: `${path}.resources`,
        message: "production needs limits and requests of CPU and memory",
      })),
    ...system.services
      .filter(({ port, health }) => port !== undefined && health === undefined)
      .map(({ name }) => ({
        path: `services.${name}.health`,
        message: `production needs a health check: a release waits for it; add health: http("/health")`,
      })),
    ...published.map((path) => ({
      path,
      message: "opens a port past the ingress, which is for development only; remove it",
    })),
  ];
}
