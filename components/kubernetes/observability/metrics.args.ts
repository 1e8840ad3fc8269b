import { portsOf, proxyMetricsPort, type Service } from "../../model";
import type { KubernetesSettings } from "../settings";

/** Where Prometheus reads the metrics of what has no port of its own. */
export const exporterPort = 9100;

/** What a cluster's Prometheus reads on a pod: that it is to be scraped, and where. */
export function scrapeAnnotations(
  service: Pick<Service, "metrics" | "port" | "ports">,
  { scrapers }: Pick<KubernetesSettings, "scrapers">,
): Readonly<Record<string, string>> {
  const { metrics } = service;
  const port = metrics === undefined ? undefined : portsOf(service)[metrics.port ?? "main"];
  if (scrapers === undefined || metrics === undefined || port === undefined) return {};
  return {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": String(port),
    "prometheus.io/path": metrics.path,
  };
}

/** The same on a pod of our own proxy, which counts the requests of every service. */
export function proxyAnnotations({
  scrapers,
}: Pick<KubernetesSettings, "scrapers">): Readonly<Record<string, string>> {
  if (scrapers === undefined) return {};
  return {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": String(proxyMetricsPort),
    "prometheus.io/path": "/metrics",
  };
}
