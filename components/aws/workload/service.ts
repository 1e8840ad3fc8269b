import { Service as EcsService, type ServiceArgs as EcsServiceArgs } from "@pulumi/aws/ecs";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { portsOf, type Service as ServiceModel } from "../../model";
import type { PublishedSite } from "../../render/nginx";
import { awaited } from "../../shared/awaited";
import type { AwsContext, MadeVolume } from "../context";
import { madeFiles, proxyUser } from "../ingress/fronted.args";
import { tags } from "../labels";
import { named } from "../naming.args";
import type { Statement } from "../iam/policy.args";
import { createAutoscaler } from "./scaling/autoscale";
import { besideSites, leaving, type Beside } from "./beside.args";
import {
  containerCheck,
  healthGrace,
  isInterruptible,
  leastInstances,
  leaveOf,
  releaseDeadline,
  serviceConnect,
  stopSeconds,
  taskPorts,
  type Attachment,
} from "./service.args";
import { createTask, workload, type MadeTask } from "./workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";
import type { WantedService } from "../runtime";

export interface ServiceArgs {
  readonly service: ServiceModel;
  readonly volumes: Readonly<Record<string, MadeVolume>>;
  readonly grants: readonly Statement[];
  /** What the target itself tells it. @default nothing */
  readonly variables?: Readonly<Record<string, Input<string>>>;
  readonly attachments: readonly Attachment[];
  /** What must be ready before an instance starts. */
  readonly after: readonly Input<Resource>[];
  /** Capacity provider of machines with GPUs, where it needs one. */
  readonly gpus?: Output<string>;
  /** The static sites that it serves itself. @default none */
  readonly sites?: readonly PublishedSite[];
}

/** The instances of a service on ECS, each replaced new before old; one that does not become healthy goes back. */
export class Service extends ComponentResource {
  readonly service: EcsService;
  readonly task: MadeTask;
  /** The service, once the wanted task definition runs and no other. */
  readonly ready: Output<EcsService>;

  constructor(
    private readonly context: AwsContext,
    private readonly args: ServiceArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { service } = args;
    super("trireme:aws:Service", `${context.prefix}-${service.name}`, {}, opts);
    this.task = this.createTask();
    this.service = this.createService();
    createAutoscaler(context, { service, made: this.service, attachments: args.attachments }, this);
    this.ready = awaited(
      this.service,
      `service "${service.name}"`,
      {
        cluster: context.cluster.arn,
        service: this.service.name,
        taskDefinition: this.task.definition.arn,
        container: service.name,
        logGroup: context.logGroupOf(service.name).name,
      },
      (wanted: WantedService) =>
        context.api.rolledOut(wanted, { deadline: releaseDeadline(service, args.attachments.length > 0) }),
    );
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.service> {
    return nodesOf(this, children.service);
  }

  /** Whether a command may be opened in a running task. */
  private get shell(): boolean {
    return this.context.settings.shell;
  }

  /** What stands beside its container: what copies sites for it, or lets it serve on while others still find it. */
  private beside(): Beside | undefined {
    const { context } = this;
    const { service, attachments, sites = [] } = this.args;
    const { name } = service;
    const log = { group: context.logGroupOf(name).name, region: context.settings.region, prefix: name };
    const leave = leaveOf(context.model, service, attachments.length > 0);
    const ports = Object.values(portsOf(service));
    if (leave !== undefined) return leaving(context, { name, leave, ports, log });
    return besideSites(context, { published: sites, user: proxyUser, log });
  }

  private connect() {
    const { context } = this;
    const { service } = this.args;
    return serviceConnect(context.model, service, {
      namespace: context.cluster.namespaceArn,
      log: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": context.logGroupOf(service.name).name,
          "awslogs-region": context.settings.region,
          "awslogs-stream-prefix": "connect",
        },
      },
    });
  }

  private createTask(): MadeTask {
    const { context } = this;
    const { service, attachments, volumes, grants, gpus, variables = {} } = this.args;
    const beside = this.beside();
    const made = workload(
      context,
      service,
      {
        ...(beside === undefined ? {} : { beside }),
        made: madeFiles,
        variables,
        role: "service",
        volumes,
        pinned: true,
        proxied: this.connect() !== undefined,
        more: {
          ports: taskPorts(context.model, service),
          ...containerCheck(service, attachments.length > 0),
          stopTimeout: stopSeconds(service),
          // The agent of the shell writes there.
          ...(this.shell
            ? { scratch: [...(service.scratch ?? []), "/var/lib/amazon", "/var/log/amazon"] }
            : {}),
        },
      },
      this,
    );
    return createTask(
      context,
      {
        ...made,
        component: service.name,
        role: "service",
        grants,
        shell: this.shell,
        gpu: gpus !== undefined,
      },
      this,
    );
  }

  /** Where it runs: nothing that answers people runs on spare capacity. */
  private capacity(): EcsServiceArgs["capacityProviderStrategies"] {
    const { context } = this;
    const { gpus, service } = this.args;
    if (gpus !== undefined) return [{ capacityProvider: gpus, weight: 1 }];
    const spare = context.settings.sizes.spot && isInterruptible(context.model, service);
    return [{ capacityProvider: spare ? "FARGATE_SPOT" : "FARGATE", weight: 1 }];
  }

  private createService(): EcsService {
    const { context, task } = this;
    const { service, attachments, after } = this.args;
    const { network } = context;
    const scaled = service.autoscale !== undefined;
    const shape: EcsServiceArgs = {
      cluster: context.cluster.arn,
      taskDefinition: task.definition.arn,
      desiredCount: leastInstances(service),
      capacityProviderStrategies: this.capacity(),
      ...(this.args.gpus === undefined ? { platformVersion: "1.4.0" } : {}),
      networkConfiguration: {
        subnets: [...network.tasks.subnets],
        securityGroups: [network.securityGroupOf(service.name)],
        assignPublicIp: network.tasks.publicAddress,
      },
      serviceConnectConfiguration: this.connect(),
      loadBalancers: attachments.map(({ arn, port }) => ({
        targetGroupArn: arn,
        containerName: service.name,
        containerPort: port,
      })),
      ...(attachments.length === 0 ? {} : { healthCheckGracePeriodSeconds: healthGrace(service) }),
      deploymentCircuitBreaker: { enable: true, rollback: true },
      // New before old: all of the old ones serve until as many new ones are healthy. An exclusive one goes first, and rebalancing
      // would start a second one beside it.
      ...(service.exclusive === true
        ? {
            deploymentMinimumHealthyPercent: 0,
            deploymentMaximumPercent: 100,
            availabilityZoneRebalancing: "DISABLED",
          }
        : {
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 200,
            availabilityZoneRebalancing: "ENABLED",
          }),
      enableExecuteCommand: this.shell,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      // The program waits, and says what is wrong.
      waitForSteadyState: false,
      tags: tags(context, service.name, "service"),
    };
    return new EcsService(named("service", context.prefix, service.name), shape, {
      parent: this,
      dependsOn: [...after],
      // Where an autoscaler counts, the number is its own.
      ...(scaled ? { ignoreChanges: ["desiredCount"] } : {}),
    });
  }
}
