import { AccessKey, Group, GroupMembership, GroupPolicy, User } from "@pulumi/aws/iam";
import type { Bucket } from "@pulumi/aws/s3";
import { ComponentResource, output, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { workloadRefs, type ObjectStore as ObjectStoreModel } from "../../model";
import { createBucket } from "./bucket";
import { lifecycleRules } from "./bucket.args";
import type { AwsContext, MadeStore } from "../context";
import { tags } from "../labels";
import { named } from "../naming.args";
import { policyDocument, type Statement } from "../iam/policy.args";
import { below, keyStatement } from "../iam/statements";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface ObjectsArgs {
  readonly store: ObjectStoreModel;
}

/** Buckets of S3. Consumers that name its keys get those of a user who may use these buckets alone; others use their task's role. */
export class Objects extends ComponentResource {
  readonly buckets: readonly Bucket[];
  /** What it takes to read and write their objects. */
  readonly statements: readonly Statement[];
  readonly made: MadeStore;

  constructor(
    private readonly context: AwsContext,
    { store }: ObjectsArgs,
    opts?: ComponentResourceOptions,
  ) {
    const name = named("role", context.prefix, store.name);
    super("trireme:aws:Objects", name, {}, opts);
    this.buckets = store.buckets.map((bucket) =>
      createBucket(
        context,
        {
          component: store.name,
          role: "store",
          name: `${store.name}-${bucket}`,
          bucket,
          rules: lifecycleRules(),
        },
        this,
      ),
    );
    const statements = this.allowed();
    this.statements = statements;
    const key = this.namesKeys(store) ? this.createKey(name, store, statements) : undefined;
    this.made = {
      address: {
        main: `s3.${context.settings.region}.amazonaws.com:443`,
        scheme: "https",
        ...(key === undefined ? {} : { credentials: { user: key.id, password: key.secret } }),
      },
      ready: output(this.buckets.map(({ id }) => id)).apply((): Resource => this),
      ...(key === undefined ? { grants: statements } : {}),
    };
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.objects> {
    return nodesOf(this, children.objects);
  }

  private allowed(): readonly Statement[] {
    return [
      {
        sid: "ListBuckets",
        actions: ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
        resources: this.buckets.map(({ arn }) => arn),
      },
      {
        sid: "UseObjects",
        actions: [
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
        ],
        resources: this.buckets.map(({ arn }) => below(arn, "/*")),
      },
      keyStatement(this.context, "s3", true),
    ];
  }

  private namesKeys({ name }: ObjectStoreModel): boolean {
    const { services, jobs } = this.context.model;
    return [...services, ...jobs]
      .flatMap(workloadRefs)
      .some(
        (ref) =>
          ref.ref === "store" && ref.name === name && ["accessKey", "secretKey"].includes(ref.attribute),
      );
  }

  private createKey(name: string, store: ObjectStoreModel, statements: readonly Statement[]): AccessKey {
    const opts = { parent: this };
    const group = new Group(name, {}, opts);
    new GroupPolicy(name, { group: group.name, policy: policyDocument(statements) }, opts);
    const user = new User(name, { tags: tags(this.context, store.name, "store") }, opts);
    new GroupMembership(name, { group: group.name, users: [user.name] }, opts);
    return new AccessKey(name, { user: user.name }, opts);
  }
}
