import {
  engineContainer,
  isScraped,
  isServer,
  portsOf,
  proxyMetricsPort,
  scraperComponent,
  type System,
} from "../../model";
import { answersItself } from "../../render/prometheus/signals";
import { kindOf } from "../ingress/kinds";
import { exporterPort } from "../observability/metrics.args";
import { isAsked, prometheusOf } from "../observability/operated";
import { metricsPortOf } from "../observability/operator/monitors.args";
import type { KubernetesSettings } from "../settings";
import { isScaledByKeda, kedaOf } from "../workload/scaled.args";
import { namespaced, tcp, type Rule } from "./peers.args";

/** What a Prometheus of the cluster asks that finds pods by their annotations. */
export function scrapeRules(
  system: System,
  settings: KubernetesSettings,
  component: string,
): readonly Rule[] {
  const { scrapers } = settings;
  if (scrapers === undefined) return [];
  const ports = [...scrapedPorts(system, component), ...proxyPorts(system, settings, component)];
  return ports.length === 0 ? [] : [{ from: [namespaced(scrapers)], ports: tcp(ports) }];
}

function scrapedPorts(system: System, component: string): readonly number[] {
  const service = system.services.find(({ name }) => name === component);
  const own = service?.metrics === undefined ? undefined : portsOf(service)[service.metrics.port ?? "main"];
  const port = system.backups.some(({ name }) => name === component) ? exporterPort : own;
  return port === undefined ? [] : [port];
}

/** What KEDA asks of a Prometheus of the system's own: how many requests a service has. */
export function countingRules(
  system: System,
  settings: KubernetesSettings,
  component: string,
): readonly Rule[] {
  const keda = kedaOf(settings);
  const asks = system.services.some(({ autoscale }) => isScaledByKeda(autoscale, settings));
  if (keda === undefined || keda.prometheus !== undefined || !asks) return [];
  if (component !== scraperComponent || !isScraped(system)) return [];
  const port = system.services.find(({ name }) => name === component)?.port;
  return port === undefined ? [] : [{ from: [namespaced(keda.namespace)], ports: tcp([port]) }];
}

/** What the Prometheus of an operator asks, wherever it runs; no other pod of its namespace. */
export function operatedRules(
  system: System,
  settings: KubernetesSettings,
  component: string,
): readonly Rule[] {
  if (!isAsked(system, settings)) return [];
  const store = system.stores.filter(isServer).find(({ name }) => name === component);
  const ports = [
    ...scrapedPorts(system, component),
    ...proxyPorts(system, settings, component),
    ...(store !== undefined && answersItself(store) ? [metricsPortOf(store).number] : []),
  ];
  if (ports.length === 0) return [];
  const pods = { podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } } };
  return [{ from: [{ ...namespaced(prometheusOf(settings).namespace), ...pods }], ports: tcp(ports) }];
}

/** Where our own proxy tells how many requests it had. */
function proxyPorts(system: System, settings: KubernetesSettings, component: string): readonly number[] {
  const own = component === system.ingress?.name && kindOf(settings).forwardedFrom === undefined;
  return own ? [proxyMetricsPort] : [];
}

/** What the system's own Prometheus asks on ports that no value of it names: the proxy, stores with metrics of their own, and those who save. */
export function askedPorts(system: System, component: string): readonly number[] {
  if (!isScraped(system)) return [];
  if (system.ingress?.name === component) return [proxyMetricsPort];
  const store = system.stores.filter(isServer).find(({ name }) => name === component);
  if (store !== undefined && store.external === undefined)
    return [engineContainer(store).ports["metrics"] ?? []].flat();
  return system.backups.some(({ name }) => name === component) ? [exporterPort] : [];
}
