import type { Bytes, Environment } from "../model";
import { sizesOf, type SizeChanges, type Sizes } from "./sizes";

/** How requests come in. */
export type IngressKind =
  /** CloudFront in front of the load balancer, which takes requests from nobody else. */
  | {
      readonly kind: "cloudfront";
      /** Seconds of silence after which CloudFront gives up, where a route would wait for longer. @default refused */
      readonly readTimeout?: number;
      readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
    }
  /** The load balancer itself. */
  | { readonly kind: "balancer" };

/** One of two stacks in two regions that answer for the same name. */
export interface Failover {
  readonly role: "primary" | "secondary";
  /** Path that Route 53 asks to learn whether this region serves. */
  readonly path: string;
}

/** What the operator says of one store. */
export interface StoreSettings {
  /** Postgres: size of the instances. */
  readonly class?: `db.${string}`;
  /** Redis: size of the nodes. */
  readonly node?: `cache.${string}`;
  /** Disk. */
  readonly size?: Bytes;
  /** Postgres: read replicas behind `readUrl`. */
  readonly readReplicas?: number;
  /** Postgres: RDS Proxy in front. */
  readonly pooler?: boolean;
}

/** Where alarms go; the addresses of Slack and PagerDuty hold a key and are therefore secret. */
export interface Alerts {
  readonly emails: readonly string[];
  /** URLs (https) that notifications are posted to: PagerDuty's integration, or a relay to Slack. */
  readonly webhooks: readonly string[];
  /** US dollars a month beyond which the budget warns. */
  readonly budget?: number;
}

/** A VPC that others made; of it nothing is changed, but for what the stack puts into it. */
export interface ExistingNetwork {
  /** `vpc-0a1b2c3d4e5f67890`. */
  readonly vpc: string;
  /** Subnets of the load balancer, one in each zone, with a way to the internet. */
  readonly publicSubnets: readonly string[];
  /** Subnets of tasks, one in each zone, with a way out by NAT. */
  readonly privateSubnets: readonly string[];
  /** Subnets of stores, one in each zone. @default `privateSubnets` */
  readonly isolatedSubnets?: readonly string[] | undefined;
}

/** What the operator of an AWS account says, and no system knows; complete, with the environment's defaults. */
export interface AwsSettings {
  /** `eu-west-1`. */
  readonly region: string;
  /** The twelve digits of the account: no other one is changed. */
  readonly account: string;
  /** Letters of the availability zones; an address range belongs to a place in this list. */
  readonly zones: readonly string[];
  /** Addresses of the network: a range of IPv4 with a mask of 16. */
  readonly cidr: string;
  /** A VPC that others made. @default one is made, of `cidr` */
  readonly network?: ExistingNetwork | undefined;
  /** Id of the Route 53 zone that the domain is in. */
  readonly hostedZone?: string;
  readonly ingress: IngressKind;
  readonly failover?: Failover;
  readonly sizes: Sizes;
  /** Days for which logs are kept, where the operator says so. @default as the system asks for */
  readonly logDays?: Sizes["logDays"];
  /** Changes to stores by their name. */
  readonly stores: Readonly<Record<string, StoreSettings>>;
  /** Numeric user of workloads that name none. @default the image's own, which must be a number */
  readonly user?: number;
  /** Type of the machines for services with GPUs. @default g5.xlarge */
  readonly gpuInstance: string;
  /** Logins of registries by host, by which ECR caches their images. */
  readonly registries: Readonly<Record<string, { readonly user: string; readonly token: string }>>;
  /** Another region that backups are copied to. */
  readonly copyRegion?: string;
  readonly alerts: Alerts;
  /** URL of a server that stands in for AWS, for tries. @default AWS */
  readonly endpoint?: string;
}

/** What a stack says of AWS itself; what is left out is the environment's. */
export type GivenSettings = Omit<
  AwsSettings,
  "zones" | "cidr" | "sizes" | "ingress" | "logDays" | "gpuInstance"
> & {
  /** @default 10.40.0.0/16 */
  readonly cidr?: string | undefined;
  readonly gpuInstance?: string | undefined;
  readonly ingress?: IngressKind | undefined;
  readonly zones?: readonly string[] | undefined;
  readonly sizes?: SizeChanges | undefined;
};

/** The settings of a stack in its environment. */
export function settingsIn(environment: Environment["name"], given: GivenSettings): AwsSettings {
  const { zones, cidr, sizes: changes, ingress, gpuInstance, ...rest } = given;
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
    ingress: ingress ?? { kind: environment === "development" ? "balancer" : "cloudfront" },
    gpuInstance: gpuInstance ?? "g5.xlarge",
    sizes,
    ...(changes?.logDays === undefined ? {} : { logDays: changes.logDays }),
    zones: zones ?? ["a", "b", "c"].slice(0, sizes.zones),
  };
}

/** `aws`, or what stands in its place in ARNs of China and of the US government. */
export function partitionOf({ region }: Pick<AwsSettings, "region">): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
