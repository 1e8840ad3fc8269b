import type { Output, Resource } from "@pulumi/pulumi";
import { engineContainer, refsOf, type Server } from "../../model";
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

/** The stores that a store's engine asks, as Kafka does ZooKeeper. */
export function neededByStore(store: Server): readonly string[] {
  const refs = Object.values(engineContainer(store).env).flatMap((value) => refsOf(value));
  const names = refs.flatMap((ref) => (ref.ref === "store" && ref.name !== store.name ? [ref.name] : []));
  return [...new Set(names)];
}

/** Stores in an order in which each comes after those that it needs: it starts after them, and at the end it is gone before they go. */
export function inOrder(stores: readonly Server[]): readonly Server[] {
  const needs = (store: Server): boolean =>
    neededByStore(store).some((name) => stores.some((other) => other.name === name));
  // What is needed needs none itself.
  return [...stores.filter((store) => !needs(store)), ...stores.filter(needs)];
}

/**
 * Makes the server of a store, or several that find each other.
 *
 * @param opts whose they are, and what has to answer before they start
 */
export function createServers(
  context: DockerContext,
  args: Omit<StoreArgs, "member">,
  opts: { readonly parent: Resource; readonly dependsOn: readonly Output<Resource>[] },
): Servers {
  const { store } = args;
  const { parent } = opts;
  const [first, ...others] = membersOf(store);
  const made = new Store(
    context,
    { ...args, ...(first === undefined ? {} : { member: first }) },
    { parent, dependsOn: [...opts.dependsOn] },
  );
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
