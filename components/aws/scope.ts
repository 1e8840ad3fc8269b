import {
  externalStores,
  refsOf,
  valuesOf,
  workloadRefs,
  type Entrance,
  type Job,
  type Problem,
  type Rotations,
  type Service,
  type System,
} from "../model";
import { beyondAlarms } from "./alerts.shape";
import { unsettable } from "./balancer.shape";
import { beyondBounds } from "./bounds.shape";
import { longestSilence } from "./distribution.shape";
import { isEcr, placeOfImage, pulledReference } from "./images.shape";
import { beyondMonitoring } from "./panels.shape";
import { conditionsPerRule, listenerRules, placeOf, readTimeout, targetsOf } from "./routes.shape";
import { scheduleRefusals } from "./schedule.shape";
import type { AwsSettings } from "./settings";
import { beyondStores } from "./store.shape";

/** A property that is set although this target does not act on it, and what to write instead. */
interface Refusal {
  readonly path: string;
  readonly set: boolean;
  readonly message: string;
}

/** Settings of nginx that bound what the load balancer does not bound: it grows with its connections. */
const unbounded: readonly string[] = ["worker_connections"];

function frontRefusals(entrance: Entrance, settings: AwsSettings): readonly Refusal[] {
  const { entrance: door, failover } = settings;
  if (door.kind !== "cloudfront") return [];
  const wait = door.readTimeout;
  return [
    {
      path: "entrance.https",
      set: entrance.https === undefined || entrance.tls === undefined,
      message:
        "CloudFront and the load balancer behind it speak HTTPS, and this system's entrance does not; set trireme:aws.entrance.kind to balancer",
    },
    ...entrance.routes
      .filter((route) => "service" in route.to && readTimeout(route) > longestSilence)
      .map((route) => ({
        path: placeOf(entrance, route),
        set: wait === undefined,
        message: `may be silent for ${readTimeout(route)} s, and CloudFront bears ${longestSilence}; have the service send something at least that often (a comment in an event stream, a ping of a WebSocket) and say so: set trireme:aws.entrance.readTimeout to ${longestSilence}, or trireme:aws.entrance.kind to balancer`,
      })),
    {
      path: "aws.failover",
      set: failover !== undefined,
      message:
        "a name belongs to one distribution of CloudFront, so two stacks cannot answer for it; set trireme:aws.entrance.kind to balancer in both",
    },
    ...entrance.routes
      .filter(
        ({ to, host }) =>
          "site" in to && (host !== undefined || entrance.routes.some((one) => one.host !== undefined)),
      )
      .map((route) => ({
        path: placeOf(entrance, route),
        set: true,
        message:
          "CloudFront tells routes apart by their path, not by their host; name no hosts in routes beside a site, and give the site a path of its own",
      })),
  ];
}

function balancerRefusals(entrance: Entrance, { entrance: door }: AwsSettings): readonly Refusal[] {
  if (door.kind !== "balancer") return [];
  const instead = "set trireme:aws.entrance.kind to cloudfront";
  const headers = unsettable(entrance.headers ?? {});
  return [
    ...entrance.routes
      .filter(({ to }) => "site" in to)
      .map((route) => ({
        path: placeOf(entrance, route),
        set: true,
        message: `a load balancer serves no files; ${instead}`,
      })),
    {
      path: "entrance.headers",
      set: headers.length > 0,
      message: `a load balancer cannot set ${headers.join(", ")}; ${instead}`,
    },
    {
      path: "entrance.correlationHeader",
      set: entrance.correlationHeader !== undefined && entrance.tls !== undefined,
      message: `a load balancer makes IDs under a name of its own (X-Amzn-Trace-Id); ${instead}`,
    },
    ...entrance.routes
      .filter(({ headers: own }) => own !== undefined)
      .map((route) => ({
        path: `${placeOf(entrance, route)}.headers`,
        set: true,
        message: `a load balancer has one set of headers for all; ${instead}`,
      })),
  ];
}

function entranceRefusals(system: System, entrance: Entrance, settings: AwsSettings): readonly Refusal[] {
  const { hostedZone, sizes } = settings;
  const limited = entrance.routes.filter(
    ({ limit, maxBody }) => limit !== undefined || maxBody !== undefined,
  );
  const crowded = listenerRules(system, entrance).filter(
    ({ paths, hosts = [] }) => paths.length + hosts.length + 1 > conditionsPerRule,
  );
  const engine = entrance.engine ?? "nginx";
  const strange = Object.keys(entrance.settings ?? {}).filter((name) => !unbounded.includes(name));
  return [
    {
      path: "entrance.engine",
      set: engine !== "nginx",
      message: `the load balancer takes requests on AWS, and no ${engine} runs; leave engine out`,
    },
    {
      path: "entrance.settings",
      set: strange.length > 0,
      message: `the load balancer does not know ${strange.join(", ")}; leave it out`,
    },
    {
      path: "entrance.gateway",
      set: entrance.gateway !== undefined,
      message:
        "the load balancer does not judge tokens, origins or addresses; do so in the services and leave gateway out",
    },
    {
      path: "entrance.trustedProxies",
      set: (entrance.trustedProxies ?? []).length > 0,
      message:
        "the load balancer adds who connected to the end of X-Forwarded-For, whoever that is; read the last address in the services, and remove settings.trustedProxies",
    },
    {
      path: "entrance.maxHeaders",
      set: entrance.maxHeaders !== undefined,
      message: "a load balancer has room for 16 KiB in a line of headers, always; remove settings.maxHeaders",
    },
    {
      path: "entrance.tls",
      set: entrance.tls?.mode === "given",
      message:
        "AWS makes and renews the certificate itself; remove settings.tls, and the secrets tls-certificate and tls-key",
    },
    {
      path: "entrance.tls.server",
      set: entrance.tls?.mode === "lets-encrypt" && entrance.tls.server !== undefined,
      message: "AWS makes the certificate, and asks no other authority; remove settings.tls",
    },
    {
      path: "aws.hostedZone",
      set: hostedZone === undefined && entrance.tls !== undefined,
      message: `is missing: the certificate of ${entrance.hosts.join(", ")} is proven in DNS. Set it: pulumi config set --path aws.hostedZone Z…`,
    },
    {
      path: "aws.sizes.waf",
      set: !sizes.waf && limited.length > 0,
      message: "the routes' limits are kept by AWS WAF; set trireme:aws.sizes.waf to true",
    },
    ...crowded.map(({ paths }) => ({
      path: "entrance.hosts",
      set: true,
      message: `a rule of the load balancer has room for ${conditionsPerRule} hosts and paths, and that of ${paths.join(", ")} needs more; give the route a host of its own`,
    })),
    ...frontRefusals(entrance, settings),
    ...balancerRefusals(entrance, settings),
  ];
}

/** Images that tasks could not pull, for want of a way to their registry. */
function imageRefusals(workload: Service | Job, kind: string, settings: AwsSettings): readonly Refusal[] {
  const { reference } = workload.image;
  const pulled = pulledReference(reference, "any", settings);
  const { host } = placeOfImage(reference);
  return [
    {
      path: `${kind}.${workload.name}.image`,
      set: workload.egress !== true && !isEcr(pulled) && settings.sizes.endpoints,
      message: `is pulled from ${host}, to which "${workload.name}" has no way; push it to ECR (trireme:imageRepository: ${settings.account}.dkr.ecr.${settings.region}.amazonaws.com/…), or have ECR fetch it: set trireme:aws.registries["${host}"] to a login`,
    },
  ];
}

function scalingRefusals(system: System, { name, autoscale }: Service): readonly Refusal[] {
  if (autoscale === undefined) return [];
  const path = `services.${name}.autoscale`;
  return [
    ...(["scaleUp", "scaleDown"] as const).map((step) => ({
      path: `${path}.${step}.percent`,
      set: autoscale[step]?.percent !== undefined,
      message: `ECS decides itself how many instances come or go at once; leave percent and period out, and write stabilization alone: ${step}: { stabilization: "${autoscale[step]?.stabilization ?? ""}" }`,
    })),
    {
      path: `${path}.requestsPerSecond`,
      set:
        autoscale.requestsPerSecond !== undefined &&
        ![...targetsOf(system).values()].some(({ service }) => service === name),
      message: `the load balancer counts requests, and no route leads to "${name}"; aim at cpu or memory`,
    },
  ];
}

function serviceRefusals(system: System, service: Service): readonly Refusal[] {
  const path = `services.${service.name}`;
  return [
    ...scalingRefusals(system, service),
    {
      path: `${path}.drain.signal`,
      set: service.drain?.signal !== undefined && service.drain.signal !== "SIGTERM",
      message: `ECS sends SIGTERM, or what the image says with STOPSIGNAL; write STOPSIGNAL ${service.drain?.signal ?? ""} in its Dockerfile and leave signal out`,
    },
  ];
}

function jobRefusals(job: Job): readonly Refusal[] {
  const path = `jobs.${job.name}`;
  const called = workloadRefs(job).flatMap((ref) => (ref.ref === "service" ? [ref.name] : []));
  return [
    {
      path: `${path}.env`,
      set: called.length > 0,
      message: `names service ${[...new Set(called)].join(", ")}, and a task that runs once has no Service Connect to find it by; call it through the entrance`,
    },
    ...(job.run === "release" ? [] : scheduleRefusals(`${path}.run.schedule`, job.run.schedule)),
  ];
}

/** Secrets in arguments would be seen by whoever may describe a task. */
function argumentRefusals(system: System): readonly Refusal[] {
  const external = externalStores(system);
  return [...system.services, ...system.jobs].flatMap((workload) =>
    valuesOf(workload)
      .filter(({ property }) => property.startsWith("command"))
      .filter(({ value }) => refsOf(value).some((ref) => ref.ref === "store" && external.has(ref.name)))
      .map(({ property }) => ({
        path: `${workload.name}.${property}`,
        set: true,
        message:
          "is read from a secret URL, and everybody who may look at a task sees its arguments; pass it as a variable",
      })),
  );
}

function settingRefusals(system: System, settings: AwsSettings, rotations: Rotations): readonly Refusal[] {
  return [
    {
      path: "aws.sizes.nat",
      set: settings.sizes.nat === "none" && system.environment === "production",
      message:
        "in production tasks stand in private subnets, which need a way out; set trireme:aws.sizes.nat to single or per-zone",
    },
    {
      path: "aws.copyRegion",
      set: settings.copyRegion === settings.region,
      message: `${settings.region} is the stack's own region; name another one`,
    },
    ...system.stores.map(({ name }) => ({
      path: `settings.rotations.${name}`,
      set: (rotations[name] ?? 0) > 0,
      message: `the AWS target changes no password of a running store; remove it: pulumi config rm --path 'settings.rotations.${name}'`,
    })),
    {
      path: "metrics.publish",
      set: system.metrics?.publish !== undefined,
      message: "no host has a port for it; leave settings.ports.metrics out, and see CloudWatch",
    },
  ];
}

/** What a system asks for that the AWS target does not do: refused, so that nothing is silently left out. */
export function beyondAws(
  system: System,
  settings: AwsSettings,
  rotations: Rotations = {},
): readonly Problem[] {
  const { entrance } = system;
  const refusals = [
    ...(entrance === undefined ? [] : entranceRefusals(system, entrance, settings)),
    ...system.services.flatMap((service) => [
      ...serviceRefusals(system, service),
      ...imageRefusals(service, "services", settings),
    ]),
    ...system.jobs.flatMap((job) => [...jobRefusals(job), ...imageRefusals(job, "jobs", settings)]),
    ...argumentRefusals(system),
    ...settingRefusals(system, settings, rotations),
  ];
  return [
    ...refusals.filter(({ set }) => set).map(({ path, message }) => ({ path, message })),
    ...beyondBounds(system),
    ...beyondStores(system, settings),
    ...beyondAlarms(system, settings),
    ...beyondMonitoring(system),
  ];
}
