import { z } from "zod";
import { isDuration, seconds, type Duration } from "../../components/model";
import { size } from "../../components/shared/setting-values";
import type { StoreKeys } from "../../components/shared/store-changes";

const cores = z.number().min(0.001).max(1024);
export const gpus = z.number().int().min(0).max(64);
export const resources = z.strictObject({
  cpu: z.strictObject({ request: cores, limit: cores }),
  memory: z.strictObject({ request: size, limit: size }),
  gpus: gpus.optional().describe("Whole GPUs of each instance. Default: the system's own."),
});

const longest = 400 * 86_400;
const period = z
  .string()
  .refine(
    (text): text is Duration => isDuration(text) && seconds(text) >= 1 && seconds(text) <= longest,
    'expected a duration such as "15s" or "30d", from 1s to 400d',
  )
  // What `isDuration` takes, for editors.
  .meta({ pattern: "^\\d+(\\.\\d+)?(ms|s|m|h|d)$" });

/** What a stack says of a store. */
export const storeSettings = z.strictObject({
  external: z
    .literal(true)
    .optional()
    .describe(
      "It runs elsewhere, e.g. at Supabase, Neon, RDS or Qdrant Cloud, and the stack runs none: the secret <store>-url has its URL; <store>-read-url, if set, that of a read replica.",
    ),
  resources: resources.optional().describe("CPU in cores and memory in place of the system's own."),
  nodes: z.number().int().min(1).max(9).optional().describe("Redis and Qdrant: number of nodes."),
  readReplicas: z.number().int().min(0).max(15).optional().describe("Postgres: number of read replicas."),
  pooler: z.boolean().optional().describe("Postgres: whether connections go through a pooler."),
  tls: z.boolean().optional().describe("Postgres: whether unencrypted connections are refused."),
  connectionLimit: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe("Postgres: connections that the system's role may hold at once."),
  parameters: z
    .record(z.string().regex(/^[a-z][a-z0-9_.]*$/), z.string())
    .optional()
    .describe("Postgres: parameters of the server, added to the system's own, or in place of them."),
});

/** Which engines they are for; what is not here is for every server. */
export const storeKeys: StoreKeys = {
  nodes: ["redis", "qdrant"],
  readReplicas: ["postgres"],
  pooler: ["postgres"],
  tls: ["postgres"],
  connectionLimit: ["postgres"],
  parameters: ["postgres"],
};

/** Parts of monitoring that a stack may leave out. */
const monitoringParts = ["metrics", "logs", "traces", "dashboards", "alerts"] as const;

/** What a stack says of monitoring. */
export const monitoringSettings = z.strictObject({
  enabled: z
    .boolean()
    .optional()
    .describe(
      "false: no monitoring at all. true: monitoring of a system that has none unless it is asked for, SyftHub. Default: as the system says.",
    ),
  without: z
    .array(z.enum(monitoringParts))
    .min(1)
    .optional()
    .describe(
      "Parts that are left out, e.g. because someone else keeps and shows them; without metrics there are no alerts and dashboards either. Default: none.",
    ),
  interval: period.optional().describe("Time between two scrapes."),
  metrics: period.optional().describe("How long metrics are kept."),
  logs: period.optional().describe("How long logs are kept."),
  logsEngine: z
    .enum(["loki", "victoria-logs"])
    .optional()
    .describe(
      "What keeps the logs: Loki, which Grafana shows, or VictoriaLogs, which has a page of its own. Default: as the system says.",
    ),
  traces: period.optional().describe("How long traces are kept."),
});

/** What a stack says of a backup. */
export const backupSettings = z.strictObject({
  enabled: z
    .literal(false)
    .optional()
    .describe(
      "false: it is not made, e.g. because who runs the store saves it. Default: as the system says.",
    ),
});
