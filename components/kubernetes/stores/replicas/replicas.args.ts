import type { input } from "@pulumi/kubernetes/types";
import type { Postgres, Role, Server } from "../../../model";
import { balancerConfiguration } from "../../../render/balancer";
import { balancer, isReplicated } from "../../../shared/replicas";
import { componentSelector, type Owner } from "../../labels";

/** Whether a database has replicas that no operator makes. */
export function hasOwnReplicas(store: Server): store is Postgres {
  return isReplicated(store) && store.operator !== "cloudnative-pg";
}

/** The pods of a database that has its data: its primary and its replicas, which the loss of one node is not to take all. */
export function serversOf(owner: Owner, { name }: Pick<Postgres, "name">): input.meta.v1.LabelSelector {
  const roles: readonly Role[] = ["store", "replica"];
  return {
    matchLabels: { ...componentSelector(owner, name) },
    matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values: [...roles] }],
  };
}

/** The Service of what leads connections that only read to replicas. */
export function readHost({ name }: Pick<Postgres, "name">): string {
  return `${name}-read`;
}

/** What the replica of a number is called, and its Service and its disk. */
export function replicaObject({ name }: Pick<Postgres, "name">, number: number): string {
  return `${name}-replica-${number}`;
}

/** The disk of a replica. */
export function replicaClaim(store: Pick<Postgres, "name">, number: number): string {
  return `${replicaObject(store, number)}-data`;
}

/** The numbers of a database's replicas. */
export function replicaNumbers({ readReplicas = 0 }: Postgres): readonly number[] {
  return Array.from({ length: readReplicas }, (_, index) => index + 1);
}

/** What leads connections that only read to replicas, by the Services of each, whose addresses stay. */
export function balancerOf(store: Postgres): ReturnType<typeof balancer> {
  const hosts = replicaNumbers(store).map((number) => replicaObject(store, number));
  return balancer(balancerConfiguration(store, hosts, "stay"));
}

/** Characters of a database with replicas: "-replica-15" is added to it, and a StatefulSet's pods have a hash beside that. */
export const longestReplicated = 41;
