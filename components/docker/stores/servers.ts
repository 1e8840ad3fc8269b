import type { Output, Resource } from "@pulumi/pulumi";
import type { DockerContext } from "../context";
import { isWatched, membersOf } from "./members.args";
import { Sentinels } from "./sentinels";
import { Store, type StoreArgs } from "./store";

/** The servers of a store. */
export interface Servers {
  readonly first: Store;
  /** Each once it answers; behind Sentinels, these. */
  readonly ready: readonly Output<Resource>[];
}

/** Makes the server of a store, or several that find each other. */
export function createServers(
  context: DockerContext,
  args: Omit<StoreArgs, "member">,
  parent: Resource,
): Servers {
  const { store } = args;
  const [first, ...others] = membersOf(store);
  const made = new Store(context, { ...args, ...(first === undefined ? {} : { member: first }) }, { parent });
  const servers = others.reduce<readonly Store[]>(
    // Each joins those that are there.
    (before, member) => [
      ...before,
      new Store(context, { ...args, member }, { parent, dependsOn: before.map(({ ready }) => ready) }),
    ],
    [made],
  );
  const ready = isWatched(store)
    ? new Sentinels(context, { store, servers }, { parent }).ready
    : servers.map((server) => server.ready);
  return { first: made, ready };
}
