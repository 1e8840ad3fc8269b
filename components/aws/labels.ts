import { labelNames, type Role } from "../model";

/** Whose resource it is. */
export interface Owner {
  /** System and stack. */
  readonly prefix: string;
  readonly system: string;
  readonly stack: string;
}

/** The tags of what belongs to the whole system. */
export function systemTags({ system, stack }: Owner): Record<string, string> {
  return { [labelNames.system]: system, [labelNames.stack]: stack, "dev.trireme.managed-by": "trireme" };
}

/** The tags of every resource of a component; `Name` is what AWS's console shows. */
export function tags(owner: Owner, component: string, role: Role): Record<string, string> {
  return {
    ...systemTags(owner),
    Name: `${owner.prefix}-${component}`,
    [labelNames.component]: component,
    [labelNames.role]: role,
  };
}
