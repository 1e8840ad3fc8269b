import { z } from "zod";
import { isBytes } from "../components/model";

/** The systems that can be deployed; each is a file in `systems/`. */
const systemNames = ["syfthub", "synthstack", "simplr", "orbitspace", "reactdjango"] as const;

const hostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
    "expected a host name such as syfthub.example.com, without scheme, port or path",
  );
const imageRepository = z
  .string()
  .regex(
    /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)+$/,
    "expected a repository such as ghcr.io/your-org/syfthub, without a tag",
  );
const imageTag = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|sha256:[0-9a-f]{64})$/,
    "expected a tag such as v1.4.2, or a digest sha256:… of 64 hexadecimal digits",
  );
const port = z.number().int().min(1).max(65535);
const size = z
  .string()
  .refine(isBytes, 'expected a size such as "256Mi" or "1Gi"')
  // What `isBytes` takes, for editors.
  .meta({ pattern: "^\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti)$" });
const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected the name of an environment variable");

const resources = z.strictObject({
  cpu: z.strictObject({ request: z.number().positive(), limit: z.number().positive() }),
  memory: z.strictObject({ request: size, limit: size }),
});

const serviceSettings = z.strictObject({
  replicas: z.number().int().min(1).max(100).optional().describe("Number of instances."),
  variables: z
    .record(variableName, z.union([z.string(), z.number(), z.boolean()]).meta({ encrypted: "allowed" }))
    .optional()
    .describe("Environment variables added to the service's own, or in place of them."),
  resources: resources.optional().describe("CPU in cores and memory in place of the system's own."),
});

/** The structured part of a stack's configuration: key `trireme:settings`. */
export const settingsSchema = z
  .strictObject({
    ports: z.record(z.string(), port).default({}).describe("Host ports by name, e.g. http, https, db."),
    services: z
      .record(z.string(), serviceSettings)
      .default({})
      .describe("Changes to services by their name."),
    secrets: z
      .record(z.string(), z.string().min(1).meta({ encrypted: "always" }))
      .default({})
      .describe("Values of the secrets that the operator gives; set with --secret."),
    allowedAddresses: z.array(z.string()).optional().describe("Address ranges (CIDR) that may come in."),
    bucket: z
      .strictObject({ name: z.string().min(3), endpoint: z.url().optional() })
      .optional()
      .describe("S3-compatible bucket that backups are copied to."),
  })
  .describe("Settings of a Trireme stack.");

/** All keys of a stack's configuration, in the project's name space `trireme`. */
export const configSchema = z.strictObject({
  system: z.enum(systemNames).describe("The system to run."),
  environment: z.enum(["development", "staging", "production"]).describe("What the stack is for."),
  target: z.enum(["docker"]).describe("Where it runs."),
  domain: hostName.default("localhost").describe("Host name that people use, without scheme and port."),
  images: z
    .enum(["registry", "sources", "stand-in"])
    .optional()
    .describe(
      "Where the system's own images come from: pulled, built from the checkout that sources names, or the stand-in application. Default: sources where that is set, else the stand-in in development and the registry elsewhere.",
    ),
  imageRepository: imageRepository
    .optional()
    .describe("Repository prefix of the system's images, e.g. ghcr.io/your-org/syfthub."),
  imageTag: imageTag.optional().describe("Tag or sha256: digest of the release."),
  sources: z.string().min(1).optional().describe("Checkout of the system's sources, relative to this file."),
  replicas: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe("Instances of each service that may have several. Default: 2 in production, else 1."),
  settings: settingsSchema.prefault({}),
});

export type StackConfig = z.infer<typeof configSchema>;
export type Settings = z.infer<typeof settingsSchema>;
