import { proxyMetricsPort, type Ingress, type System } from "../../model";
import type { Relabel, Scrape } from "../../render/prometheus/scrapes";

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

/** The proxy, which counts the requests of every service, also of those that measure nothing themselves. */
export function proxyScrapes({ ingress }: System): readonly Scrape[] {
  if (ingress === undefined) return [];
  const { name, engine = "nginx" } = ingress;
  return [
    {
      job: name,
      service: name,
      // The service that answered is the measured one; requests without one are the proxy's own.
      instances: { [name]: `${name}:${proxyMetricsPort}` },
      honourLabels: true,
      relabel: labels[engine](ingress),
    },
  ];
}
