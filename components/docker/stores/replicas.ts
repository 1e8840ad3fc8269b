import * as docker from "@pulumi/docker";
import {
  ComponentResource,
  secret,
  type ComponentResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { balancerImage, engineContainer, toolsImage, type Postgres } from "../../model";
import { scramVerifier } from "../../render/credentials";
import { haproxyUser } from "../../render/haproxy";
import { replicaFolder, replicationRole, replicationRoleScript } from "../../render/replica";
import { nodesOf, type Nodes } from "../../shared/children";
import { healthy } from "../awaited";
import { children } from "../children";
import { labels, type DockerContext } from "../context";
import { containerArgs, healthDeadline } from "../workload/container.args";
import { containerFiles } from "../workload/files";
import { oneShot } from "../workload/one-shot";
import { encrypted, isEncrypted } from "../../shared/encryption";
import { replicaEngine } from "../../shared/replicas";
import { balancerOf, readHost, replicaHosts } from "./replicas.args";
import { recoveryOf, type Store } from "./store";
import { dataVolume } from "./volume";

export interface ReplicasArgs {
  readonly store: Postgres;
  /** The server that they copy. */
  readonly of: Store;
  /** What must be in force before anybody logs in. */
  readonly after: readonly Output<Resource>[];
}

/** Seconds for a login and two statements. */
const roleDeadline = 120;

/** The read replicas of a Postgres, made after it and one after the other, and the balancer that `readUrl` leads to. */
export class Replicas extends ComponentResource {
  /** The balancer once it takes connections: from then on it leads to the primary, until a replica has its copy. */
  readonly ready: Output<docker.Container>;
  private readonly name: string;
  private readonly password: Output<string>;

  constructor(
    private readonly context: DockerContext,
    args: ReplicasArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store, of } = args;
    const name = `${context.prefix}-${store.name}-replicas`;
    super("trireme:docker:Replicas", name, {}, opts);
    this.name = name;
    this.password = secret(
      new RandomPassword(`${name}-password`, { length: 32, special: false }, { parent: this }).result,
    );
    this.ready = this.balancer(store, of);
    replicaHosts(store).reduce<Output<docker.Container>>(
      (before, host, index) => this.replica(args, { host, number: index + 1 }, before),
      this.role(args),
    );
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.replicas> {
    return nodesOf(this, children.replicas);
  }

  /** Lets them log in; again with each server that is made, and with each password of consumers. */
  private role({ store, of, after }: ReplicasArgs): Output<docker.Container> {
    const { context, name } = this;
    const { image, user } = engineContainer(store);
    const file = (called: string) => `${replicaFolder}/${called}`;
    const reference = context.engineImage(image).reference;
    const files = containerFiles(
      context,
      `${store.name}-replicas-role`,
      {
        [file("role.sh")]: { content: replicationRoleScript },
        [file("owner")]: { content: store.password },
        [file("verifier")]: {
          content: this.password.apply((text) => scramVerifier(replicationRole, text)),
        },
      },
      { image: reference, owner: user, parent: this },
    );
    const shape = containerArgs({
      image: reference,
      command: ["sh", file("role.sh")],
      env: {
        PGHOST: context.resolve(store.host),
        PGPORT: context.resolve(store.port),
        PGUSER: context.resolve(store.user),
        PGDATABASE: context.resolve(store.database),
        PGSSLMODE: store.tls === true ? "require" : "prefer",
        PGCONNECT_TIMEOUT: "10",
        STORE_CONTAINER: of.container.name,
      },
      user,
      volumes: files.volumes,
      networks: context.networks(store.name).map((one) => ({ name: one.name })),
      labels: { ...labels(context, store.name, "credentials"), ...files.labels },
    });
    return oneShot(
      context,
      `${name}-role`,
      { what: `making the role by which replicas of "${store.name}" log in`, shape, deadline: roleDeadline },
      { parent: this, dependsOn: [...after, ...files.dependsOn] },
    ).succeeded;
  }

  private replica(
    { store, of }: ReplicasArgs,
    { host, number }: { readonly host: string; readonly number: number },
    before: Output<docker.Container>,
  ): Output<docker.Container> {
    const { context } = this;
    const name = `${this.name}-${number}`;
    const engine = replicaEngine(store, number);
    const image = context.engineImage(engine.image).reference;
    const encryption = isEncrypted(store) ? encrypted(store) : { command: [], files: {} };
    const files = containerFiles(
      context,
      `${store.name}-replicas-${number}`,
      {
        ...engine.files,
        ...encryption.files,
        [`${replicaFolder}/password`]: { content: this.password },
      },
      { image, owner: engine.user, parent: this },
    );
    // A copy, which is made again.
    const data = dataVolume(
      context,
      `${name}-data`,
      { component: store.name, owner: engine.user, protect: false },
      { parent: this },
    );
    const shape = containerArgs({
      image,
      command: [...(engine.command ?? []), ...encryption.command],
      env: Object.fromEntries(
        Object.entries(engine.env).map(([key, value]) => [key, context.resolve(value)]),
      ),
      user: engine.user,
      scratch: engine.scratch,
      volumes: [
        { volumeName: data.volume.name, containerPath: engine.dataPath },
        ...files.volumes,
        ...(of.certificate === undefined ? [] : [of.certificate.mount]),
        ...of.additions.volumes,
      ],
      networks: context.networks(store.name).map((one) => ({ name: one.name, alias: host })),
      health: engine.health,
      containerPorts: engine.ports,
      resources: store.resources,
      labels: { ...labels(context, store.name, "replica"), ...files.labels },
      stop: { grace: 60 },
    });
    const container = new docker.Container(
      name,
      shape,
      // Two servers never write one volume. One after the other, so that others take connections.
      {
        parent: this,
        deleteBeforeReplace: true,
        dependsOn: [before, ...files.dependsOn, ...of.additions.dependsOn, ...data.handedOver],
      },
    );
    const answers = healthy(context, container, `replica ${number} of "${store.name}"`, {
      deadline: healthDeadline(engine.health),
      ...recoveryOf(engine),
    });
    of.certificate?.reloaded(`-replicas-${number}`, answers, this);
    return answers;
  }

  private balancer(store: Postgres, of: Store): Output<docker.Container> {
    const { context } = this;
    const balancer = balancerOf(store);
    const image = context.engineImage(balancerImage).reference;
    const files = containerFiles(context, `${store.name}-read`, balancer.files, {
      // An engine looks up an image's user among those of its machine before it takes uploads.
      image: context.engineImage(toolsImage).reference,
      owner: haproxyUser,
      parent: this,
    });
    const { volumes, dependsOn } = context.prober();
    const shape = containerArgs({
      image,
      command: balancer.command,
      user: haproxyUser,
      volumes: [...files.volumes, ...volumes],
      networks: context.networks(store.name).map((one) => ({ name: one.name, alias: readHost(store) })),
      health: balancer.health,
      containerPorts: engineContainer(store).ports,
      resources: { cpu: { request: 0.05, limit: 1 }, memory: { request: "32Mi", limit: "128Mi" } },
      labels: { ...labels(context, store.name, "balancer"), ...files.labels },
    });
    const container = new docker.Container(
      `${this.name}-read`,
      shape,
      // Another one takes connections before this one goes.
      { parent: this, dependsOn: [of.ready, ...files.dependsOn, ...dependsOn] },
    );
    return healthy(context, container, `what leads to the replicas of "${store.name}"`, {
      deadline: healthDeadline(balancer.health),
    });
  }
}
