import {
  consumersOf,
  externalStores,
  isServer,
  needsGpus,
  opened,
  refsOf,
  valuesOf,
  workloadRefs,
  type Job,
  type Problem,
  type Publish,
  type Rotations,
  type Server,
  type Service,
  type System,
} from "../model";
import { beyondAlarms } from "./observability/alerts.args";
import { beyondBounds } from "./bounds.args";
import { unpriced } from "./cost/unpriced.args";
import { beyondQuotas } from "./quotas.args";
import { isEcr, placeOfImage, pulledReference } from "./workload/images.args";
import { beyondMonitoring } from "./observability/beyond.args";
import { inForce } from "./ingress/chosen.args";
import { fronted, frontOf } from "./ingress/fronted.args";
import { targetsOf } from "./ingress/routes.args";
import { ingressRefusals } from "./unsupported.ingress";
import { problemsOf, type Refusal } from "../shared/refusal";
import { checkFargate } from "./workload/fargate.args";
import { processRefusals } from "./workload/process.args";
import { scheduleRefusals } from "./workload/schedule.args";
import type { AwsSettings } from "./settings";
import { driverOf } from "./stores";
import { beyondStores } from "./stores/store.args";

/** Images that tasks could not pull, because they cannot reach its registry. */
function imageRefusals(workload: Service | Job, kind: string, settings: AwsSettings): readonly Refusal[] {
  const { reference } = workload.image;
  const pulled = pulledReference(reference, "any", settings);
  const { host } = placeOfImage(reference);
  return [
    {
      path: `${kind}.${workload.name}.image`,
      set: workload.egress !== true && !isEcr(pulled) && settings.sizes.endpoints,
      message: `is pulled from ${host}, which "${workload.name}" cannot reach; push it to ECR (trireme:imageRepository: ${settings.account}.dkr.ecr.${settings.region}.amazonaws.com/…), or have ECR fetch it: set trireme:aws.registries["${host}"] to a login`,
    },
  ];
}

function scalingRefusals(system: System, { name, autoscale }: Service): readonly Refusal[] {
  if (autoscale === undefined) return [];
  const path = `services.${name}.autoscale`;
  return [
    {
      path: `${path}.requestsPerSecond`,
      set:
        autoscale.requestsPerSecond !== undefined &&
        ![...targetsOf(system).values()].some(({ service }) => service === name),
      message: `the ingress counts requests, and no route leads to "${name}"; aim at cpu or memory`,
    },
  ];
}

/** The ports of a store that a command forwards, by the property that asks for it. */
function portsOf(store: Server): readonly (readonly [string, Publish])[] {
  return [
    ...(store.publish === undefined ? [] : [["publish", store.publish] as const]),
    ...(driverOf(store).tasks === true ? Object.entries(opened(store)) : []),
  ];
}

/** What a forward through a task cannot be: the plugin of the Session Manager listens on loopback alone. */
function publishRefusals(system: System): readonly Refusal[] {
  const services = new Set(system.services.map(({ name }) => name));
  const servers = system.stores.filter(isServer);
  const everyPage = Object.entries(system.monitoring?.publish ?? {});
  // The others are pages of AWS's console.
  const [pages, shown] = [
    everyPage.filter(([name]) => name === "grafana"),
    everyPage.filter(([name]) => name !== "grafana"),
  ];
  const published = [
    ...system.services.flatMap(({ name, publish = {} }) =>
      Object.entries(publish).map(([port, own]) => [`services.${name}.publish.${port}`, own] as const),
    ),
    ...servers.flatMap((store) =>
      portsOf(store).map(([key, own]) => [`stores.${store.name}.${key}`, own] as const),
    ),
    ...pages.map(([name, own]) => [`monitoring.publish.${name}`, own] as const),
  ];
  return [
    ...published.map(([path, { address }]) => ({
      path: `${path}.address`,
      set: address !== undefined && address !== "127.0.0.1",
      message: `the command that forwards the port listens on 127.0.0.1 alone, not on ${address ?? ""}; leave address out`,
    })),
    ...shown.map(([name, { address }]) => ({
      path: `monitoring.publish.${name}.address`,
      set: address !== undefined && address !== "127.0.0.1",
      message: `AWS's console shows it, and nothing listens on ${address ?? ""}; leave address out`,
    })),
    ...servers
      // Through the network: S3 answers everywhere, and MSK shows its ZooKeeper to nobody.
      .filter((store) => driverOf(store).ports !== undefined)
      .filter(
        (store) =>
          store.external === undefined && !consumersOf(system, store.name).some((name) => services.has(name)),
      )
      .flatMap((store) =>
        portsOf(store).map(([key]) => ({
          path: `stores.${store.name}.${key}`,
          set: true,
          message: `a port is forwarded through a task of a service that uses the store, and none uses "${store.name}"; leave ${key} out`,
        })),
      ),
  ];
}

function serviceRefusals(system: System, service: Service): readonly Refusal[] {
  const path = `services.${service.name}`;
  return [
    ...scalingRefusals(system, service),
    {
      path: `${path}.aliases`,
      set: (service.aliases ?? []).length > 0,
      message: `Service Connect gives a port one name (clientAliases has one at most), which is "${service.name}"; leave aliases out, and tell the callers that name`,
    },
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
      message: `names service ${[...new Set(called)].join(", ")}, and a task that runs once has no Service Connect to find it by; call it through the ingress`,
    },
    {
      path: `${path}.resources.gpus`,
      set: needsGpus(job),
      message:
        "a task that runs once runs on Fargate, which has no GPUs; leave gpus out, or use them in a service",
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
          "is read from a secret URL, and everyone who can view a task sees its arguments; pass it as a variable",
      })),
  );
}

function settingRefusals(system: System, settings: AwsSettings, rotations: Rotations): readonly Refusal[] {
  return [
    {
      path: "aws.sizes.nat",
      set:
        settings.network === undefined &&
        settings.sizes.nat === "none" &&
        system.environment === "production",
      message:
        "in production tasks run in private subnets, which need a NAT gateway to reach the internet; set trireme:aws.sizes.nat to single or per-zone",
    },
    {
      path: "aws.copyRegion",
      set: settings.copyRegion === settings.region,
      message: `${settings.region} is the stack's own region; name another one`,
    },
    ...system.stores.map(({ name }) => ({
      path: `settings.rotations.${name}`,
      set: (rotations[name] ?? 0) > 0,
      message: `the AWS target cannot change the password of a running store; remove it: pulumi config rm --path 'settings.rotations.${name}'`,
    })),
    {
      path: "metrics.publish",
      set: system.metrics?.publish !== undefined,
      message: "AWS has no host to publish metrics on; leave settings.ports.metrics out, and use CloudWatch",
    },
  ];
}

/** What is wrong with nginx as a service is told of the ingress that it is made of. */
function asWritten(system: System, { path, message }: Problem): Problem {
  const front = frontOf(system);
  const own = front === undefined ? undefined : `services.${front.name}.`;
  return own !== undefined && path.startsWith(own)
    ? { path: `ingress.${path.slice(own.length)}`, message }
    : { path, message };
}

/** What a system asks for that the AWS target does not do: refused, so that nothing is silently left out. */
export function beyondAws(system: System, given: AwsSettings, rotations: Rotations = {}): readonly Problem[] {
  const { ingress } = system;
  const settings = inForce(system, given);
  const refused = ingress === undefined ? [] : problemsOf(ingressRefusals(system, ingress, settings));
  // What is made of an ingress that is refused is nobody's concern yet.
  const made = refused.length > 0 ? system : fronted(system, settings);
  const refusals = [
    ...made.services.flatMap((service) => [
      ...serviceRefusals(system, service),
      ...imageRefusals(service, "services", settings),
    ]),
    ...system.jobs.flatMap((job) => [...jobRefusals(job), ...imageRefusals(job, "jobs", settings)]),
    ...processRefusals(system),
    ...argumentRefusals(system),
    ...publishRefusals(system),
    ...settingRefusals(system, settings, rotations),
  ];
  return [
    ...refused,
    ...problemsOf(refusals),
    ...(refused.length > 0 ? [] : beyondQuotas(made, settings)).map((problem) => asWritten(made, problem)),
    ...[...checkFargate(made), ...beyondBounds(made)].map((problem) => asWritten(made, problem)),
    ...beyondStores(system, settings),
    ...unpriced(system, settings),
    ...beyondAlarms(made, settings),
    ...beyondMonitoring(made),
  ];
}
