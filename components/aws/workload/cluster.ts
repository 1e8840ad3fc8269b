import { Cluster as EcsCluster, ClusterCapacityProviders } from "@pulumi/aws/ecs";
import { HttpNamespace } from "@pulumi/aws/servicediscovery";
import type { Output, Resource } from "@pulumi/pulumi";
import { needsGpus, type System } from "../../model";
import type { AwsContext } from "../context";
import { createMachines } from "./gpu";
import { systemTags, type Owner } from "../labels";
import type { AwsSettings } from "../settings";

/** The ECS cluster of a system, and the names by which its services call each other. */
export function createCluster(
  owner: Owner,
  args: {
    readonly system: System;
    readonly settings: AwsSettings;
    readonly keyArn: Output<string>;
    readonly network: AwsContext["network"];
  },
  parent: Resource,
): AwsContext["cluster"] & { readonly providers: Resource; readonly gpus?: Output<string> } {
  const tags = systemTags(owner);
  const namespace = new HttpNamespace(
    owner.prefix,
    { description: `Services of ${owner.prefix}`, tags },
    { parent },
  );
  const cluster = new EcsCluster(
    owner.prefix,
    {
      settings: [
        // Enhanced: of every task and container, and not of services alone.
        {
          name: "containerInsights",
          value: args.system.monitoring?.hostMetrics === true ? "enhanced" : "enabled",
        },
      ],
      configuration: {
        executeCommandConfiguration: { kmsKeyId: args.keyArn, logging: "DEFAULT" },
      },
      tags,
    },
    { parent },
  );
  const computes = args.system.services.some(needsGpus);
  const gpus = computes
    ? createMachines(
        owner,
        {
          settings: args.settings,
          clusterName: cluster.name,
          vpcId: args.network.vpcId,
          subnets: args.network.tasks.subnets,
          publicAddress: args.network.tasks.publicAddress,
          endpointsGroup: args.network.endpointsGroup,
        },
        parent,
      )
    : undefined;
  const providers = new ClusterCapacityProviders(
    owner.prefix,
    {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT", ...(gpus === undefined ? [] : [gpus])],
      defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1, base: 1 }],
    },
    { parent },
  );
  return {
    providers,
    arn: cluster.arn,
    name: cluster.name,
    namespaceArn: namespace.arn,
    ...(gpus === undefined ? {} : { gpus }),
  };
}
