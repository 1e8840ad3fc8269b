import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Secret } from "@pulumi/kubernetes/core/v1";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { operatedImage, type Backup, type Postgres } from "../../model";
import { bucketOf } from "../../render/backup";
import { awaited } from "../awaited";
import { unawaited, type KubernetesContext } from "../context";
import { clusterSpec, objectStoreSpec, poolerSpec, scheduledBackupSpec } from "./cloudnative.args";
import { labels } from "../labels";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

type Spec = Readonly<Record<string, unknown>>;

export interface CloudNativeArgs {
  readonly store: Postgres;
  /** The store's backups. */
  readonly backups: readonly Backup[];
  /** Whether the data outlives its resource and is protected against deletion. */
  readonly protect: boolean;
}

/** Seconds until an operator has made three servers, with their images. */
const deadline = 600;

/** A PostgreSQL cluster of CloudNativePG: a primary, standbys that take over, and copies with the log in a bucket. */
export class CloudNative extends ComponentResource {
  readonly cluster: CustomResource;
  /** The cluster once its operator calls it ready. */
  readonly ready: Output<CustomResource>;

  constructor(
    private readonly context: KubernetesContext,
    args: CloudNativeArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store, backups, protect } = args;
    const name = `${context.prefix}-${store.name}`;
    super("trireme:kubernetes:CloudNative", name, {}, opts);
    const archived = backups.find((backup) => bucketOf(backup) !== undefined);
    const objects = archived === undefined ? undefined : this.createObjectStore(archived);
    const spec = clusterSpec(store, {
      owner: context,
      image: context.engineImage(operatedImage(store)),
      credentials: this.createOwner(name, store),
      settings: context.settings,
      ...(archived === undefined ? {} : { archive: archived.name }),
    });
    this.cluster = this.custom(
      name,
      { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster", component: store.name, own: store.name },
      spec,
      { protect, retainOnDelete: protect, dependsOn: objects === undefined ? [] : [objects] },
    );
    if (archived !== undefined) this.createCopies(store, archived);
    if (store.pooler === true) this.createPooler(name, store);
    this.ready = awaited(context, this.cluster, `store "${store.name}"`, (cluster, object) =>
      cluster.ready(`/apis/postgresql.cnpg.io/v1/namespaces/${object.namespace}/clusters`, object, {
        deadline,
      }),
    );
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.cloudNative> {
    return nodesOf(this, children.cloudNative);
  }

  private custom(
    name: string,
    kind: {
      readonly apiVersion: string;
      readonly kind: string;
      readonly component: string;
      readonly own: string;
    },
    spec: Spec,
    opts: ConstructorParameters<typeof CustomResource>[2] = {},
  ): CustomResource {
    const { context } = this;
    return new CustomResource(
      name,
      {
        apiVersion: kind.apiVersion,
        kind: kind.kind,
        metadata: {
          name: kind.own,
          namespace: context.namespace,
          labels: labels(context, kind.component, "store"),
          annotations: { ...unawaited },
        },
        spec,
      },
      { parent: this, ...opts },
    );
  }

  private secret(
    name: string,
    component: string,
    type: string,
    stringData: Record<string, Input<string>>,
  ): Output<string> {
    const { context } = this;
    return new Secret(
      name,
      {
        metadata: {
          namespace: context.namespace,
          // The operator looks again when it changes.
          labels: { ...labels(context, component, "store"), "cnpg.io/reload": "true" },
        },
        type,
        immutable: true,
        stringData,
      },
      { parent: this },
    ).metadata.name;
  }

  private createOwner(name: string, store: Postgres): Output<string> {
    return this.secret(`${name}-owner`, store.name, "kubernetes.io/basic-auth", {
      username: store.owner,
      password: this.context.initially(store.password),
    });
  }

  private createObjectStore(backup: Backup): CustomResource {
    const { context } = this;
    const bucket = bucketOf(backup);
    if (bucket === undefined) throw new RangeError(`backup "${backup.name}" has no bucket`);
    const keys = this.secret(`${context.prefix}-${backup.name}-bucket`, backup.name, "Opaque", {
      "access-key": context.resolve(bucket.accessKey),
      "secret-key": context.resolve(bucket.secretKey),
      ...(bucket.region === undefined ? {} : { region: bucket.region }),
    });
    return this.custom(
      `${context.prefix}-${backup.name}-objects`,
      {
        apiVersion: "barmancloud.cnpg.io/v1",
        kind: "ObjectStore",
        component: backup.name,
        own: backup.name,
      },
      objectStoreSpec(backup, bucket, keys),
    );
  }

  private createCopies(store: Postgres, backup: Backup): void {
    this.custom(
      `${this.context.prefix}-${backup.name}-copies`,
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "ScheduledBackup",
        component: backup.name,
        own: backup.name,
      },
      scheduledBackupSpec(backup, store.name),
      { dependsOn: this.cluster },
    );
  }

  private createPooler(name: string, store: Postgres): void {
    this.custom(
      `${name}-pooler`,
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "Pooler",
        component: store.name,
        own: `${store.name}-pooler`,
      },
      poolerSpec(store, this.context, this.context.settings, {
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      }),
      { dependsOn: this.cluster },
    );
  }
}
