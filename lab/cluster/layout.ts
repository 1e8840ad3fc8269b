import { join } from "node:path";
import { PlainError } from "../../setup/errors";
import { cacheFolder, given } from "../../setup/workspace";

/** The version of every server, and of kubectl where none is on PATH. */
export const KUBERNETES_VERSION = "v1.33.4";
/** The first address of all Services: the API's own. */
export const API_SERVICE_IP = "10.96.0.1";
export const DNS_SERVICE_IP = "10.96.0.10";
export const SERVICES = "10.96.0.0/16";
export const PODS = "10.244.0.0/16";
export const API_PORT = 6443;
export const MOST_NODES = 3;
const MOST_CLUSTERS = 16;

/** One machine of the cluster: namespaces of the kernel on this one. */
export interface Node {
  readonly name: string;
  /** Its address, by which the host, the API server and other nodes reach it. */
  readonly address: string;
  /** What its pods' addresses are taken from. */
  readonly pods: string;
  /** The other end of the link that leads to it, with the length of both ends' network. */
  readonly gateway: string;
  /** The device at that other end. */
  readonly device: string;
  /** Sockets, state and logs: made at start, gone at stop. */
  readonly folder: string;
  /** What the container runtime keeps: images stay from one start to the next. */
  readonly images: string;
  /** Below each hierarchy of control groups. */
  readonly cgroup: string;
}

/** Where everything of one cluster is. */
export interface Layout {
  readonly id: number;
  /** Made at start, gone at stop. */
  readonly folder: string;
  readonly pki: string;
  readonly logs: string;
  readonly volumes: string;
  readonly record: string;
  /** Held while the cluster is started or stopped. */
  readonly lock: string;
  readonly kubeconfig: string;
  /** The API server, as the host reaches it. */
  readonly server: string;
  /** Addresses that Services of type LoadBalancer get. */
  readonly balancers: string;
  /** The first has the control plane, too. */
  readonly nodes: readonly [Node, ...Node[]];
}

/** Which of several clusters on one machine is meant: `TRIREME_CLUSTER`, 0 to 15. @default 0 */
export function clusterId(env: NodeJS.ProcessEnv = process.env): number {
  const value = given(env.TRIREME_CLUSTER) ?? "0";
  const id = Number(value);
  if (!/^\d+$/.test(value) || id >= MOST_CLUSTERS)
    throw new PlainError(
      `TRIREME_CLUSTER is "${value}"; it numbers the clusters of one machine, 0 to ${MOST_CLUSTERS - 1}.`,
    );
  return id;
}

function node(id: number, index: number, folder: string, kept: string): Node {
  const name = `node${index + 1}`;
  const network = `10.200.${id}`;
  return {
    name,
    address: `${network}.${4 * index + 2}`,
    pods: `10.244.${index + 1}.0/24`,
    gateway: `${network}.${4 * index + 1}/30`,
    device: `tri${id}-${name}`,
    folder: join(folder, name),
    images: join(kept, name),
    cgroup: `trireme-cluster-${id}-${name}`,
  };
}

/**
 * Where everything of a cluster is.
 *
 * @param id 0 to 15
 * @param nodes 1 to 3
 */
export function layoutOf(id: number, nodes: number, cache: string = cacheFolder()): Layout {
  const folder = join(cache, `cluster-${id}`, "run");
  const kept = join(cache, `cluster-${id}`, "images");
  const others = Array.from({ length: nodes - 1 }, (_, index) => node(id, index + 1, folder, kept));
  return {
    id,
    folder,
    pki: join(folder, "pki"),
    logs: join(folder, "logs"),
    volumes: join(folder, "volumes"),
    record: join(cache, `cluster-${id}`, "record.json"),
    lock: join(cache, "locks", `cluster-${id}`),
    kubeconfig: join(folder, "kubeconfig"),
    server: `https://10.200.${id}.2:${API_PORT}`,
    balancers: `10.200.${id}.128/25`,
    nodes: [node(id, 0, folder, kept), ...others],
  };
}
