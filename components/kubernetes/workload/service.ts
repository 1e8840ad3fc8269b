import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type { DeploymentArgs } from "@pulumi/kubernetes/apps/v1";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { livenessOf, portsOf, type Service as ServiceModel } from "../../model";
import { account } from "./account";
import { awaited } from "../awaited";
import { unawaited, type KubernetesContext } from "../context";
import { labels, selector } from "../labels";
import { instancesAddress } from "../observability/metrics";
import { placement, spreading } from "./placement.args";
import { leaving, podSpec, portName } from "./pod.args";
import { scrapeAnnotations } from "../observability/metrics.args";
import { scaledObjectSpec, takesOver, type Asked } from "./scaled.args";
import { autoscalerSpec, leastInstances, releaseDeadline } from "./service.args";
import { workload, type Claims } from "./workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface ServiceArgs {
  readonly service: ServiceModel;
  readonly claims: Claims;
  /** How KEDA asks for its requests, where it counts the instances. @default an autoscaler of ours does */
  readonly asked?: Asked | undefined;
  /** What must be ready before an instance starts. */
  readonly after: readonly Input<Resource>[];
}

/** The instances of a service, each replaced new before old, found under the service's name. */
export class Service extends ComponentResource {
  readonly deployment: Deployment;
  /** The instances, once all of the wanted release are ready. */
  readonly ready: Output<Deployment>;

  constructor(
    private readonly context: KubernetesContext,
    args: ServiceArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { service } = args;
    const name = `${context.prefix}-${service.name}`;
    super("trireme:kubernetes:Service", name, {}, opts);
    this.deployment = this.createDeployment(name, args);
    const address = this.createAddress(name, service, service.name);
    for (const alias of service.aliases ?? []) this.createAddress(`${name}-as-${alias}`, service, alias);
    if (context.scraped && service.metrics !== undefined)
      instancesAddress(context, { component: service.name, role: "service", ports: portsOf(service) }, this);
    this.createAutoscaler(name, args);
    this.createBudget(name, service);
    const rolledOut = awaited(context, this.deployment, `service "${service.name}"`, (cluster, object) =>
      cluster.rolledOut("Deployment", object, { deadline: releaseDeadline(service) }),
    );
    // Who is started next finds its name.
    this.ready = address === undefined ? rolledOut : all([rolledOut, address.id]).apply(([made]) => made);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.service> {
    return nodesOf(this, children.service);
  }

  private createDeployment(name: string, { service, claims, after }: ServiceArgs): Deployment {
    const { context } = this;
    const { spec, volumes, group } = workload(context, service, { role: "service", claims, parent: this });
    const own = selector(context, service.name, "service");
    const { lifecycle, grace } = leaving(service);
    const scraped = { ...scrapeAnnotations(service, context.settings) };
    const shape: DeploymentArgs = {
      metadata: {
        name: service.name,
        namespace: context.namespace,
        labels: labels(context, service.name, "service"),
        annotations: { ...unawaited },
      },
      spec: {
        replicas: leastInstances(service),
        selector: { matchLabels: { ...own } },
        strategy:
          service.exclusive === true
            ? { type: "Recreate" }
            : { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: releaseDeadline(service),
        template: {
          metadata: {
            labels: labels(context, service.name, "service"),
            ...(Object.keys(scraped).length === 0 ? {} : { annotations: scraped }),
          },
          spec: podSpec({
            containers: [
              {
                ...spec,
                ports: portsOf(service),
                health: service.health,
                readiness: service.readiness,
                liveness: livenessOf(service),
                lifecycle,
              },
            ],
            volumes,
            group,
            grace,
            serviceAccount: account(context, service.name, "service", this),
            token: context.origin(service.name)?.cluster !== undefined,
            ...spreading(own, context.settings),
            placed: placement(service.name, context.settings, service),
          }),
        },
      },
    };
    return new Deployment(name, shape, {
      parent: this,
      dependsOn: [...after],
      // Where an autoscaler counts, the number is its own: the running one stays until it acts. Left out of the manifest,
      // the field would fall back to one instance in the update that brings the autoscaler.
      ...(service.autoscale === undefined ? {} : { ignoreChanges: ["spec.replicas"] }),
    });
  }

  private createAddress(name: string, service: ServiceModel, address: string): ClusterService | undefined {
    const ports = Object.entries(portsOf(service)).sort(([a], [b]) => a.localeCompare(b));
    if (ports.length === 0) return undefined;
    return new ClusterService(
      name,
      {
        metadata: {
          name: address,
          namespace: this.context.namespace,
          labels: labels(this.context, service.name, "service"),
          annotations: { ...unawaited },
        },
        spec: {
          selector: { ...selector(this.context, service.name, "service") },
          ports: ports.map(([port, number]) => ({
            name: portName(port),
            port: number,
            targetPort: portName(port),
            protocol: "TCP",
          })),
        },
      },
      { parent: this },
    );
  }

  private createAutoscaler(name: string, { service, asked }: ServiceArgs): void {
    const { name: target, autoscale } = service;
    if (autoscale === undefined) return;
    const metadata = {
      name: target,
      namespace: this.context.namespace,
      labels: labels(this.context, target, "service"),
    };
    const opts = { parent: this, dependsOn: this.deployment };
    if (asked === undefined)
      new HorizontalPodAutoscaler(
        name,
        {
          metadata: { ...metadata, annotations: { ...unawaited } },
          spec: autoscalerSpec(target, autoscale),
        },
        opts,
      );
    else
      new CustomResource(
        `${name}-scaled`,
        {
          ...{ apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject" },
          metadata: { ...metadata, annotations: { ...unawaited, ...takesOver } },
          spec: scaledObjectSpec(target, autoscale, asked),
        },
        opts,
      );
  }

  private createBudget(name: string, service: ServiceModel): void {
    if (leastInstances(service) < 2) return;
    new PodDisruptionBudget(
      name,
      {
        metadata: {
          name: service.name,
          namespace: this.context.namespace,
          labels: labels(this.context, service.name, "service"),
        },
        spec: {
          maxUnavailable: 1,
          // One that is not ready protects nothing, and would hold a drain up for good.
          unhealthyPodEvictionPolicy: "AlwaysAllow",
          selector: { matchLabels: { ...selector(this.context, service.name, "service") } },
        },
      },
      { parent: this },
    );
  }
}
