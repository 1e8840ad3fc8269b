import type { Postgres } from "../../model";
import { balancerConfiguration } from "../../render/balancer";
import { balancer } from "../../shared/replicas";

/** Where connections that only read are taken; a component has no dot in its name. */
export function readHost({ name }: Pick<Postgres, "name">): string {
  return `read.${name}`;
}

/** The hosts of a database's replicas, in the order of their numbers. */
export function replicaHosts({ name, readReplicas = 0 }: Postgres): readonly string[] {
  return Array.from({ length: readReplicas }, (_, index) => `replica-${index + 1}.${name}`);
}

/** What leads connections that only read to replicas. */
export function balancerOf(store: Postgres): ReturnType<typeof balancer> {
  return balancer(balancerConfiguration(store, replicaHosts(store)));
}
