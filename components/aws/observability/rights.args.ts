import {
  engineContainer,
  isServer,
  originOf,
  portsOf,
  proxyMetricsPort,
  type CloudRight,
  type System,
} from "../../model";
import { answersItself } from "../../render/prometheus/signals";
import { frontName } from "../../render/proxy/places";

/** Who asks for metrics and takes traces. */
export const collectorComponent = "otel-collector";

/** What a made component may ask of AWS. */
export function rightsOf(system: System, component: string): readonly CloudRight[] {
  return originOf(system, component)?.cloud ?? [];
}

/** What any component of a system may ask of AWS. */
export function rightsIn(system: System): ReadonlySet<CloudRight> {
  return new Set(system.services.flatMap(({ name }) => rightsOf(system, name)));
}

/** Whether a Prometheus of AWS keeps metrics of a system. */
export function isAsked(system: System): boolean {
  return rightsIn(system).has("write-metrics");
}

/** The ports on which the collector asks, by the component that answers. */
export function scrapedPorts(system: System): readonly { readonly to: string; readonly port: number }[] {
  if (!isAsked(system)) return [];
  const services = system.services.flatMap((service) => {
    const { name, metrics } = service;
    const port = metrics === undefined ? undefined : portsOf(service)[metrics.port ?? "main"];
    return port === undefined ? [] : [{ to: name, port }];
  });
  const stores = system.stores
    .filter(isServer)
    .filter(answersItself)
    .map((store) => {
      const { main, metrics = main } = engineContainer(store).ports;
      return { to: store.name, port: metrics };
    });
  const front = system.ingress === undefined ? undefined : frontName(system.ingress);
  const counted = system.services.some(({ name }) => name === front);
  return [
    ...services,
    ...stores,
    ...(front !== undefined && counted ? [{ to: front, port: proxyMetricsPort }] : []),
  ];
}
