import { z } from "zod";
import { logRetentions } from "../../components/aws/sizes";
import { httpsUrl, httpUrl, size } from "./schema.values";

const days = (least: number, most: number) => z.number().int().min(least).max(most);
const examples = { db: "db.t4g.medium", cache: "cache.t4g.small", kafka: "kafka.m7g.large" } as const;
/** A size of machine as AWS writes it for one of its services; the type is what the expression says. */
const sizeOf = <P extends keyof typeof examples>(prefix: P) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}\\.[a-z0-9.-]+$`),
      `expected a size such as ${examples[prefix]}`,
    ) as unknown as z.ZodType<`${P}.${string}`, string>;

const sizesSchema = z
  .strictObject({
    zones: z.literal([2, 3]).describe("Availability zones."),
    nat: z
      .enum(["none", "single", "per-zone"])
      .describe("Ways out. none: tasks stand in the public subnets, with addresses of their own."),
    endpoints: z.boolean().describe("Private endpoints of AWS's own APIs."),
    flowLogs: z.boolean().describe("Log of the network's connections."),
    waf: z.boolean().describe("AWS WAF in front: the routes' rate limits and AWS's common rules."),
    spot: z.boolean().describe("Services without a route on spare capacity."),
    database: z
      .strictObject({
        class: sizeOf("db").describe("Size of RDS instances."),
        multiAz: z.boolean().describe("A standby in another zone."),
        storage: z.number().int().min(20).max(65_536).describe("GiB where the store says no size."),
        retentionDays: days(1, 35).describe("Days for which any moment can be restored."),
      })
      .partial(),
    cache: z
      .strictObject({
        node: sizeOf("cache").describe("Size of ElastiCache nodes."),
        replicas: z.number().int().min(0).max(5).describe("Copies beside the main node."),
        snapshotDays: days(0, 35).describe("Days for which snapshots are kept."),
      })
      .partial(),
    broker: z
      .strictObject({
        node: sizeOf("kafka").describe("Size of MSK brokers."),
        perZone: z.number().int().min(1).max(5).describe("Brokers in each zone."),
        storage: z.number().int().min(1).max(16_384).describe("GiB where the store says no size."),
      })
      .partial(),
    logDays: z.literal([...logRetentions]).describe("Days for which logs are kept."),
  })
  .partial();

const storeSchema = z.strictObject({
  class: sizeOf("db").optional().describe("Postgres: size of its instances."),
  node: sizeOf("cache").optional().describe("Redis: size of its nodes."),
  size: size.optional().describe("Disk."),
  readReplicas: z.number().int().min(0).max(5).optional().describe("Postgres: read replicas."),
  pooler: z.boolean().optional().describe("Postgres: RDS Proxy in front."),
});

const region = z
  .string()
  .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as eu-west-1, without a zone's letter");

/** How requests may come into an AWS account. */
export const awsIngressKinds = ["cloudfront", "balancer"] as const;

const ingressKind = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("cloudfront").describe("CloudFront in front of the load balancer."),
    priceClass: z
      .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
      .optional()
      .describe("Where CloudFront serves from. Default: PriceClass_100, Europe and North America."),
    readTimeout: z
      .number()
      .int()
      .min(1)
      .max(120)
      .optional()
      .describe("Seconds of silence after which CloudFront gives up on a route that would wait for longer."),
  }),
  z.strictObject({ kind: z.literal("balancer").describe("The load balancer itself.") }),
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
    ingress: ingressKind
      .optional()
      .describe("How requests come in. Default: balancer in development, else cloudfront."),
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
    endpoint: httpUrl.optional().describe("URL of a server that stands in for AWS, for tries. Default: AWS."),
  })
  .describe("Where and how a stack runs on AWS.");
