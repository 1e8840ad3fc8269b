import type { Role } from "../model";

/** Whose object it is. */
export interface Owner {
  /** System and stack. */
  readonly prefix: string;
  readonly system: string;
}

/** By which a part's pods are selected: never changed, because selectors cannot be. */
export function selector(owner: Owner, part: string, role: Role): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/name": part,
    "app.kubernetes.io/instance": owner.prefix,
    "app.kubernetes.io/component": role,
  };
}

/** All pods of a part, whatever they do for it. */
export function partSelector(owner: Owner, part: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": part, "app.kubernetes.io/instance": owner.prefix };
}

/** The labels of every object of a part. */
export function labels(owner: Owner, part: string, role: Role): Readonly<Record<string, string>> {
  return {
    ...selector(owner, part, role),
    "app.kubernetes.io/part-of": owner.system,
    "app.kubernetes.io/managed-by": "trireme",
  };
}
