import {
  engineContainer,
  isServer,
  type Duration,
  type Server,
  type Service,
  type System,
} from "../../../model";
import { promDuration } from "../../../render/prometheus/duration";
import { proxyScrapes } from "../../../render/prometheus/proxy";
import { fallbackProtocol, patienceOf, type Relabel } from "../../../render/prometheus/scrapes";
import { answersItself, measuredBy } from "../../../render/prometheus/signals";
import { kindOf } from "../../ingress/kinds";
import { componentSelector, type Owner } from "../../labels";
import type { KubernetesSettings } from "../../settings";
import { portName } from "../../workload/probes.args";

/** Pods that the Prometheus of an operator asks. */
export interface Monitored {
  readonly component: string;
  /** What the label `service` holds: what is measured. */
  readonly service: string;
  /** What the label `instance` holds. @default each pod's address and port */
  readonly instance?: string;
  /** Name of the container's port. */
  readonly port: string;
  readonly path: string;
  readonly honourLabels?: boolean;
  readonly relabel?: readonly Relabel[];
}

/** The port by which a store itself answers. */
export function metricsPortOf(store: Server): { readonly name: string; readonly number: number } {
  const { main, metrics } = engineContainer(store).ports;
  return metrics === undefined ? { name: "main", number: main } : { name: "metrics", number: metrics };
}

function ofService(system: System, service: Service): readonly Monitored[] {
  const { name, metrics } = service;
  if (metrics === undefined) return [];
  const measured = measuredBy(system, service);
  return [
    {
      component: name,
      service: measured,
      port: metrics.port ?? "main",
      path: metrics.path,
      // Of an exporter there is one: it goes by its name, as its store does.
      ...(measured === name ? {} : { instance: name }),
    },
  ];
}

/** All pods of a system that have metrics. */
export function monitored(
  system: System,
  settings: Pick<KubernetesSettings, "ingress">,
): readonly Monitored[] {
  const counted = kindOf(settings).forwardedFrom === undefined;
  return [
    ...system.services.flatMap((service) => ofService(system, service)),
    ...system.stores
      .filter(isServer)
      .filter(answersItself)
      .map((store) => ({
        ...{ component: store.name, service: store.name },
        ...{ port: metricsPortOf(store).name, path: "/metrics" },
      })),
    ...system.backups.map(({ name }) => ({
      ...{ component: name, service: name, instance: name },
      ...{ port: "metrics", path: "/metrics" },
    })),
    ...(counted ? proxyScrapes(system, "operator") : []).map(
      ({ service, honourLabels = false, relabel = [] }) => ({
        ...{ component: service, service, port: "metrics", path: "/metrics" },
        ...{ honourLabels, relabel },
      }),
    ),
  ];
}

/** As the operator writes it (https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RelabelConfig). */
function relabelConfig(one: Relabel): Readonly<Record<string, unknown>> {
  if ("drops" in one) return { sourceLabels: [one.from], regex: one.drops, action: "drop" };
  if ("keeps" in one) return { sourceLabels: [one.from], regex: one.keeps, action: "keep" };
  return {
    sourceLabels: [one.from],
    regex: one.matches ?? "(.+)",
    targetLabel: one.to,
    replacement: one.value ?? "$1",
    action: "replace",
  };
}

/**
 * What the operator is told of some pods (monitoring.coreos.com/v1 PodMonitor). `job`, `service` and `instance` are those that rules and pages of graphs
 * ask for; `namespace` and `pod` it sets by itself.
 */
export function podMonitorSpec(
  { component, service, instance, port, path, honourLabels = false, relabel = [] }: Monitored,
  owner: Owner,
  interval: Duration,
): Readonly<Record<string, unknown>> {
  const always = { job: component, service, ...(instance === undefined ? {} : { instance }) };
  return {
    selector: { matchLabels: { ...componentSelector(owner, component) } },
    fallbackScrapeProtocol: fallbackProtocol,
    podMetricsEndpoints: [
      {
        port: portName(port),
        path,
        interval: promDuration(interval),
        scrapeTimeout: patienceOf(interval),
        ...(honourLabels ? { honorLabels: true } : {}),
        relabelings: Object.entries(always).map(([targetLabel, replacement]) => ({
          targetLabel,
          replacement,
          action: "replace",
        })),
        ...(relabel.length === 0 ? {} : { metricRelabelings: relabel.map(relabelConfig) }),
      },
    ],
  };
}
