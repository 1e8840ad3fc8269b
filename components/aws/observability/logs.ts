import { LogGroup } from "@pulumi/aws/cloudwatch";
import type { Output, Resource } from "@pulumi/pulumi";
import { isServer, type System } from "../../model";
import type { AwsContext } from "../context";
import { isInNetwork, taskParts } from "../network/edges.args";
import { systemTags, type Owner } from "../labels";
import type { AwsSettings } from "../settings";
import { logDaysOf } from "../sizes";
import { driverOf } from "../stores";

/** The components that write a log: what runs as tasks; caches, which tell of slow commands; brokers. */
function loggingParts(system: System): readonly string[] {
  const stores = system.stores
    .filter(isServer)
    .filter((store) => driverOf(store).logs === true && isInNetwork(store));
  return [...taskParts(system), ...stores.map(({ name }) => name)].sort();
}

/** A log group for each component that writes a log, encrypted by our key and kept for as long as the stack says. */
export function createLogGroups(
  owner: Owner,
  args: { readonly system: System; readonly settings: AwsSettings; readonly keyArn: Output<string> },
  parent: Resource,
): AwsContext["logGroupOf"] {
  const groups = new Map(
    loggingParts(args.system).map((part) => [
      part,
      new LogGroup(
        `${owner.prefix}-${part}`,
        {
          name: `/${owner.prefix}/${part}`,
          retentionInDays: logDaysOf(args.system, args.settings),
          kmsKeyId: args.keyArn,
          tags: { ...systemTags(owner), "dev.trireme.part": part },
        },
        { parent },
      ),
    ]),
  );
  return (part) => {
    const group = groups.get(part);
    if (group === undefined) throw new RangeError(`"${part}" writes no log`);
    return { name: group.name, arn: group.arn };
  };
}
