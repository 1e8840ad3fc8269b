import { exporterPart, isServer, networkGroups, reachesOut, type System } from "../../model";
import { bucketOf } from "../../render/backup";

/** The parts that publish ports on the host. */
function publishing({ services, stores, metrics, entrance }: System): readonly string[] {
  return [
    ...services.filter(({ publish = {} }) => Object.keys(publish).length > 0).map(({ name }) => name),
    ...stores
      .filter(isServer)
      .filter((store) => store.external === undefined)
      .filter(
        (store) => store.publish !== undefined || (store.engine === "minio" && store.console !== undefined),
      )
      .map(({ name }) => name),
    ...(metrics?.publish === undefined ? [] : [exporterPart]),
    ...(entrance === undefined ? [] : [entrance.name]),
  ];
}

/** The names, without the stack's prefix, of the networks that a system has on an engine. */
export function networkNames(system: System): readonly string[] {
  const { services, jobs, backups, entrance } = system;
  const workloads = [...services, ...jobs.filter(({ run }) => run === "release"), ...backups].map(
    ({ name }) => name,
  );
  const ways = [
    ...publishing(system),
    ...workloads.filter((name) => reachesOut(system, name)),
    ...backups.filter((backup) => bucketOf(backup) !== undefined).map(({ name }) => `${name}-offsite`),
    ...(entrance?.tls?.mode === "lets-encrypt" ? [`${entrance.name}-acme`] : []),
  ];
  return [
    ...networkGroups(system).map(({ name }) => name),
    ...[...new Set(ways)].map((part) => `${part}-outside`),
  ];
}
