import type { KubernetesSettings } from "../../components/kubernetes/settings";
import {
  backup,
  cpuUsage,
  down,
  errorRate,
  job,
  provided,
  rabbitmq,
  type Monitoring,
  type System,
} from "../../components/model";
import { resources } from "../e2e/kubernetes/shop/system";
import { api, db, image, shop } from "./valid";

const slack = provided("slack", { description: "webhook" });
const queue = rabbitmq("queue", { version: "4.3", user: "shop", resources });
const monitoring: Monitoring = {
  metrics: { interval: "5s", retention: "15d" },
  alerts: [
    { name: "ApiDown", expr: down({ of: ["api", "db"] }), for: "1m", severity: "critical", summary: "gone" },
    {
      name: "Busy",
      expr: cpuUsage({ of: ["api"], above: 0.7, over: "5m" }),
      for: "1m",
      severity: "info",
      summary: "busy",
    },
    { name: "Own", expr: "sum(orders_total) > 1", for: "1m", severity: "info", summary: "own" },
    {
      name: "Errors",
      expr: errorRate({ above: 0.05, over: "5m" }),
      for: "1m",
      severity: "info",
      summary: "errors",
    },
  ],
  dashboards: [{ title: "Shop", panels: [{ title: "Orders", expr: "sum(rate(orders_total[5m]))" }] }],
  receivers: [{ type: "slack", webhook: slack.value, channel: "#alerts" }],
  logs: { retention: "1d", engine: "victoria-logs" },
  hostMetrics: true,
  publish: { prometheus: { port: 9090 }, grafana: { port: 3000 } },
};
/** As its stack says it. */
export const operatedSettings: KubernetesSettings = {
  ingress: { kind: "proxy", service: "LoadBalancer" },
  issuer: "letsencrypt",
  user: 10001,
  namespace: "shop-live",
  monitoring: "prometheus-operator",
  prometheus: { namespace: "watching", labels: { release: "kube" } },
};
const failing = job("sweep", { image: image("sweep"), env: {}, run: { schedule: "0 * * * *" }, resources });
/** A shop with all that a Prometheus Operator of the cluster may be told of. */
export const operated: System = {
  ...shop,
  services: shop.services.map((one) =>
    one.name === "api"
      ? {
          ...api,
          metrics: { path: "/numbers" },
          ...{ autoscale: { min: 2, max: 4, cpu: 80, requestsPerSecond: 50 } },
          mounts: [],
        }
      : one,
  ),
  stores: [...shop.stores, queue],
  jobs: [...shop.jobs, failing],
  secrets: [...shop.secrets, slack],
  backups: [
    backup("db-daily", {
      of: db,
      schedule: "0 2 * * *",
      keep: { count: 2 },
      destinations: [{ to: "volume" }],
    }),
  ],
  monitoring,
};
