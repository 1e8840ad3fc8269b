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
export type GivenSettings = Omit<AwsSettings, "zones" | "sizes" | "ingress" | "logDays" | "gpuInstance"> & {
  readonly gpuInstance?: string | undefined;
  readonly ingress?: IngressKind | undefined;
  readonly zones?: readonly string[] | undefined;
  readonly sizes?: SizeChanges | undefined;
};

/** The settings of a stack in its environment. */
export function settingsIn(environment: Environment["name"], given: GivenSettings): AwsSettings {
  const { zones, sizes: changes, ingress, gpuInstance, ...rest } = given;
  const sizes = sizesOf(environment, changes);
  return {
    ...rest,
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
