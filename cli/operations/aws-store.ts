import type { AwsStack } from "../runtime/account";
import { ofComponent, textOf } from "../runtime/resources";

/** Where each type of resource has the host under which a store's consumers reach it; those of which another may stand before come later. */
const hosts = [
  ["aws:rds/proxy:Proxy", "endpoint"],
  ["aws:rds/instance:Instance", "address"],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "primaryEndpointAddress"],
  // Of a server of ours its own zone, which leads to its machines.
  ["aws:route53/zone:Zone", "name"],
] as const;

/** The host of a store in an account; undefined where it has none that one connection could lead to. */
export function addressOf({ resources }: Pick<AwsStack, "resources">, store: string): string | undefined {
  // A read replica of RDS names what it copies.
  const written = resources.filter((one) => textOf(one, "replicateSourceDb") === undefined);
  for (const [type, key] of hosts) {
    const host = textOf(ofComponent(written, type, store, "store"), key);
    if (host !== undefined) return host;
  }
  return undefined;
}
