import { z } from "zod";
import { isDuration, pinPattern, seconds, type Duration } from "../../components/model";
import { cidr, headerSize, httpUrl } from "../../components/shared/setting-values";
import { targetNames, targets, type TargetName } from "../../components/targets";
import { definitions, systemNames } from "../systems";
import { backupSettings, gpus, monitoringSettings, resources, storeSettings } from "./system-schema";
import { topologySettings } from "./topology-schema";

const hostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "expected a host name such as syfthub.example.com, without scheme, port or path; at most 63 characters between dots, 253 in all",
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
const duration = z
  .string()
  .refine(
    (text): text is Duration => isDuration(text) && seconds(text) >= 1 && seconds(text) <= 7 * 86_400,
    'expected a duration such as "30s" or "10m", from 1s to 7d',
  )
  // What `isDuration` takes, for editors.
  .meta({ pattern: "^\\d+(\\.\\d+)?(ms|s|m|h|d)$" });
const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected the name of an environment variable");

const variableValue = z
  .union([z.string(), z.number(), z.boolean()])
  // A reader of YAML has rounded it already.
  .refine(
    (value) => typeof value !== "number" || Math.abs(value) <= Number.MAX_SAFE_INTEGER,
    "it has more digits than a number keeps; put it in quotes",
  );
const instances = z.number().int().min(1).max(100);

const serviceSettings = z.strictObject({
  replicas: instances.optional().describe("Number of instances, where no autoscaler counts them."),
  autoscale: z
    .strictObject({ min: instances, max: instances })
    .partial()
    .optional()
    .describe("Fewest and most instances of a service that an autoscaler counts."),
  variables: z
    .record(variableName, variableValue.meta({ encrypted: "allowed" }))
    .optional()
    .describe("Environment variables added to the service's own, or in place of them."),
  resources: resources.optional().describe("CPU in cores, memory and GPUs in place of the system's own."),
});

const jobSettings = z.strictObject({
  variables: serviceSettings.shape.variables.describe(
    "Environment variables added to the job's own, or in place of them.",
  ),
  timeout: duration.optional().describe("Then it is killed and counts as failed."),
});

/** The structured part of a stack's configuration: key `trireme:settings`. */
export const settingsSchema = z
  .strictObject({
    ports: z.record(z.string(), port).default({}).describe("Host ports by name, e.g. http, https, db."),
    services: z
      .record(z.string(), serviceSettings)
      .default({})
      .describe("Changes to services by their name."),
    jobs: z.record(z.string(), jobSettings).default({}).describe("Changes to jobs by their name."),
    stores: z.record(z.string(), storeSettings).default({}).describe("Changes to stores by their name."),
    backups: z.record(z.string(), backupSettings).default({}).describe("Changes to backups by their name."),
    monitoring: monitoringSettings
      .optional()
      .describe("Changes to what is measured, where the system has monitoring."),
    topology: topologySettings
      .optional()
      .describe("Which parts of the system run elsewhere. Default: the stack runs all of it."),
    secrets: z
      .record(z.string(), z.string().min(1).meta({ encrypted: "always" }))
      .default({})
      .describe("Values of provided secrets; set with --secret."),
    rotations: z
      .record(z.string(), z.number().int().min(0).max(1_000_000))
      .default({})
      .describe(
        "How often generated secrets and passwords of stores were regenerated, by name; npx trireme rotate counts it up.",
      ),
    gpus: gpus
      .optional()
      .describe("GPUs for each instance of the services that compute on them. Default: none."),
    ingress: z
      .strictObject({
        engine: z
          .enum(["nginx", "traefik", "kong"])
          .describe("Its engine; the target refuses what it does not run."),
      })
      .optional()
      .describe(
        "What takes the requests in place of what the system says: another engine comes as nginx 1.30, Traefik 3.7 or Kong 3.9, without the system's settings.",
      ),
    allowedAddresses: z.array(cidr).optional().describe("Address ranges (CIDR) that may come in."),
    trustedProxies: z
      .array(cidr)
      .min(1)
      .max(100)
      .optional()
      .describe(
        "Address ranges (CIDR) of proxies in front of the ingress, whose X-Forwarded-* headers are believed. Default: none.",
      ),
    maxHeaders: headerSize
      .optional()
      .describe(
        "Room for the headers of a response, and for the longest one of a request. Default: the system's own, else 16Ki.",
      ),
    tls: z
      .strictObject({
        mode: z
          .enum(["lets-encrypt", "custom", "self-signed"])
          .describe("custom: the secrets tls-certificate and tls-key."),
        email: z.email().optional().describe("Let's Encrypt: address that the authority writes to."),
        server: z
          .url({ protocol: /^https$/ })
          .optional()
          .describe("URL of another ACME directory than Let's Encrypt's, e.g. its staging one."),
        ca: z
          .string()
          .startsWith("-----BEGIN CERTIFICATE-----")
          .optional()
          .describe(
            "Certificate (PEM) by which that server itself is trusted, where it is not a public one.",
          ),
      })
      .optional()
      .describe("Where the certificate for HTTPS comes from. Default: as the system says."),
    bucket: z
      .strictObject({
        name: z
          .string()
          .regex(
            /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
            "expected the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
          ),
        endpoint: httpUrl.optional(),
        region: z
          .string()
          .regex(/^[a-z0-9-]{1,63}$/, "expected a region such as eu-central-1")
          .optional(),
      })
      .optional()
      .describe("S3-compatible bucket that backups are copied to."),
  })
  .describe("Settings of a Trireme stack.");

type SettingsOf<N extends TargetName> = (typeof targets)[N]["settings"];
type KeysOfTargets = {
  [N in TargetName as SettingsOf<N> extends z.ZodType ? N : never]: z.ZodOptional<
    Extract<SettingsOf<N>, z.ZodType>
  >;
};
/** What each target's operator says, below the target's name. */
const ofTargets = Object.fromEntries(
  Object.values(targets).flatMap(({ name, settings }) =>
    settings === undefined ? [] : [[name, settings.optional()]],
  ),
) as KeysOfTargets;

/** All keys of a stack's configuration, in the project's name space `trireme`. */
export const configSchema = z.strictObject({
  system: z
    .enum(systemNames)
    .describe("The system to run.")
    // Editors show them beside the names.
    .meta({
      enumDescriptions: Object.values(definitions).map(({ title, summary }) => `${title}: ${summary}.`),
    }),
  environment: z.enum(["development", "staging", "production"]).describe("What the stack is for."),
  target: z.enum(targetNames).describe("Where it runs."),
  host: z
    .string()
    .regex(
      /^(?:ssh:\/\/(?:[^@/\s:]+@)?[A-Za-z0-9.-]+(?::\d+)?|unix:\/\/\/\S+)$/,
      "expected ssh://user@host, ssh://user@host:port or unix:///path/to/docker.sock",
    )
    .optional()
    .describe(
      "Docker engine that the stack runs on, e.g. ssh://deploy@vm.example.com. Default: what DOCKER_HOST or the docker context names.",
    ),
  domain: hostName.default("localhost").describe("Host name that people use, without scheme and port."),
  images: z
    .enum(["registry", "sources", "sample"])
    .optional()
    .describe(
      "Where the system's own images come from: pulled, built from the checkout that sources names, or the sample application. Default: sources where that is set, else the sample application in development and the registry elsewhere.",
    ),
  imageRepository: imageRepository
    .optional()
    .describe("Repository prefix of the system's images, e.g. ghcr.io/your-org/syfthub."),
  imageTag: imageTag.optional().describe("Tag or sha256: digest of the release."),
  digests: z
    .record(
      z.string(),
      z
        .string()
        .regex(
          pinPattern,
          "expected sha256: and 64 hexadecimal digits, or id:sha256: for an image of the engine",
        ),
    )
    .optional()
    .describe(
      "What each image's reference stands for, so that a tag that is pushed again changes nothing. Written by npx trireme release.",
    ),
  rollback: z
    .strictObject({
      to: imageTag.describe("The release that runs: the same as imageTag."),
      jobs: z
        .record(z.string(), imageTag)
        .default({})
        .describe("Jobs that stay at a newer release, because the database does not go back."),
    })
    .optional()
    .describe("Written by npx trireme rollback, removed by npx trireme release."),
  keepReleases: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe(
      "How many releases before the running one keep their images on a Docker engine, to go back to. Default: 3.",
    ),
  sources: z.string().min(1).optional().describe("Checkout of the system's sources, relative to this file."),
  replicas: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe("Instances of each service that may have several. Default: 2 in production, else 1."),
  settings: settingsSchema.prefault({}),
  ...ofTargets,
});

/** A stack's configuration; `encrypted` has the paths below `settings` of values that the operator encrypted. */
export type StackConfig = z.infer<typeof configSchema> & { readonly encrypted?: ReadonlySet<string> };
export type Settings = z.infer<typeof settingsSchema>;
