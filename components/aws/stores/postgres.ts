import { LogGroup } from "@pulumi/aws/cloudwatch";
import { RolePolicyAttachment, type Role } from "@pulumi/aws/iam";
import { Instance, ParameterGroup, type ProxyTarget, SubnetGroup, type InstanceArgs } from "@pulumi/aws/rds";
import { Record as DnsRecord, Zone } from "@pulumi/aws/route53";
import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import {
  ComponentResource,
  interpolate,
  jsonStringify,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { AwsContext, MadeStore } from "../context";
import { tags } from "../labels";
import { named } from "../naming.args";
import type { DatabaseStore } from "./mariadb.args";
import { instanceShape, isPooled, logKinds, parameterGroup, replicaShape, replicasOf } from "./postgres.args";
import { createPooler } from "./pooler";
import { createRole } from "../iam/roles";
import { partitionOf } from "../settings";
import { logDaysOf } from "../sizes";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";
import { keptVersion } from "../workload/secrets";

export interface DatabaseArgs {
  readonly store: DatabaseStore;
}

/** Minutes that RDS may take for an instance with a standby, its first backup included. */
const patience = { create: "60m", update: "80m", delete: "60m" };

/** A PostgreSQL or a MariaDB of RDS: the instance with its standby, its parameters, read replicas and, where asked for, a pooler. */
export class Database extends ComponentResource {
  readonly instance: Instance;
  readonly replicas: readonly Instance[];
  /** Secret with `username` and `password`, for the pooler and for people. */
  readonly credentials: Secret;
  /** The server itself, `host:port`, past the pooler: for dumps and restores. */
  readonly direct: Output<string>;
  readonly made: MadeStore;
  private readonly name: string;

  constructor(
    private readonly context: AwsContext,
    args: DatabaseArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store } = args;
    const name = named("database", context.prefix, store.name);
    super("trireme:aws:Database", name, {}, opts);
    this.name = name;
    this.credentials = this.createCredentials(store);
    const subnetGroup = this.createSubnetGroup(store);
    const parameters = this.createParameters(store);
    const monitor = this.createMonitor(store);
    this.instance = this.createInstance(args, { subnetGroup, parameters, monitor });
    this.replicas = this.createReplicas(store, { parameters, monitor });
    this.direct = this.instance.endpoint;
    const pooler = isPooled(store, context.settings)
      ? createPooler(context, { store, name, credentials: this.credentials, instance: this.instance }, this)
      : undefined;
    const read = this.readAddress(store);
    const last: Instance | ProxyTarget = pooler?.target ?? this.instance;
    this.made = {
      address: { main: pooler?.address ?? this.direct, ...(read === undefined ? {} : { read }) },
      ready: last.id.apply((): Resource => last),
    };
    this.registerOutputs({ endpoint: this.direct });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.database> {
    return nodesOf(this, children.database);
  }

  private get safe(): CustomResourceOptions {
    const { protect } = this.context;
    return { parent: this, protect, retainOnDelete: protect, customTimeouts: patience };
  }

  private createCredentials(store: DatabaseStore): Secret {
    const { context } = this;
    const secret = new Secret(
      `${this.name}-credentials`,
      {
        description: `Owner of database ${store.databaseName} of ${context.prefix}`,
        kmsKeyId: context.keyArn,
        recoveryWindowInDays: context.protect ? 30 : 0,
        tags: tags(context, store.name, "credentials"),
      },
      { parent: this },
    );
    new SecretVersion(
      `${this.name}-credentials`,
      {
        secretId: secret.id,
        secretString: jsonStringify({ username: store.owner, password: context.passwordOf(store.name) }),
      },
      keptVersion(this),
    );
    return secret;
  }

  private createSubnetGroup(store: DatabaseStore): SubnetGroup {
    const { context } = this;
    return new SubnetGroup(
      this.name,
      { subnetIds: [...context.network.subnets.isolated], tags: tags(context, store.name, "store") },
      { parent: this },
    );
  }

  private createParameters(store: DatabaseStore): ParameterGroup {
    const { family, parameters } = parameterGroup(store);
    return new ParameterGroup(
      this.name,
      {
        family,
        description: `${store.engine === "postgres" ? "PostgreSQL" : "MariaDB"} ${store.name} of ${this.context.prefix}`,
        parameters: parameters.map((one) => ({ ...one })),
        tags: tags(this.context, store.name, "store"),
      },
      { parent: this },
    );
  }

  /** By which RDS writes the metrics of the machine below. */
  private createMonitor(store: DatabaseStore): Role {
    const role = createRole(
      this.context,
      {
        name: `${store.name}-monitoring`,
        service: "monitoring.rds.amazonaws.com",
        account: this.context.settings.account,
        statements: [],
      },
      this,
    );
    new RolePolicyAttachment(
      `${this.name}-monitoring`,
      {
        role: role.name,
        policyArn: `arn:${partitionOf(this.context.settings)}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
      },
      { parent: this },
    );
    return role;
  }

  /** RDS would make them itself, without our key and without an end. */
  private createLogs(identifier: string, store: DatabaseStore): readonly LogGroup[] {
    const { context } = this;
    return logKinds(store).map(
      (kind) =>
        new LogGroup(
          `${identifier}-${kind}`,
          {
            name: `/aws/rds/instance/${identifier}/${kind}`,
            retentionInDays: logDaysOf(context.model, context.settings),
            kmsKeyId: context.keyArn,
            tags: tags(context, store.name, "store"),
          },
          { parent: this },
        ),
    );
  }

  private createInstance(
    { store }: DatabaseArgs,
    given: {
      readonly subnetGroup: SubnetGroup;
      readonly parameters: ParameterGroup;
      readonly monitor: Role;
    },
  ): Instance {
    const { context } = this;
    const { settings, protect, model } = context;
    const shape = instanceShape(context.prefix, store, { backups: model.backups, settings, protect });
    const args: InstanceArgs = {
      ...shape,
      password: context.passwordOf(store.name),
      dbSubnetGroupName: given.subnetGroup.name,
      vpcSecurityGroupIds: [context.network.securityGroupOf(store.name)],
      parameterGroupName: given.parameters.name,
      kmsKeyId: context.keyArn,
      ...(shape.performanceInsightsEnabled === true ? { performanceInsightsKmsKeyId: context.keyArn } : {}),
      monitoringRoleArn: given.monitor.arn,
      tags: tags(context, store.name, "store"),
    };
    return new Instance(this.name, args, {
      ...this.safe,
      dependsOn: [...this.createLogs(shape.identifier, store)],
    });
  }

  private createReplicas(
    store: DatabaseStore,
    given: { readonly parameters: ParameterGroup; readonly monitor: Role },
  ): readonly Instance[] {
    if (store.engine !== "postgres") return [];
    const { context } = this;
    const { settings, protect, prefix } = context;
    return Array.from({ length: replicasOf(store, settings) }, (_, index) => {
      const shape = replicaShape(prefix, store, { settings, protect, number: index + 1 });
      return new Instance(
        `${this.name}-read-${index + 1}`,
        {
          ...shape,
          replicateSourceDb: this.instance.identifier,
          vpcSecurityGroupIds: [context.network.securityGroupOf(store.name)],
          parameterGroupName: given.parameters.name,
          performanceInsightsKmsKeyId: context.keyArn,
          monitoringRoleArn: given.monitor.arn,
          tags: tags(context, store.name, "store"),
        },
        { ...this.safe, dependsOn: [...this.createLogs(shape.identifier, store)] },
      );
    });
  }

  /** Of one replica its own address; of several a name that answers with each of them in turn. */
  private readAddress(store: DatabaseStore): Output<string> | undefined {
    const { context } = this;
    const [first, ...others] = this.replicas;
    if (first === undefined) return undefined;
    if (others.length === 0) return first.endpoint;
    const domain = `${store.name}.${context.prefix}.internal`;
    const zone = new Zone(
      `${this.name}-read`,
      {
        name: domain,
        comment: `Read replicas of ${store.name}`,
        vpcs: [{ vpcId: context.network.vpcId }],
        forceDestroy: true,
        tags: tags(context, store.name, "store"),
      },
      { parent: this },
    );
    this.replicas.forEach((replica, index) => {
      new DnsRecord(
        `${this.name}-read-${index + 1}`,
        {
          zoneId: zone.zoneId,
          name: `read.${domain}`,
          type: "CNAME",
          ttl: 5,
          records: [replica.address],
          setIdentifier: `read-${index + 1}`,
          weightedRoutingPolicies: [{ weight: 1 }],
        },
        { parent: this },
      );
    });
    return interpolate`read.${zone.name}:5432`;
  }
}
