/** Whatever has a name of its own. */
export type Named =
  "system" | "service" | "store" | "job" | "ingress" | "backup" | "site" | "secret" | "exporter";

interface NameLimit {
  readonly what: Named;
  /** Longest name, in characters. */
  readonly max: number;
  readonly reason: string;
}

/** What a target cannot do, as far as it shows in the system alone; its descriptor says it. */
export interface Limits {
  /** The target's name, as messages give it. */
  readonly target: string;
  /** Names that are shorter than `longestName`. */
  readonly names: readonly NameLimit[];
  /** What a database and its owner may be called, where that is less than elsewhere. */
  readonly databaseNames?: { readonly pattern: RegExp; readonly says: string };
  /**
   * Who runs the stores: the target, in `containers`; `operators` too, where a store asks for one; or the provider, as
   * `services` that bound and own what they keep.
   */
  readonly stores: "containers" | "operators" | "services";
}

/** Longest name of anything on any target, in characters: it is a DNS label (RFC 1035). What is made of it is shortened. */
export const longestName = 63;
