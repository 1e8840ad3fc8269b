import * as docker from "@pulumi/docker";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
  all,
} from "@pulumi/pulumi";
import { portsOf, seconds, type Service as ServiceModel } from "../../model";
import { healthy } from "../awaited";
import { containerArgs, healthDeadline, readinessOf } from "./container.args";
import { labels, type DockerContext } from "../context";
import type { MountedVolume } from "../stores/volume";
import { workload } from "./workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface ServiceArgs {
  readonly service: ServiceModel;
  /** Volumes of the system by their name. */
  readonly volumes: Readonly<Record<string, MountedVolume>>;
  /** What must be healthy before an instance starts. */
  readonly after: readonly Input<Resource>[];
}

const standardDeadline = 10;
/** Seconds in which a container without a health check must run. */
const startDeadline = 30;

/** The instances of a service, each replaced new before old, found by the service's name. */
export class Service extends ComponentResource {
  /** The instances, each once it is healthy. */
  readonly ready: readonly Output<docker.Container>[];
  /** Names of the instances on the private networks, known once they are healthy. */
  readonly instances: Output<string[]>;

  constructor(context: DockerContext, args: ServiceArgs, opts?: ComponentResourceOptions) {
    const { service } = args;
    const name = `${context.prefix}-${service.name}`;
    super("trireme:docker:Service", name, {}, opts);
    const replicas = service.replicas ?? 1;
    this.ready = Array.from({ length: replicas }, (_, index) =>
      this.createInstance(context, args, `${name}-${index + 1}`, index),
    );
    this.instances = all(this.ready.map((container) => container.name));
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.service> {
    return nodesOf(this, children.service);
  }

  private createInstance(
    context: DockerContext,
    args: ServiceArgs,
    name: string,
    index: number,
  ): Output<docker.Container> {
    const { service } = args;
    const component = index === 0 ? service.name : `${service.name}-${index + 1}`;
    const { spec, dependsOn } = workload(context, service, {
      component,
      volumes: args.volumes,
      parent: this,
    });
    const ports = portsOf(service);
    const published = Object.entries(service.publish ?? {}).map(([port, host]) => ({
      internal: ports[port] ?? 0,
      host,
    }));
    const asked = readinessOf(service);
    const asks = asked === undefined ? undefined : context.prober();
    const shape = containerArgs({
      ...spec,
      volumes: [...(spec.volumes ?? []), ...(asks?.volumes ?? [])],
      networks: context.networks(
        service.name,
        published.length > 0,
        service.metrics === undefined ? undefined : index + 1,
      ),
      ports: published,
      health: service.health ?? service.readiness,
      readiness: service.readiness,
      ends: { liveness: service.liveness },
      containerPorts: ports,
      labels: { ...labels(context, service.name, "service"), ...spec.labels },
      stop: {
        signal: service.drain?.signal,
        grace:
          seconds(service.drain?.delay ?? "0s") + seconds(service.drain?.deadline ?? `${standardDeadline}s`),
      },
    });
    const container = new docker.Container(name, shape, {
      parent: this,
      // A host port has room for one instance only, and so has what an exclusive one locks.
      deleteBeforeReplace: published.length > 0 || service.exclusive === true,
      dependsOn: [...args.after, ...dependsOn, ...(asks?.dependsOn ?? [])],
    });
    const deadline = Math.max(
      ...[service.health, asked].map((one) => (one === undefined ? startDeadline : healthDeadline(one))),
    );
    return healthy(context, container, `service "${service.name}"`, { deadline });
  }
}
