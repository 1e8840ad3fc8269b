import type { ServiceArgs } from "@pulumi/aws/ecs";
import type { Output } from "@pulumi/pulumi";
import {
  livenessOf,
  needsGpus,
  portsOf,
  seconds,
  workloadRefs,
  type Autoscale,
  type Health,
  type Service,
  type System,
} from "../../model";
import { distinct } from "../../render/names";
import { behindFront } from "../ingress/fronted.args";
import { targetsOf } from "../ingress/routes.args";
import type { Leave } from "./beside.args";
import { drainSeconds, longestStop, portName } from "./task.args";

/** A target group that sends requests to one port of the service. */
export interface Attachment {
  readonly arn: Output<string>;
  readonly port: number;
  /** What ALBRequestCountPerTarget is counted for. */
  readonly label: Output<string>;
  /** What metrics call the target group. */
  readonly suffix: Output<string>;
}

/**
 * Whether a service may run on spare capacity, which AWS takes back at any time: one that answers nobody, by a port or by a route, and
 * that needs no machine of its own for its GPUs.
 */
export function isInterruptible(system: System, service: Service): boolean {
  return (
    service.port === undefined &&
    !needsGpus(service) &&
    ![...targetsOf(system).values()].some((target) => target.service === service.name)
  );
}

/** The instances that a service has at least. */
export function leastInstances({ replicas, autoscale }: Pick<Service, "replicas" | "autoscale">): number {
  return autoscale?.min ?? replicas ?? 1;
}

/** Seconds that an instance has to become healthy. */
function startBudget(health: Health | undefined): number {
  if (health === undefined) return 60;
  const { startPeriod = "0s", interval = "30s", timeout = "10s", retries = 3 } = health;
  return Math.ceil(seconds(startPeriod) + (seconds(interval) + seconds(timeout)) * retries);
}

/** Seconds for finding a place, pulling an image and registering with a balancer, on top of the start itself. */
const placing = 180;
/** ECS gives up after this many failed starts at least. */
const fewestFailures = 3;

/**
 * How ECS asks a container of a service: whether it lives. A load balancer asks whether it may be sent requests; where none does,
 * the container counts as healthy once that has been so, and a release waits for it.
 */
export function containerCheck(
  service: Pick<Service, "health" | "readiness" | "liveness">,
  isRouted: boolean,
): { readonly health: Health | undefined; readonly started?: Health } {
  const started = service.readiness ?? service.health;
  if (isRouted || started === undefined) return { health: livenessOf(service) };
  const health = livenessOf(service) ?? { ...started, probe: { command: ["true"] } };
  return JSON.stringify(started.probe) === JSON.stringify(health.probe) ? { health } : { health, started };
}

/** Seconds after which a release that is not steady counts as failed: time for ECS to give up and go back by itself. */
export function releaseDeadline(
  service: Pick<Service, "health" | "readiness" | "liveness" | "drain">,
  isRouted: boolean,
): number {
  const drain = seconds(service.drain?.deadline ?? "10s") + seconds(service.drain?.delay ?? "0s");
  const { health, started } = containerCheck(service, isRouted);
  // What a balancer does not check ECS asks at the pace of the question whether it lives.
  const start = started === undefined ? startBudget(service.health) : startBudget(health);
  return Math.ceil((start + placing) * (fewestFailures + 1) + drain);
}

/** Seconds in which a balancer's verdict on a starting instance does not count. */
export function healthGrace(service: Pick<Service, "health" | "readiness">): number {
  return startBudget(service.readiness ?? service.health) + 30;
}

/**
 * Ports by name as a task definition has them; those that are asked for by a URL speak HTTP. What nginx asks goes through Service Connect
 * as bytes: its proxy changes no header, and a WebSocket passes.
 */
export function taskPorts(system: System, service: Service) {
  const byUrl = behindFront(system, service.name)
    ? new Set<string>()
    : new Set(
        [...system.services, ...system.jobs].flatMap((caller) =>
          workloadRefs(caller).flatMap((ref) =>
            ref.ref === "service" && ref.name === service.name && ref.attribute === "url"
              ? [ref.port ?? "main"]
              : [],
          ),
        ),
      );
  return Object.entries(portsOf(service))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, number]) => ({ name: portName(name), number, http: byUrl.has(name) }));
}

/** The ports of a service that others of the system call. */
export function calledPorts(system: System, service: Service): readonly string[] {
  const named = [...system.services, ...system.jobs]
    .filter(({ name }) => name !== service.name)
    .flatMap((caller) =>
      workloadRefs(caller).flatMap((ref) =>
        ref.ref === "service" && ref.name === service.name ? [ref.port ?? "main"] : [],
      ),
    );
  return [...new Set(named)].sort();
}

/** Whether a service calls another one by its name. */
function callsServices(service: Service): boolean {
  return workloadRefs(service).some((ref) => ref.ref === "service" && ref.name !== service.name);
}

/** Seconds in which the proxies of Service Connect learn that an instance leaves. */
const standardLeave = 10;

/** Seconds between the signal and the end of an instance: of what is longer Fargate gives the end, the beginning is before the signal. */
export function stopSeconds(service: Pick<Service, "drain" | "resources">): number {
  const whole = drainSeconds(service.drain);
  return needsGpus(service) ? whole : Math.min(whole, longestStop);
}

/**
 * How long an instance serves on between the end of its registration and the signal that ends it, where no load balancer waits for that
 * itself: until then the proxies of Service Connect may still choose one that nginx calls, and of a drain that is longer than what Fargate
 * gives after the signal, requests in flight have the rest before it. Undefined where the signal may come at once.
 */
export function leaveOf(system: System, service: Service, isRouted: boolean): Leave | undefined {
  const called = behindFront(system, service.name);
  const delay = Math.ceil(seconds(service.drain?.delay ?? "0s"));
  const least = called ? Math.max(standardLeave, delay) : delay;
  const rest = isRouted ? 0 : drainSeconds(service.drain) - stopSeconds(service);
  if (!called && rest <= 0) return undefined;
  return { least, most: Math.max(least, rest) };
}

/** Longest name of a service in Service Connect's namespace. */
const longestDiscovery = 64;

/** What the further ports of services are called in the namespace, by `service.port`: hashed where a name is too long, or another has it. */
function discoveryNames(system: System): ReadonlyMap<string, string> {
  const further = system.services.flatMap(({ name, ports = {} }) =>
    Object.keys(ports)
      .filter((port) => port !== "main")
      .map((port) => `${name}.${port}`),
  );
  const services = system.services.map(({ name }) => name);
  return distinct(further, (name) => name.replace(".", "-"), longestDiscovery, services);
}

type Connect = Extract<ServiceArgs["serviceConnectConfiguration"], { enabled: unknown }>;

/** How others find a service by its name, and it them; undefined for one that neither calls nor is called. */
export function serviceConnect(
  system: System,
  service: Service,
  place: { readonly namespace: Connect["namespace"]; readonly log: Connect["logConfiguration"] },
): Connect | undefined {
  const called = calledPorts(system, service);
  if (called.length === 0 && !callsServices(service)) return undefined;
  const ports = taskPorts(system, service);
  const discovered = discoveryNames(system);
  return {
    enabled: true,
    namespace: place.namespace,
    logConfiguration: place.log,
    services: called.flatMap((name) => {
      const port = ports.find((one) => one.name === portName(name));
      if (port === undefined) return [];
      return [
        {
          portName: port.name,
          discoveryName: discovered.get(`${service.name}.${name}`) ?? service.name,
          clientAlias: [{ dnsName: service.name, port: port.number }],
          // It would cut answers after 15 seconds, and streams after five minutes of silence.
          ...(port.http ? { timeout: { idleTimeoutSeconds: 0, perRequestTimeoutSeconds: 0 } } : {}),
          // Or connections that are no requests to it after an hour, and so a WebSocket.
          ...(behindFront(system, service.name) ? { timeout: { idleTimeoutSeconds: 0 } } : {}),
        },
      ];
    }),
  };
}

/** What an autoscaler aims at. */
export interface TrackedMetric {
  readonly name: "cpu" | "memory" | "requests";
  readonly metric:
    "ECSServiceAverageCPUUtilization" | "ECSServiceAverageMemoryUtilization" | "ALBRequestCountPerTarget";
  readonly target: number;
  /** Seconds between two steps. */
  readonly inCooldown: number;
  readonly outCooldown: number;
}

/** The metrics by which the number of instances follows the load. */
export function trackedMetrics(autoscale: Autoscale): readonly TrackedMetric[] {
  const { cpu, memory, requestsPerSecond, scaleUp, scaleDown } = autoscale;
  const pace = {
    outCooldown: Math.ceil(seconds(scaleUp?.stabilization ?? "60s")),
    inCooldown: Math.ceil(seconds(scaleDown?.stabilization ?? "300s")),
  };
  return [
    ...(cpu === undefined
      ? []
      : [{ name: "cpu", metric: "ECSServiceAverageCPUUtilization", target: cpu, ...pace } as const]),
    ...(memory === undefined
      ? []
      : [{ name: "memory", metric: "ECSServiceAverageMemoryUtilization", target: memory, ...pace } as const]),
    ...(requestsPerSecond === undefined
      ? []
      : [
          {
            name: "requests",
            metric: "ALBRequestCountPerTarget",
            // AWS counts by the minute.
            target: requestsPerSecond * 60,
            ...pace,
          } as const,
        ]),
  ];
}
