import { LogGroup } from "@pulumi/aws/cloudwatch";
import type { Output, Resource } from "@pulumi/pulumi";
import { isServer, type System } from "../../model";
import type { AwsContext } from "../context";
import { isInNetwork, taskComponents } from "../network/edges.args";
import { systemTags, type Owner } from "../labels";
import type { AwsSettings } from "../settings";
import { logDaysOf } from "../sizes";
import { driverOf } from "../stores";

/** The components that write a log: what runs as tasks; caches, which tell of slow commands; brokers. */
function loggingComponents(system: System): readonly string[] {
  const stores = system.stores
    .filter(isServer)
    .filter((store) => driverOf(store).logs === true && isInNetwork(store));
  return [...taskComponents(system), ...stores.map(({ name }) => name)].sort();
}

/** A log group for each component that writes a log, encrypted by our key and kept for as long as the stack says. */
export function createLogGroups(
  owner: Owner,
  args: { readonly system: System; readonly settings: AwsSettings; readonly keyArn: Output<string> },
  parent: Resource,
): AwsContext["logGroupOf"] {
  const groups = new Map(
    loggingComponents(args.system).map((component) => [
      component,
      new LogGroup(
        `${owner.prefix}-${component}`,
        {
          name: `/${owner.prefix}/${component}`,
          retentionInDays: logDaysOf(args.system, args.settings),
          kmsKeyId: args.keyArn,
          tags: { ...systemTags(owner), "dev.trireme.part": component },
        },
        { parent },
      ),
    ]),
  );
  return (component) => {
    const group = groups.get(component);
    if (group === undefined) throw new RangeError(`"${component}" writes no log`);
    return { name: group.name, arn: group.arn };
  };
}
