import { longestName, prefixOf, type Role } from "../model";
import { shortened } from "../render/names";

/** Whose object it is. */
export interface Owner {
  /** System and stack. */
  readonly prefix: string;
  readonly system: string;
}

/** System and stack, as the value of a label and the name of a namespace. */
export function clusterPrefix(system: string, stack: string): string {
  return shortened(prefixOf(system, stack), longestName);
}

/** By which a component's pods are selected: never changed, because selectors cannot be. */
export function selector(owner: Owner, component: string, role: Role): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/name": component,
    "app.kubernetes.io/instance": owner.prefix,
    "app.kubernetes.io/component": role,
  };
}

/** All pods of a component, whatever they do for it. */
export function componentSelector(owner: Owner, component: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": component, "app.kubernetes.io/instance": owner.prefix };
}

/** The labels of every object of a component. */
export function labels(owner: Owner, component: string, role: Role): Readonly<Record<string, string>> {
  return {
    ...selector(owner, component, role),
    "app.kubernetes.io/part-of": owner.system,
    "app.kubernetes.io/managed-by": "trireme",
  };
}
