import { exporterComponent } from "../values/naming";
import { engineOf, isServer, type Store } from "../engines";
import { hasMetrics, originOf, type System } from "../system";
import type { Problem } from "./problem";

/** What every component may have beside itself: its files, its secrets, a way out. */
const ofAll = ["files", "secrets", "outside"];
const ofServer = [
  "data",
  "socket",
  "log",
  "credentials",
  "certificate",
  "nodes",
  "pooler",
  "rw",
  "ro",
  "r",
  "owner",
];
const ofIngress = [
  "configuration",
  "certificate",
  "certificates",
  "acme",
  "acme-issue",
  "reload",
  "sites",
  "tls",
  "plain",
];
const ofBackup = ["drill", "offsite", "bucket", "objects", "copies", "data", "state", "metrics"];

interface Own {
  readonly path: string;
  readonly name: string;
  /** What the targets call things that they make for it, after its name and a hyphen. */
  readonly endings: readonly string[];
  /** Whether its instances are counted: `api-1`, `api-2`. */
  readonly counted: boolean;
}

function ofStore(store: Store): readonly string[] {
  if (!isServer(store)) return ["owner"];
  if (store.external !== undefined) return [];
  return [...ofServer, ...(engineOf(store).endings ?? [])];
}

function componentsOf(system: System): readonly Own[] {
  const { services, stores, jobs, ingress, backups } = system;
  return [
    ...services.map(({ name }) => ({
      path: `services.${name}`,
      name,
      endings: [...ofAll, "forward"],
      counted: true,
    })),
    ...stores.map((store) => ({
      path: `stores.${store.name}`,
      name: store.name,
      endings: [...ofAll, "forward", ...ofStore(store)],
      counted: isServer(store) && engineOf(store).counted?.(store) === true,
    })),
    ...jobs.map(({ name }) => ({ path: `jobs.${name}`, name, endings: ofAll, counted: false })),
    ...(ingress === undefined
      ? []
      : [{ path: "ingress", name: ingress.name, endings: [...ofAll, ...ofIngress], counted: true }]),
    ...backups.map(({ name }) => ({
      path: `backups.${name}`,
      name,
      endings: [
        ...ofAll,
        ...ofBackup,
        ...jobs.filter(({ backupFirst }) => backupFirst === name).map((job) => `before-${job.name}`),
      ],
      counted: false,
    })),
    ...(hasMetrics(system)
      ? [{ path: "metrics", name: exporterComponent, endings: ofAll, counted: false }]
      : []),
  ];
}

/**
 * What a target makes for a component is named after it: the volume of store `db` is `db-socket`, the drill of backup `nightly`
 * is `nightly-drill`. A component of such a name would be taken for it, or overwrite it.
 */
export function checkDerived(system: System): readonly Problem[] {
  const components = componentsOf(system);
  return components.flatMap(({ name, endings, counted, path }) => {
    const derived = new Set(endings.map((ending) => `${name}-${ending}`));
    const isInstance = (other: string) =>
      counted && other.startsWith(`${name}-`) && /^\d+$/.test(other.slice(name.length + 1));
    const isDerived = (other: string) => isInstance(other) || derived.has(other);
    return (
      components
        // What a feature made has its name on purpose; where an author's own has it, lowering says so.
        .filter((other) => isDerived(other.name) && originOf(system, other.name) === undefined)
        .map((other) => ({
          path: other.path,
          message: `"${other.name}" is also the name of something that a target creates for ${path}; rename one of the two`,
        }))
    );
  });
}
