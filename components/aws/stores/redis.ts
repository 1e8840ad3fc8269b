import {
  ParameterGroup,
  ReplicationGroup,
  SubnetGroup,
  type ReplicationGroupArgs,
} from "@pulumi/aws/elasticache";
import { ComponentResource, interpolate, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Redis } from "../../model";
import { known } from "../observability/alarm.args";
import type { AwsContext, MadeStore } from "../context";
import { tags } from "../labels";
import { named } from "../naming.args";
import { cacheParameters, cacheShape, cacheVersion } from "./redis.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface CacheArgs {
  readonly store: Redis;
}

/** A Redis of ElastiCache: a main node and its copies, TLS and a password. */
export class Cache extends ComponentResource {
  readonly replicationGroup: ReplicationGroup;
  readonly subnetGroup: SubnetGroup;
  readonly made: MadeStore;

  constructor(context: AwsContext, { store }: CacheArgs, opts?: ComponentResourceOptions) {
    const name = named("replicationGroup", context.prefix, store.name);
    super("trireme:aws:Cache", name, {}, opts);
    const { settings, protect, model } = context;
    const own = { tags: tags(context, store.name, "store") };
    this.subnetGroup = new SubnetGroup(
      name,
      { subnetIds: [...context.network.subnets.isolated], ...own },
      { parent: this },
    );
    const parameters = new ParameterGroup(
      name,
      {
        family: cacheVersion(store.version)?.family ?? `redis${store.version}`,
        description: `Redis ${store.name} of ${context.prefix}`,
        parameters: cacheParameters(store).map((one) => ({ ...one })),
        ...own,
      },
      { parent: this },
    );
    const log = context.logGroupOf(store.name).name;
    const args: ReplicationGroupArgs = {
      ...cacheShape(context.prefix, store, { backups: model.backups, settings, protect }),
      subnetGroupName: this.subnetGroup.name,
      parameterGroupName: parameters.name,
      securityGroupIds: [context.network.securityGroupOf(store.name)],
      kmsKeyId: context.keyArn,
      authToken: context.passwordOf(store.name),
      // Both passwords hold while consumers move to the new one.
      authTokenUpdateStrategy: "ROTATE",
      logDeliveryConfigurations: (["slow-log", "engine-log"] as const).map((logType) => ({
        logType,
        logFormat: "json",
        destinationType: "cloudwatch-logs",
        destination: log,
      })),
      ...own,
    };
    this.replicationGroup = new ReplicationGroup(name, args, {
      parent: this,
      protect,
      retainOnDelete: protect,
    });
    const { primaryEndpointAddress } = this.replicationGroup;
    this.made = {
      address: { main: interpolate`${primaryEndpointAddress}:6379`, scheme: "rediss" },
      ready: this.replicationGroup.id.apply((): Resource => this.replicationGroup),
      // Its nodes are called after it, with a number.
      watched: { [known.cache(store.name)]: this.replicationGroup.id },
    };
    this.registerOutputs({ address: primaryEndpointAddress });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.cache> {
    return nodesOf(this, children.cache);
  }
}
