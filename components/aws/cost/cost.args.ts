import { isServer, mebibytes, needsGpus, seconds, type Server, type Service, type System } from "../../model";
import { alarmsOf } from "../observability/alerts.args";
import { isAsked, scrapedPorts } from "../observability/rights.args";
import { isStepped } from "../workload/scaling/steps.args";
import { privateApisOf } from "../network/edges.args";
import { fargateSize } from "../workload/fargate.args";
import { hourly, hourOf, isPricedRegion, priceList, spotShare, unitIn, type CostLine } from "./prices";
import { driverOf } from "../stores";
import type { Place } from "../stores/driver.args";
import { isInterruptible, leastInstances } from "../workload/service.args";

/** What a stack costs in a month, as far as it does not depend on its traffic. */
export interface Estimate {
  readonly lines: readonly CostLine[];
  /** US dollars a month. */
  readonly total: number;
  /** What there is no price for, and what is not counted. */
  readonly notes: readonly string[];
}

/** GB that a stack without traffic logs in a month, per service. */
const logsPerService = 1;
/** Metrics of Container Insights: each service and each task definition. */
const insightMetrics = 10;
/** Series that a target of Prometheus answers with. */
const seriesPerTarget = 300;
const secondsPerMonth = 730 * 3600;

function taskOf({
  fargate,
  resources,
}: Service): { readonly cpu: number; readonly memory: number } | undefined {
  if (fargate !== undefined) return fargate;
  if (resources === undefined) return { cpu: 0.25, memory: 0.5 };
  return fargateSize(resources.cpu.limit, mebibytes(resources.memory.limit) / 1024);
}

function serviceLine(system: System, service: Service, { settings }: Place): CostLine {
  const count = leastInstances(service);
  if (needsGpus(service))
    return {
      what: service.name,
      how: `${count} × ${settings.gpuInstance}`,
      monthly: hourly(hourOf(settings.gpuInstance, settings.region) ?? 0, count),
    };
  const { cpu, memory } = taskOf(service) ?? { cpu: 0, memory: 0 };
  const spot = settings.sizes.spot && isInterruptible(system, service);
  const unit = unitIn(settings.region);
  const price = cpu * unit("fargateCpuHour") + memory * unit("fargateMemoryHour");
  return {
    what: service.name,
    how: `${count} × ${cpu} vCPU, ${memory} GB on Fargate${spot ? " Spot" : ""}`,
    monthly: hourly(price * (spot ? spotShare : 1), count),
  };
}

function storeLines(system: System, place: Place): readonly CostLine[] {
  return ownServers(system).flatMap((store) => driverOf(store).costs?.(store, place) ?? []);
}

function networkLines(system: System, { settings }: Place): readonly CostLine[] {
  const { sizes, zones } = settings;
  const unit = unitIn(settings.region);
  const ways = { none: 0, single: 1, "per-zone": zones.length }[sizes.nat];
  const tasks = system.services.reduce((sum, service) => sum + leastInstances(service), 0);
  const apis = privateApisOf(system).length;
  const rules = 2 + (system.ingress?.limits?.length ?? 0);
  return [
    ...(ways === 0
      ? [
          {
            what: "addresses",
            how: `${tasks} tasks with public addresses`,
            monthly: hourly(unit("addressHour"), tasks),
          },
        ]
      : [
          {
            what: "NAT",
            how: `${ways} gateway${ways === 1 ? "" : "s"} with addresses`,
            monthly: hourly(unit("natHour") + unit("addressHour"), ways),
          },
        ]),
    ...(sizes.endpoints
      ? [
          {
            what: "endpoints",
            how: `${apis} APIs in ${zones.length} zones`,
            monthly: hourly(unit("endpointHour"), apis * zones.length),
          },
        ]
      : []),
    ...(system.ingress === undefined
      ? []
      : [
          {
            what: system.ingress.name,
            how: `load balancer in ${zones.length} zones, 1 capacity unit`,
            monthly:
              hourly(unit("balancerHour") + unit("balancerUnitHour")) +
              hourly(unit("addressHour"), zones.length),
          },
          ...(sizes.waf
            ? [
                {
                  what: "WAF",
                  how: `1 list, ${rules} rules`,
                  monthly: unit("firewall") + rules * unit("firewallRule"),
                },
              ]
            : []),
        ]),
  ];
}

/** Samples of Prometheus: so many series for each target, as often as it is asked. */
function metricLines(system: System, unit: ReturnType<typeof unitIn>): readonly CostLine[] {
  const { interval } = system.monitoring?.metrics ?? {};
  if (interval === undefined || !isAsked(system)) return [];
  const targets = scrapedPorts(system).reduce((sum, { to }) => {
    const service = system.services.find(({ name }) => name === to);
    return sum + (service === undefined ? 1 : leastInstances(service));
  }, 1);
  const millions = (targets * seriesPerTarget * (secondsPerMonth / seconds(interval))) / 1e6;
  return [
    {
      what: "metrics",
      how: `${targets} targets with ${seriesPerTarget} series each, every ${interval}: ${Math.round(millions)} million samples`,
      monthly: millions * unit("sampleMillion"),
    },
  ];
}

function operationLines(system: System, place: Place): readonly CostLine[] {
  const unit = unitIn(place.settings.region);
  const components = system.services.length + system.jobs.length;
  const kept = system.stores.filter((store) => isServer(store) && driverOf(store).secrets !== undefined);
  const secrets = components + kept.length;
  const stepped = system.services.filter(({ autoscale }) => autoscale !== undefined && isStepped(autoscale));
  // One for more instances, and one for fewer.
  const alarms = alarmsOf(system, place).length + 2 * stepped.length;
  return [
    { what: "secrets", how: `1 key, ${secrets} secrets`, monthly: unit("key") + secrets * unit("secret") },
    {
      what: "monitoring",
      how: `${alarms} alarms, 1 dashboard, Container Insights`,
      monthly:
        alarms * unit("alarm") +
        unit("dashboard") +
        system.services.length * insightMetrics * unit("insightMetric"),
    },
    {
      what: "logs",
      how: `${system.services.length * logsPerService} GB`,
      monthly: system.services.length * logsPerService * unit("logGb"),
    },
    ...metricLines(system, unit),
    ...(place.settings.failover === undefined
      ? []
      : [{ what: "failover", how: "1 health check over HTTPS", monthly: unit("healthCheck") }]),
  ];
}

/** The servers that AWS runs. */
function ownServers({ stores }: System): readonly Server[] {
  return stores.filter(isServer).filter(({ external }) => external === undefined);
}

/** What of the list an estimate is made of, and what it leaves out. */
function notesOf({ region }: Place["settings"]): readonly string[] {
  return [
    ...(isPricedRegion(region)
      ? []
      : [
          `there are no prices of ${region}; those of ${priceList.region} are taken, and the total is not the region's`,
        ]),
    "not counted: traffic, requests, storage of files, snapshots and backups, what tasks on a schedule run",
  ];
}

/** What a stack costs in a month, from the price list of prices.ts; lines in the order of their components. */
export function estimate(system: System, place: Place): Estimate {
  const lines = [
    ...system.services.map((service) => serviceLine(system, service, place)),
    ...storeLines(system, place),
    ...networkLines(system, place),
    ...operationLines(system, place),
  ].map((line) => ({ ...line, monthly: Math.round(line.monthly * 100) / 100 }));
  const total = Math.round(lines.reduce((sum, { monthly }) => sum + monthly, 0) * 100) / 100;
  return { lines, total, notes: notesOf(place.settings) };
}

/** The estimate as a stack's output: a line for each component, so that a preview's diff shows what a change costs. */
export function estimateText(system: System, place: Place): string {
  const { lines, total, notes } = estimate(system, place);
  const wide = Math.max(...lines.map(({ what }) => what.length));
  const row = (what: string, monthly: number, how: string) =>
    `${what.padEnd(wide)} ${monthly.toFixed(2).padStart(9)}  ${how}`;
  return [
    `US dollars a month in ${place.settings.region}, by the prices of ${priceList.date} (${priceList.source})`,
    ...lines.map(({ what, how, monthly }) => row(what, monthly, how)),
    row("in all", total, ""),
    ...notes,
  ]
    .map((line) => line.trimEnd())
    .join("\n");
}

/**
 * Dollars a month beyond which the budget warns: what the stack says, else half as much again as the estimate, for what depends on traffic.
 *
 * @throws RangeError where there is no estimate of the region to take it from; unpriced.args.ts refuses it before
 */
export function budgetOf(system: System, place: Place): number {
  const { alerts, region } = place.settings;
  if (alerts.budget !== undefined) return alerts.budget;
  if (!isPricedRegion(region)) throw new RangeError(`there are no prices of ${region} to take a budget from`);
  return Math.max(10, Math.ceil((1.5 * estimate(system, place).total) / 10) * 10);
}
