import { StatefulSet, type Deployment } from "@pulumi/kubernetes/apps/v1";
import type { Job as ClusterJob } from "@pulumi/kubernetes/batch/v1";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import {
  ComponentResource,
  secret,
  type ComponentResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { engineContainer, type Postgres } from "../../../model";
import { scramVerifier } from "../../../render/credentials";
import { replicaFolder, replicationRole, replicationRoleScript } from "../../../render/replica";
import { nodesOf, type Nodes } from "../../../shared/children";
import { replicaEngine } from "../../../shared/replicas";
import { awaited } from "../../awaited";
import { children } from "../../children";
import { unawaited, type KubernetesContext } from "../../context";
import { labels, selector } from "../../labels";
import { account } from "../../workload/account";
import { configuration } from "../../workload/files";
import { apart, placement, spreading } from "../../workload/placement.args";
import { identityOf, podSpec } from "../../workload/pod.args";
import { recovery, releaseDeadline } from "../../workload/service.args";
import { additions } from "../additions.args";
import { balancerDeployment } from "./balancer";
import { errand } from "../errand";
import {
  balancerOf,
  readHost,
  replicaClaim,
  replicaNumbers,
  replicaObject,
  serversOf,
} from "./replicas.args";
import type { Store } from "../store";
import { claim } from "../volume";
import { sizeOf } from "../volume.args";

export interface ReplicasArgs {
  readonly store: Postgres;
  /** The server that they copy. */
  readonly of: Store;
  /** What must be in force before anybody logs in. */
  readonly after: readonly Output<Resource>[];
}

/** Seconds for a login and two statements. */
const roleDeadline = 120;
/** Engines write their buffers out before they leave. */
const grace = 60;
/** Tells the replicas of one database apart. */
const numberLabel = "dev.trireme.replica";

/** The read replicas of a Postgres, made after it and one after the other, and the balancer that `readUrl` leads to. */
export class Replicas extends ComponentResource {
  /** The balancer once it takes connections: from then on it leads to the primary, until a replica has its copy. */
  readonly ready: Output<Deployment>;
  private readonly password: Output<string>;
  private readonly serviceAccount: Output<string>;

  constructor(
    private readonly context: KubernetesContext,
    args: ReplicasArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store, of } = args;
    const name = `${context.prefix}-${store.name}-replicas`;
    super("trireme:kubernetes:Replicas", name, {}, opts);
    this.password = secret(
      new RandomPassword(`${name}-password`, { length: 32, special: false }, { parent: this }).result,
    );
    this.serviceAccount = account(context, `${store.name}-replica`, "replica", this);
    const numbers = replicaNumbers(store);
    const addresses = [
      ...numbers.map((number) =>
        this.address(store, replicaObject(store, number), {
          ...selector(context, store.name, "replica"),
          [numberLabel]: String(number),
        }),
      ),
      this.address(store, readHost(store), selector(context, store.name, "balancer")),
    ];
    this.budget(store);
    const balancer = balancerDeployment(context, { store, after: [of.ready, ...addresses] }, this);
    this.ready = awaited(
      context,
      balancer,
      `what leads to the replicas of "${store.name}"`,
      (cluster, object) =>
        cluster.rolledOut("Deployment", object, { deadline: releaseDeadline(balancerOf(store)) }),
    );
    numbers.reduce<Output<Resource>>((before, number) => this.replica(args, number, before), this.role(args));
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.replicas> {
    return nodesOf(this, children.replicas);
  }

  private address(store: Postgres, name: string, selected: Readonly<Record<string, string>>): ClusterService {
    const { context } = this;
    return new ClusterService(
      `${context.prefix}-${name}`,
      {
        metadata: {
          name,
          namespace: context.namespace,
          labels: labels(context, store.name, "replica"),
          annotations: { ...unawaited },
        },
        spec: {
          selector: { ...selected },
          // Who leads to them asks each one itself, every second.
          publishNotReadyAddresses: name !== readHost(store),
          ports: [{ name: "main", port: 5432, targetPort: "main", protocol: "TCP" }],
        },
      },
      { parent: this },
    );
  }

  /** Lets them log in; again with each server that is made, and with each password of consumers. */
  private role({ store, of, after }: ReplicasArgs): Output<ClusterJob> {
    const file = (called: string) => `${replicaFolder}/${called}`;
    const { image, ports } = engineContainer(store);
    return errand(
      this.context,
      {
        ...{ store, of, after, image, deadline: roleDeadline, role: "replica" },
        component: `${store.name}-replicas-role`,
        what: `making the role by which replicas of "${store.name}" log in`,
        entrypoint: ["sh", file("role.sh")],
        env: {
          PGHOST: store.host,
          PGPORT: store.port,
          PGUSER: store.user,
          PGDATABASE: store.databaseName,
          PGSSLMODE: store.tls === true ? "require" : "prefer",
          PGCONNECT_TIMEOUT: 10,
        },
        files: {
          [file("role.sh")]: { content: replicationRoleScript },
          [file("owner")]: { content: store.password },
          [file("verifier")]: {
            content: this.password.apply((text) => scramVerifier(replicationRole, text)),
          },
        },
        ports: [ports.main],
      },
      this,
    );
  }

  private replica({ store, of }: ReplicasArgs, number: number, before: Output<Resource>): Output<Resource> {
    const { context } = this;
    const object = replicaObject(store, number);
    const engine = replicaEngine(store, number);
    const own = { ...selector(context, store.name, "replica"), [numberLabel]: String(number) };
    const { command = [], files = {} } = of.encryption ?? {};
    const given = configuration(context, {
      component: object,
      role: "replica",
      env: engine.env,
      files: { ...engine.files, ...files, [`${replicaFolder}/password`]: { content: this.password } },
      group: identityOf(engine.user).group,
      parent: this,
    });
    const added = additions(context, engine);
    // A copy, which is made again.
    const disk = claim(
      context,
      {
        component: store.name,
        role: "replica",
        name: replicaClaim(store, number),
        size: sizeOf(store),
        protect: false,
      },
      { parent: this },
    );
    const made = new StatefulSet(
      `${context.prefix}-${object}`,
      {
        metadata: {
          name: object,
          namespace: context.namespace,
          labels: labels(context, store.name, "replica"),
          annotations: { ...unawaited },
        },
        spec: {
          replicas: 1,
          serviceName: object,
          selector: { matchLabels: { ...own } },
          podManagementPolicy: "Parallel",
          revisionHistoryLimit: 3,
          template: {
            metadata: {
              labels: { ...labels(context, store.name, "replica"), [numberLabel]: String(number) },
            },
            spec: podSpec({
              containers: [
                {
                  name: "replica",
                  image: context.engineImage(engine.image),
                  command: [...(engine.command ?? []), ...command],
                  env: given.env,
                  user: engine.user,
                  scratch: engine.scratch,
                  mounts: [
                    { name: "data", mountPath: engine.dataPath ?? "" },
                    ...given.mounts,
                    ...added.mounts,
                  ],
                  ports: engine.ports,
                  health: engine.health,
                  startup: engine.alive,
                  liveness: engine.alive,
                  resources: store.resources,
                },
              ],
              initContainers: added.initContainers,
              volumes: [
                { name: "data", persistentVolumeClaim: { claimName: disk.metadata.name } },
                ...given.volumes,
                ...added.volumes,
              ],
              grace,
              serviceAccount: this.serviceAccount,
              ...spreading(selector(context, store.name, "replica"), context.settings, {
                revision: "controller-revision-hash",
              }),
              affinity: apart(serversOf(context, store)),
              placed: placement(store.name, context.settings),
            }),
          },
        },
      },
      // One after the other, so that others take connections.
      { parent: this, dependsOn: [before] },
    );
    return awaited(context, made, `replica ${number} of "${store.name}"`, (cluster, named) =>
      cluster.rolledOut("StatefulSet", named, { deadline: releaseDeadline(engine), recovery }),
    );
  }

  /** One replica at a time is away for a disruption that is planned. */
  private budget(store: Postgres): void {
    const { context } = this;
    new PodDisruptionBudget(
      `${context.prefix}-${store.name}-replica`,
      {
        metadata: {
          name: `${store.name}-replica`,
          namespace: context.namespace,
          labels: labels(context, store.name, "replica"),
        },
        spec: {
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: "AlwaysAllow",
          selector: { matchLabels: { ...selector(context, store.name, "replica") } },
        },
      },
      { parent: this },
    );
  }
}
