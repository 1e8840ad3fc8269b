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
}

/** The origins of a system's components, by their names; of secrets by `secret NAME`. */
export type Origins = Readonly<Record<string, Origin>>;
