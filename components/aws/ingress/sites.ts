import type { TaskDefinition } from "@pulumi/aws/ecs";
import type { Bucket } from "@pulumi/aws/s3";
import {
  all,
  ComponentResource,
  interpolate,
  type ComponentResourceOptions,
  type Output,
} from "@pulumi/pulumi";
import { bucketImage, type Site } from "../../model";
import { awaited } from "../../shared/awaited";
import { createBucket } from "../stores/bucket";
import { lifecycleRules } from "../stores/bucket.args";
import type { AwsContext } from "../context";
import { siteComponent } from "../network/edges.args";
import { taskSize } from "../workload/fargate.args";
import { plainImage } from "../workload/images.args";
import { copyScript, publishScript, siteFolder } from "./sites.args";
import type { ContainerSpec } from "../workload/task.args";
import { createTask } from "../workload/workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";
import type { WantedTask } from "../runtime";

export interface SitesArgs {
  readonly sites: readonly Site[];
  /** The component whose rules and headers the sites are behind. */
  readonly ingress: string;
}

const seconds = 900;
const nobody = 65_534;

/** Static sites in a bucket that CloudFront alone reads. A task of each release puts its files there. */
export class Sites extends ComponentResource {
  readonly bucket: Bucket;
  /** Once the files of this release are there. */
  readonly published: readonly Output<TaskDefinition>[];

  constructor(
    private readonly context: AwsContext,
    args: SitesArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:aws:Sites", `${context.prefix}-sites`, {}, opts);
    const { account } = context.settings;
    this.bucket = createBucket(
      context,
      {
        component: args.ingress,
        role: "site",
        name: "sites",
        rules: lifecycleRules(),
        statements: (arn) => [
          {
            sid: "Distribution",
            principal: { Service: "cloudfront.amazonaws.com" },
            actions: ["s3:GetObject"],
            resources: [interpolate`${arn}/*`],
            // Any distribution of this account: the one that serves is made after its files are here.
            conditions: { StringEquals: { "aws:SourceAccount": account } },
          },
        ],
      },
      this,
    );
    this.published = args.sites.map((site) => this.publish(site));
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.sites> {
    return nodesOf(this, children.sites);
  }

  private containers(site: Site): {
    readonly specs: readonly ContainerSpec[];
    readonly images: readonly string[];
  } {
    const { context } = this;
    const component = siteComponent(site);
    const log = { group: context.logGroupOf(component).name, region: context.settings.region };
    const [plain, own, sender] = [
      context.engineImage(plainImage),
      context.image(site.image),
      context.engineImage(bucketImage),
    ];
    const mounts = [{ volume: "site", path: siteFolder, readOnly: false }];
    const step = { essential: false, mounts };
    return {
      images: [plain, own, sender],
      specs: [
        // The first one, by which it is known how the task went.
        {
          name: component,
          image: sender,
          entryPoint: ["sh", "-c"],
          command: [this.bucket.bucket.apply((bucket) => publishScript(site, bucket))],
          env: { AWS_REGION: context.settings.region, HOME: "/tmp" },
          user: nobody,
          mounts: [{ volume: "site", path: siteFolder, readOnly: true }],
          after: [{ container: "copy", condition: "SUCCESS" }],
          log: { ...log, prefix: component },
        },
        {
          ...step,
          name: "copy",
          image: own,
          entryPoint: ["sh", "-c"],
          command: [copyScript(site)],
          user: context.settings.user,
          after: [{ container: "prepare", condition: "SUCCESS" }],
          log: { ...log, prefix: "copy" },
        },
        // A volume of a task belongs to root.
        {
          ...step,
          name: "prepare",
          image: plain,
          command: ["chmod", "1777", siteFolder],
          log: { ...log, prefix: "prepare" },
        },
      ],
    };
  }

  private publish(site: Site): Output<TaskDefinition> {
    const { context, bucket } = this;
    const component = siteComponent(site);
    const { specs, images } = this.containers(site);
    const { definition } = createTask(
      context,
      {
        component,
        role: "site",
        containers: specs,
        ownVolumes: ["site"],
        size: taskSize({}),
        secrets: [],
        images,
        marked: true,
        grants: [
          { sid: "List", actions: ["s3:ListBucket"], resources: [bucket.arn] },
          {
            sid: "Write",
            actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
            resources: [interpolate`${bucket.arn}/${site.name}/*`],
          },
          { sid: "Key", actions: ["kms:GenerateDataKey", "kms:Decrypt"], resources: [context.keyArn] },
        ],
      },
      this,
    );
    const { network } = context;
    return awaited(
      definition,
      `site "${site.name}"`,
      {
        cluster: context.cluster.arn,
        taskDefinition: definition.arn,
        container: component,
        logGroup: context.logGroupOf(component).name,
        subnets: all([...network.tasks.subnets]),
        securityGroups: all([network.securityGroupOf(component)]),
        publicAddress: network.tasks.publicAddress,
      },
      (wanted: WantedTask) => context.api.completed(wanted, { deadline: seconds }),
    );
  }
}
