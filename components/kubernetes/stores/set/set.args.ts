import type { Server } from "../../../model";

/** A store that may have several servers. */
export interface Nodes extends Pick<Server, "name"> {
  readonly nodes?: number;
}

/** Name of the Service by which each server of a set is found. */
export function membersDomain({ name }: Pick<Nodes, "name">): string {
  return `${name}-nodes`;
}

/** Names of the pods of a set. */
export function membersOf({ name, nodes = 1 }: Nodes): readonly string[] {
  return Array.from({ length: nodes }, (_, index) => `${name}-${index}`);
}

/** Where each server of a set is found. */
export function memberHosts(store: Nodes): readonly string[] {
  return membersOf(store).map((member) => `${member}.${membersDomain(store)}`);
}
