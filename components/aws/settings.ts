import { z } from "zod";
import type { Environment } from "../model";
import type { Immutable } from "../shared/immutable";
import type { StoreKeys } from "../shared/store-changes";
import { httpsUrl, size } from "../shared/setting-values";
import { providerSchema } from "./provider.args";
import { sizeOf, sizesOf, sizesSchema, type Sizes } from "./sizes";

const storeSchema = z.strictObject({
  class: sizeOf("db").optional().describe("Postgres and MariaDB: size of their instances."),
  node: sizeOf("cache").optional().describe("Redis: size of its nodes."),
  size: size.optional().describe("Disk."),
  readReplicas: z.number().int().min(0).max(5).optional().describe("Postgres: read replicas."),
  pooler: z.boolean().optional().describe("Postgres: RDS Proxy in front."),
});

/** Which engines they are for. */
export const storeKeys: StoreKeys = {
  class: ["postgres", "mariadb"],
  readReplicas: ["postgres"],
  pooler: ["postgres"],
  node: ["redis"],
  // Every other one grows as it is filled, or is as large as its nodes.
  size: ["postgres", "mariadb", "kafka", "qdrant", "consul", "rabbitmq"],
};

const region = z
  .string()
  .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as eu-west-1, without a zone's letter");

/**
 * Longest silence that each may be set to, in seconds: of CloudFront its API's `OriginReadTimeout` (1 to 120, without a quota), of a load
 * balancer `idle_timeout.timeout_seconds`
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html).
 */
export const longestSilences = { cloudfront: 120, balancer: 4000 } as const;

const readTimeout = (most: number, who: string) =>
  z
    .number()
    .int()
    .min(1)
    .max(most)
    .optional()
    .describe(`Seconds of silence after which ${who} gives up on a route that would wait for longer.`);

const priceClass = {
  priceClass: z
    .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
    .optional()
    .describe("Where CloudFront serves from. Default: PriceClass_100, Europe and North America."),
};

const ingressKind = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("cloudfront").describe("CloudFront in front of the load balancer."),
    ...priceClass,
    readTimeout: readTimeout(longestSilences.cloudfront, "CloudFront"),
  }),
  z.strictObject({
    kind: z.literal("balancer").describe("The load balancer itself."),
    readTimeout: readTimeout(longestSilences.balancer, "the load balancer"),
  }),
  z.strictObject({
    kind: z.literal("proxy").describe("Our nginx as a service behind the load balancer."),
    front: z
      .enum(["cloudfront", "none"])
      .optional()
      .describe("What stands in front of the load balancer. Default: none."),
    ...priceClass,
    readTimeout: readTimeout(longestSilences.balancer, "what stands in front of nginx"),
    replicas: z
      .number()
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe("Instances of nginx. Default: 2 in production, else 1."),
  }),
]);

const subnets = z
  .array(
    z
      .string()
      .regex(/^subnet-[0-9a-f]{8,17}$/, "expected the id of a subnet, such as subnet-0a1b2c3d4e5f67890"),
  )
  .min(2)
  .max(3);

const networkSchema = z
  .strictObject({
    vpc: z
      .string()
      .regex(/^vpc-[0-9a-f]{8,17}$/, "expected the id of a VPC, such as vpc-0a1b2c3d4e5f67890")
      .describe("Id of the VPC."),
    publicSubnets: subnets.describe("Subnets of the load balancer, one in each zone."),
    privateSubnets: subnets.describe("Subnets of tasks, one in each zone, with a way out by NAT."),
    isolatedSubnets: subnets
      .optional()
      .describe("Subnets of stores, one in each zone. Default: those of privateSubnets."),
  })
  .refine(
    ({ publicSubnets, privateSubnets, isolatedSubnets = privateSubnets }) =>
      [publicSubnets, isolatedSubnets].every(({ length }) => length === privateSubnets.length),
    "expected as many subnets of each kind: one in each zone",
  );

const certificateArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
    "expected the ARN of a certificate in ACM, such as arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-4e5f-6789-0abc-def012345678",
  );

/** What the operator of an AWS account says: key `trireme:aws`. */
export const awsSchema = z
  .strictObject({
    region: region.describe("Region that the system runs in."),
    account: z
      .string()
      .regex(/^\d{12}$/, 'expected the twelve digits of an account, in quotes: "123456789012"')
      .describe("Account that the stack belongs to; no other is changed."),
    zones: z
      .array(z.string().regex(/^[a-z]$/, "expected a zone's letter, such as a"))
      .min(2)
      .max(3)
      .optional()
      .describe("Letters of the availability zones. Add new ones at the end. Default: a, b, c."),
    cidr: z
      .string()
      .regex(/^(?:\d{1,3}\.){2}0\.0\/16$/, "expected a range with a mask of 16, such as 10.40.0.0/16")
      .optional()
      .describe(
        "Addresses of the network; choose another for each that is to be connected. Default: 10.40.0.0/16.",
      ),
    network: networkSchema
      .optional()
      .describe("VPC that exists. Default: one is made, with the zones and ways out that sizes say."),
    hostedZone: z
      .string()
      .regex(/^Z[A-Z0-9]{5,31}$/, "expected the id of a Route 53 zone, such as Z0123456789ABCDEFGHIJ")
      .optional()
      .describe("Id of the Route 53 zone that the domain is in."),
    certificate: z
      .strictObject({
        balancer: certificateArn.describe("ARN of the load balancer's, in the stack's region."),
        cloudfront: certificateArn
          .optional()
          .describe("ARN of CloudFront's, in us-east-1. Default: the load balancer's, where it is there."),
      })
      .optional()
      .describe("Certificates of ACM that exist. Default: made, and proven in the hosted zone."),
    ingress: ingressKind
      .optional()
      .describe(
        "How requests come in. Default: balancer in development, else cloudfront; proxy where routes need it.",
      ),
    failover: z
      .strictObject({
        role: z.enum(["primary", "secondary"]).describe("Which of the two stacks this one is."),
        path: z.string().startsWith("/").default("/health").describe("Path that Route 53 asks."),
      })
      .optional()
      .describe("Two stacks in two regions that answer for the same name."),
    sizes: sizesSchema
      .optional()
      .describe("What the stack pays for, where it is not as usual for its environment."),
    stores: z.record(z.string(), storeSchema).default({}).describe("How stores run, by their name."),
    user: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe("Numeric user of workloads that name none. Default: their image's, which must be a number."),
    shell: z
      .boolean()
      .optional()
      .describe(
        "Whether a command may be opened in a running task: trireme exec. Default: false in production, else true.",
      ),
    gpuInstance: z
      .string()
      .regex(/^[a-z0-9]+\.[a-z0-9-]+$/, "expected a type of machine such as g5.xlarge")
      .optional()
      .describe("Machines for services with GPUs. Default: g5.xlarge."),
    registries: z
      .record(
        z.string(),
        z.strictObject({
          user: z.string().min(1),
          token: z.string().min(1).meta({ encrypted: "always" }),
        }),
      )
      .default({})
      .describe("Logins of registries by host, by which ECR caches their images; set tokens with --secret."),
    copyRegion: region.optional().describe("Another region that backups are copied to."),
    alerts: z
      .strictObject({
        emails: z.array(z.email()).default([]).describe("Addresses that alarms are sent to."),
        webhooks: z
          .array(httpsUrl.meta({ encrypted: "always" }))
          .default([])
          .describe("URLs that alarms are posted to; set with --secret."),
        budget: z
          .number()
          .positive()
          .max(1_000_000_000)
          .optional()
          .describe("US dollars a month beyond which AWS warns."),
      })
      .prefault({})
      .describe("Whom alarms tell."),
    provider: providerSchema.optional(),
  })
  .describe("Where and how a stack runs on AWS.");

/** What a stack says of AWS itself; what is left out is the environment's. */
export type GivenSettings = Immutable<z.output<typeof awsSchema>>;

/** How requests come in. */
export type IngressKind = NonNullable<GivenSettings["ingress"]>;

/** A VPC that others made; of it nothing is changed, but for what the stack puts into it. */
export type ExistingNetwork = NonNullable<GivenSettings["network"]>;

/** The settings that an environment has where its stack says nothing. */
interface Settled {
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly sizes: Sizes;
  readonly ingress: IngressKind;
  readonly gpuInstance: string;
  readonly shell: boolean;
}

/** What the target acts on: complete, with the environment's defaults. */
export type AwsSettings = Omit<GivenSettings, keyof Settled> &
  Settled & {
    /** Whether the stack says itself how requests come in. */
    readonly ingressGiven: boolean;
    /** Days for which logs are kept, where the operator says so. @default as the system asks for */
    readonly logDays?: Sizes["logDays"];
  };

/** The settings of a stack in its environment. */
export function settingsIn(environment: Environment["name"], given: GivenSettings): AwsSettings {
  const { zones, cidr, sizes: changes, ingress, gpuInstance, shell, ...rest } = given;
  const { network } = given;
  const usual = sizesOf(environment, changes);
  // Ways out and the log of connections are the network's own, so they cost the stack nothing.
  const sizes: Sizes =
    network === undefined
      ? usual
      : {
          ...usual,
          zones: network.privateSubnets.length === 2 ? 2 : 3,
          nat: "none",
          flowLogs: false,
        };
  return {
    ...rest,
    cidr: cidr ?? "10.40.0.0/16",
    ingressGiven: ingress !== undefined,
    ingress: ingress ?? { kind: environment === "development" ? "balancer" : "cloudfront" },
    gpuInstance: gpuInstance ?? "g5.xlarge",
    shell: shell ?? environment !== "production",
    sizes,
    ...(changes?.logDays === undefined ? {} : { logDays: changes.logDays }),
    zones: zones ?? ["a", "b", "c"].slice(0, sizes.zones),
  };
}

/** What is said of CloudFront, where it stands in front; undefined where clients connect to the load balancer. */
export function cloudFrontOf({
  ingress,
}: Pick<AwsSettings, "ingress">):
  Pick<Extract<IngressKind, { kind: "cloudfront" }>, "priceClass" | "readTimeout"> | undefined {
  if (ingress.kind === "balancer" || (ingress.kind === "proxy" && ingress.front !== "cloudfront"))
    return undefined;
  return ingress;
}

/** Seconds of silence after which the load balancer gives up, as the stack says; undefined where CloudFront does so before it, or nothing is said. */
export function balancerWait(settings: Pick<AwsSettings, "ingress">): number | undefined {
  return cloudFrontOf(settings) === undefined ? settings.ingress.readTimeout : undefined;
}

/** `aws`, or what stands in its place in ARNs of China and of the US government. */
export function partitionOf({ region }: Pick<AwsSettings, "region">): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
