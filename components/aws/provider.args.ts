import { z } from "zod";
import { httpUrl } from "../shared/setting-values";

/** The services of AWS that the target uses, as the provider's settings call them. */
export const services = [
  "acm",
  "amp",
  "appautoscaling",
  "autoscaling",
  "backup",
  "budgets",
  "cloudfront",
  "cloudwatch",
  "ec2",
  "ecr",
  "ecs",
  "efs",
  "elasticache",
  "elbv2",
  "events",
  "iam",
  "kafka",
  "kms",
  "logs",
  "pipes",
  "rds",
  "route53",
  "s3",
  "s3control",
  "scheduler",
  "secretsmanager",
  "servicediscovery",
  "sns",
  "sqs",
  "ssm",
  "sts",
  "wafv2",
] as const;

type Service = (typeof services)[number];

const url = httpUrl.optional();

/** What Pulumi's AWS provider is told beside region and account: key `trireme:aws.provider`. */
export const providerSchema = z
  .strictObject({
    endpoints: z
      .strictObject(Object.fromEntries(services.map((name) => [name, url])) as Record<Service, typeof url>)
      .optional()
      .describe("URLs of APIs by service: of private endpoints, or of an emulator. Default: AWS's own."),
    s3UsePathStyle: z
      .boolean()
      .optional()
      .describe("Whether a bucket is named in a URL's path instead of its host. Default: false."),
    skipCredentialsValidation: z
      .boolean()
      .optional()
      .describe("Whether credentials are taken without asking STS first. Default: false."),
    skipMetadataApiCheck: z
      .boolean()
      .optional()
      .describe("Whether no credentials are looked for in the metadata of a machine of EC2. Default: false."),
  })
  .describe("Settings of Pulumi's AWS provider, by its own names.");

/** URLs of APIs, by service. */
export type Endpoints = Readonly<Partial<Record<Service, string | undefined>>>;

/** What the provider is told, where the operator says something. */
export interface ProviderSettings {
  readonly endpoints?: Endpoints | undefined;
  readonly s3UsePathStyle?: boolean | undefined;
  readonly skipCredentialsValidation?: boolean | undefined;
  readonly skipMetadataApiCheck?: boolean | undefined;
}

/** The same as the provider takes it: only what is said. */
export function providerArgs({ endpoints, ...rest }: ProviderSettings = {}): Readonly<
  Record<string, unknown>
> {
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return endpoints === undefined ? said : { ...said, endpoints: [endpoints] };
}
