import { engineContainer, type Postgres, type Qdrant, type Redis, type Server } from "../../model";
import type { Driver } from "../../shared/driver";
import { storeAddress, type NamedAddress } from "../../shared/addresses";
import type { ClusterSettings } from "../settings";

/** What an operator of stores reaches of the pods that it makes. */
export interface Operator {
  readonly namespace: string;
  readonly ports: readonly number[];
}

/** The component that makes a store: a StatefulSet of one server, one of servers that find each other, or a custom resource of an operator. */
export type Run =
  | { readonly by: "container" }
  | { readonly by: "peers"; readonly store: Qdrant }
  | { readonly by: "sentinel"; readonly store: Redis }
  | { readonly by: "cloudnative-pg"; readonly store: Postgres };

/** How stores of an engine run in a cluster. */
export interface ClusterDriver<S extends Server> extends Driver<S> {
  run(store: S): Run;
  /** Where it is reached. */
  address(store: S): NamedAddress;
  /** The ports that its consumers use. */
  ports(store: S): readonly number[];
  /** Those of them that take UDP as well. */
  datagrams(store: S): readonly number[];
  /** The ports that its servers use among themselves; empty where there is nothing to say. */
  peers(store: S): readonly number[];
  /** Who makes its pods. @default the cluster itself */
  operator(store: S): Operator | undefined;
  /** A shell command, with the store's own image, that says whether it is reached. @default none has the tool */
  reached?(host: string, port: string): string;
  /** The store as the stack's file wants it. */
  changed(store: S, changes: ClusterSettings["stores"][string]): S;
}

function datagramPorts(store: Server): readonly number[] {
  const { ports, datagrams } = engineContainer(store);
  const port = datagrams === undefined ? undefined : ports[datagrams];
  return port === undefined ? [] : [port];
}

/** Where a store is administered, by those who change its password or save it: beside what its consumers use. */
export function administrationPorts(store: Server): readonly number[] {
  return store.engine === "rabbitmq" ? [engineContainer(store).ports["management"] ?? []].flat() : [];
}

/** An engine of one server in a container of its own, under the store's name: `store.ts`. */
export function container<S extends Server>(own: Partial<ClusterDriver<S>> = {}): ClusterDriver<S> {
  return {
    run: () => ({ by: "container" }),
    refusals: () => [],
    address: storeAddress,
    ports: (store) => [engineContainer(store).ports.main, ...datagramPorts(store)],
    datagrams: datagramPorts,
    peers: () => [],
    operator: () => undefined,
    changed: (store, { size }) => ({ ...store, ...(size === undefined ? {} : { size }) }),
    ...own,
  };
}
