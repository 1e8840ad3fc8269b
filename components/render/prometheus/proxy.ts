import { proxyMetricsPort, type Ingress, type IngressEngine, type System } from "../../model";
import { instancesEnding, type Place } from "./place";
import type { Relabel, Scrape } from "./scrapes";

/** Traefik and Kong count by route, which is numbered; what they are asked by a release is nobody's request. */
function ownNames(ingress: Ingress, suffix: string): readonly Relabel[] {
  const numbers = new Map<string, number[]>();
  ingress.routes.forEach(({ to }, index) => {
    // Files are the ingress's own answers, as they are nginx's.
    const name = "service" in to ? to.service : ingress.name;
    numbers.set(name, [...(numbers.get(name) ?? []), index]);
  });
  return [
    { from: "service", drops: `next-.*${suffix}` },
    ...[...numbers]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([service, of]): Relabel => ({
        from: "service",
        matches: `route-(?:${of.join("|")})${suffix}`,
        to: "service",
        value: service,
      })),
  ];
}

const labels = {
  nginx: () => [],
  traefik: (ingress: Ingress) => ownNames(ingress, "@file"),
  kong: (ingress: Ingress) => ownNames(ingress, ""),
};

/** When certificates end, by the name that is known: on a cluster nobody but the proxy tells. nginx calls it so by itself. */
const ends: Readonly<Record<IngressEngine, readonly Relabel[]>> = {
  nginx: [],
  traefik: [
    { from: "sans", to: "host" },
    {
      from: "__name__",
      matches: "traefik_tls_certs_not_after",
      to: "__name__",
      value: "certificate_expiry_timestamp_seconds",
    },
  ],
  kong: [],
};

/** The proxy, which counts the requests of every service, also of those that measure nothing themselves. */
export function proxyScrapes({ ingress }: System, place: Place): readonly Scrape[] {
  if (ingress === undefined) return [];
  const { name, engine = "nginx" } = ingress;
  return [
    {
      job: name,
      service: name,
      // The service that answered is the measured one; requests without one are the proxy's own.
      ...(place !== "engine"
        ? { instances: {}, discovered: { host: `${name}${instancesEnding}`, port: proxyMetricsPort } }
        : { instances: { [name]: `${name}:${proxyMetricsPort}` } }),
      honourLabels: true,
      relabel: [...labels[engine](ingress), ...(place === "engine" ? [] : ends[engine])],
    },
  ];
}
