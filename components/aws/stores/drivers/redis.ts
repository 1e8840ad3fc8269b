import type { Redis } from "../../../model";
import { hourly, hourOf } from "../../cost/prices";
import { known, metric, type Alarm, type Metric } from "../../observability/alarm.args";
import { bounds, quarter } from "../../observability/alarms.args";
import type { AwsDriver, Place } from "../driver.args";
import { cacheRefusals, nodeOf, nodesOf } from "../redis.args";

function alarms(store: Redis, { settings }: Place): readonly Alarm[] {
  const { name } = store;
  const nodes = nodesOf(store, settings);
  return Array.from({ length: nodes }, (_, index) => `00${index + 1}`).flatMap((node): readonly Alarm[] => {
    const of = (what: string): { readonly metric: Metric } => ({
      metric: metric("AWS/ElastiCache", what, "Average", { CacheClusterId: `${known.cache(name)}-${node}` }),
    });
    const own = { component: name, ...quarter, when: ">" as const, severity: "warning" as const };
    return [
      {
        ...own,
        name: `${name}-${node}-cpu`,
        summary: `Cache ${name} uses more than ${bounds.cpu} % of its engine's CPU`,
        watched: of("EngineCPUUtilization"),
        threshold: bounds.cpu,
      },
      {
        ...own,
        name: `${name}-${node}-memory`,
        summary: `Cache ${name} uses more than ${bounds.memory} % of its memory`,
        severity: store.eviction === undefined || store.eviction === "noeviction" ? "critical" : "warning",
        watched: of("DatabaseMemoryUsagePercentage"),
        threshold: bounds.memory,
      },
    ];
  });
}

/** ElastiCache. */
export const redis: AwsDriver<Redis> = {
  run: (store) => ({ by: "cache", store }),
  refusals: (store, { settings }) => cacheRefusals(store, settings),
  ports: () => [6379],
  logs: true,
  costs: (store, { settings }) => {
    const nodes = nodesOf(store, settings);
    const size = nodeOf(store, settings);
    return [
      {
        what: store.name,
        how: `${nodes} × ${size}`,
        monthly: hourly(hourOf(size, settings.region) ?? 0, nodes),
      },
    ];
  },
  size: (store, { settings }) => {
    const own = settings.stores[store.name]?.node !== undefined;
    return {
      name: nodeOf(store, settings),
      path: own ? `aws.stores.${store.name}.node` : "aws.sizes.cache.node",
    };
  },
  alarms,
  graphs: (store) => {
    const dimensions = { CacheClusterId: `${known.cache(store.name)}-001` };
    return [
      {
        title: `${store.name}: CPU and memory (%)`,
        metrics: ["EngineCPUUtilization", "DatabaseMemoryUsagePercentage"].map((name) => ({
          label: name,
          metric: metric("AWS/ElastiCache", name, "Average", dimensions),
        })),
      },
    ];
  },
  state: {
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    key: "replicationGroupId",
    ask: (client, id) => client.cache(id),
  },
};
