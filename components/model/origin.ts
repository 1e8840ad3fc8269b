/** What of the machine a component may see, for features that measure it or collect its logs. */
export interface HostAccess {
  /**
   * Folders or files of the machine, mounted for reading alone: path of the machine, path in the container.
   * @example [{ from: "/var/lib/docker/containers", path: "/var/lib/docker/containers" }]
   */
  readonly mounts: readonly { readonly from: string; readonly path: string }[];
  /**
   * Whether it sees the machine's processes.
   * @default false
   * @example true
   */
  readonly processes?: boolean;
}

/**
 * In files of a component that reads its cluster's API: the namespace of the system's pods, which the target puts in its place.
 * @example
 * const pods: string = `only in ${namespaceOfPods}`;
 */
export const namespaceOfPods = "$(TRIREME_NAMESPACE)";

/** What a component may read through its cluster's API, on targets that have one. */
export interface ClusterRight {
  /**
   * The group of the API; empty for the core.
   * @example "batch"
   */
  readonly group: string;
  /**
   * Kinds of objects, in the plural.
   * @example ["cronjobs"]
   */
  readonly resources: readonly string[];
  /**
   * What it may do with them.
   * @example ["list", "watch"]
   */
  readonly verbs: readonly ("get" | "list" | "watch")[];
  /**
   * Whether of the whole cluster, in place of the namespace: nodes are in none.
   * @default false
   * @example true
   */
  readonly whole?: boolean;
}

/**
 * What a made component may ask of its cloud: to write metrics, to read them, to look for the tasks that it asks for metrics, to write traces.
 */
export type CloudRight = "write-metrics" | "read-metrics" | "find-tasks" | "write-traces";

/** Where a component comes from that the author did not write, but a feature that he asked for. */
export interface Origin {
  /**
   * The feature that made it.
   * @example "pooler"
   */
  readonly feature: string;
  /**
   * What asked for it, as errors call it.
   * @example "stores.db.pooler"
   */
  readonly path: string;
  /**
   * What of the machine it sees.
   * @default nothing
   * @example { mounts: [{ from: "/proc", path: "/host/proc" }] }
   */
  readonly host?: HostAccess;
  /**
   * What it may read through its cluster's API.
   * @default nothing
   * @example [{ group: "batch", resources: ["cronjobs"], verbs: ["list", "watch"] }]
   */
  readonly cluster?: readonly ClusterRight[];
  /**
   * What it may ask of the cloud that it runs in.
   * @default nothing
   * @example ["write-metrics"]
   */
  readonly cloud?: readonly CloudRight[];
  /**
   * What is measured by asking it: the store that an exporter reads.
   * @default itself
   * @example "db"
   */
  readonly measures?: string;
}

/** The origins of a system's components, by their names; of secrets by `secret NAME`. */
export type Origins = Readonly<Record<string, Origin>>;
