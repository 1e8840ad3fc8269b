import {
  connectionsOf,
  isServer,
  reachesOut,
  routedSites,
  type Connection,
  type Server,
  type Site,
  type Store,
  type System,
} from "../../model";
import { isAsked, rightsIn } from "../observability/rights.args";
import { driverOf } from "../stores";
import { isExported } from "../stores/redis.args";

/** EFS. */
const nfsPort = 2049;

/** Whether a store has addresses in our network: S3 is outside it, and MSK brings its own coordination. */
export function isInNetwork(store: Store): boolean {
  return !isServer(store) || (store.external === undefined && driverOf(store).ports !== undefined);
}

/** The ports of a store that its consumers use. */
function storePorts(store: Store): readonly number[] {
  return isServer(store) ? (driverOf(store).ports?.(store) ?? []) : [nfsPort];
}

/** The ports of a store that answer over UDP as well. */
export function datagramPorts(store: Store | undefined): readonly number[] {
  return store !== undefined && isServer(store) ? (driverOf(store).datagrams?.(store) ?? []) : [];
}

/** The ports by which the machines of a store reach each other: copies, brokers, and a pooler before its database. */
export function peerPorts(store: Store): readonly number[] {
  if (!isServer(store) || !isInNetwork(store)) return [];
  return driverOf(store).peers?.(store) ?? storePorts(store);
}

/** The component that puts a site's files into its bucket. */
export function siteComponent({ name }: Pick<Site, "name">): string {
  return `${name}-site`;
}

/** The components that have addresses in the network, sorted: each has a security group of its own. */
export function componentsInNetwork(system: System): readonly string[] {
  return [
    ...system.services.map(({ name }) => name),
    ...system.jobs.map(({ name }) => name),
    ...system.backups.map(({ name }) => name),
    ...routedSites(system).map(siteComponent),
    ...system.stores.filter(isInNetwork).map(({ name }) => name),
    ...(system.ingress === undefined ? [] : [system.ingress.name]),
  ].sort();
}

/** Who opens connections to whom in the network, and on which ports. What is not among them is closed. */
export function connections(system: System): readonly Connection[] {
  const components = new Set(componentsInNetwork(system));
  return connectionsOf(system, storePorts).filter(
    ({ from, to }) => components.has(from) && components.has(to),
  );
}

/** Whether a store runs as tasks of ours. */
function runsAsTasks(store: Store): store is Server {
  return isServer(store) && isInNetwork(store) && driverOf(store).tasks === true;
}

/** The components that run as tasks: they ask AWS for images, secrets and logs. */
export function taskComponents(system: System): readonly string[] {
  return [...system.services, ...system.jobs, ...system.backups, ...system.stores.filter(runsAsTasks)]
    .map(({ name }) => name)
    .concat(routedSites(system).map(siteComponent))
    .sort();
}

/** Backups that ask what has no private endpoint: ElastiCache's API, and buckets that may be anywhere. */
function savesOutside(system: System, component: string): boolean {
  const backup = system.backups.find(({ name }) => name === component);
  const store = system.stores.find(({ name }) => name === backup?.store);
  if (backup === undefined) return false;
  return (
    backup.destinations.some(({ to }) => to === "bucket") ||
    (store?.engine === "redis" && (backup.drill !== undefined || isExported(backup))) ||
    // What saves them is in no registry that is reached otherwise.
    ["minio", "qdrant"].includes(store?.engine ?? "")
  );
}

/** Whether a component may open connections to the internet. */
export function leaves(system: System, component: string): boolean {
  if (savesOutside(system, component)) return true;
  return reachesOut(system, component);
}

/** The APIs of AWS that tasks ask, each with a private endpoint: images, secrets, logs, the key, a shell where it is allowed. */
const privateApis = ["ecr.api", "ecr.dkr", "secretsmanager", "kms", "logs", "ssmmessages", "ecs"] as const;

/** The further ones of a system: where metrics and traces go, and whose tasks run on machines. */
export function privateApisOf(system: System): readonly string[] {
  return [
    ...privateApis,
    ...(isAsked(system) ? ["aps-workspaces", "ec2"] : []),
    ...(rightsIn(system).has("write-traces") ? ["xray"] : []),
  ];
}
