import { longestSilence, originTimeout } from "./ingress/distribution.args";
import { vaulted } from "./backup/backup.args";
import { placeOfImage } from "./workload/images.args";
import { isInterruptible } from "./workload/service.args";
import { driverOf } from "./stores";
import type { DatabaseStore } from "./stores/mariadb.args";
import { hasStandby, retentionOf } from "./stores/postgres.args";
import { nodesOf, snapshotDays } from "./stores/redis.args";
import { idleTimeout, longestIdle, longestWait } from "./ingress/routes.args";
import { inForce } from "./ingress/chosen.args";
import { cloudFrontOf, type AwsSettings, type GivenSettings as Given } from "./settings";
import {
  externalStores,
  isServer,
  needsGpus,
  type Ingress,
  type Kafka,
  type Redis,
  type Store,
  type System,
} from "../model";
import type { Setting, StackSettings } from "../shared/target";

interface Own {
  readonly database: readonly DatabaseStore[];
  readonly cache: readonly Redis[];
  readonly broker: readonly Kafka[];
}

/** The stores of a system that AWS runs. */
function ownStores(system: System): Own {
  const external = externalStores(system);
  const stores = system.stores.filter(({ name }) => !external.has(name));
  return {
    database: stores.filter((store) => store.engine === "postgres" || store.engine === "mariadb"),
    cache: stores.filter((store) => store.engine === "redis"),
    broker: stores.filter((store) => store.engine === "kafka"),
  };
}

/** Whether a size is used, and why not. */
type Row = readonly [used: boolean, why: string];

interface Kind {
  readonly part: keyof Own;
  readonly engine: string;
  readonly own: readonly Store[];
  /** Sizes that the system or the stack may say otherwise; the others are always used. */
  readonly rows: Readonly<Record<string, Row>>;
}

/** Sizes that each store of their kind may have otherwise. */
function storeSizes(system: System, { sizes = {}, stores }: Given, account: AwsSettings): readonly Setting[] {
  const { database, cache, broker } = ownStores(system);
  const unsized = ({ name, size }: DatabaseStore | Kafka): boolean =>
    (stores[name]?.size ?? size) === undefined;
  const said = "describes its own size: set aws.stores.NAME.size";
  const kinds: readonly Kind[] = [
    {
      ...{ part: "database", engine: "Postgres or MariaDB", own: database },
      rows: {
        class: [
          database.some(({ name }) => stores[name]?.class === undefined),
          "each database has a class in aws.stores",
        ],
        multiAz: [
          database.some((store) => !hasStandby(store)),
          "each Postgres of the system has a standby, whatever the stack says",
        ],
        storage: [database.some(unsized), `each Postgres ${said}`],
        retentionDays: [
          database.some(
            (store) => retentionOf(store, system.backups, account) === account.sizes.database.retentionDays,
          ),
          "RDS goes back as far as the system's backups, which are kept for longer",
        ],
      },
    },
    {
      ...{ part: "cache", engine: "Redis", own: cache },
      rows: {
        node: [
          cache.some(({ name }) => stores[name]?.node === undefined),
          "each Redis has a size of node in aws.stores",
        ],
        replicas: [
          cache.some((store) => nodesOf(store, account) === 1 + account.sizes.cache.replicas),
          "each Redis of the system has more nodes than that",
        ],
        snapshotDays: [
          cache.some(
            (store) => snapshotDays(store, system.backups, account) === account.sizes.cache.snapshotDays,
          ),
          "each Redis either keeps nothing, or its snapshots for as long as the system's backups, which is longer",
        ],
      },
    },
    {
      ...{ part: "broker", engine: "Kafka", own: broker },
      rows: { storage: [broker.some(unsized), `each Kafka ${said}`] },
    },
  ];
  return kinds.flatMap(({ part, engine, own, rows }) =>
    Object.entries<unknown>(sizes[part] ?? {}).map(([key, value]) => {
      const [used, why] = rows[key] ?? [true, ""];
      return {
        ...{ path: `aws.sizes.${part}.${key}`, value, used: own.length > 0 && used },
        why: own.length > 0 ? why : `system "${system.name}" has no ${engine} that AWS runs`,
      };
    }),
  );
}

/** Whether a route would wait for longer than what the stack says, or than what the first hop can be told. */
function isShortened(ingress: Ingress, direct: boolean, wait: number | undefined): boolean {
  if (longestWait(ingress) > (direct ? longestIdle : longestSilence)) return true;
  return direct
    ? idleTimeout(ingress, wait) < idleTimeout(ingress)
    : originTimeout(ingress, wait) < originTimeout(ingress);
}

function ingressSettings({ ingress }: System, given: Given, account: AwsSettings): readonly Setting[] {
  const { ingress: chosen } = account;
  const front = cloudFrontOf(account);
  const { readTimeout: wait } = chosen;
  const priceClass = chosen.kind === "balancer" ? undefined : chosen.priceClass;
  const direct = "nothing stands in front of the load balancer: set aws.ingress.front to cloudfront";
  const none = "the system has no ingress";
  return [
    { path: "aws.ingress", value: given.ingress, used: ingress !== undefined, why: none },
    { path: "aws.hostedZone", value: given.hostedZone, used: ingress !== undefined, why: none },
    {
      path: "aws.certificate",
      value: given.certificate,
      used: ingress?.tls !== undefined && ingress.https !== undefined,
      why: ingress === undefined ? none : "the system serves no HTTPS",
    },
    {
      path: "aws.certificate.cloudfront",
      value: given.certificate?.cloudfront,
      used: ingress === undefined || front !== undefined,
      why: direct,
    },
    { path: "aws.sizes.waf", value: given.sizes?.waf, used: ingress !== undefined, why: none },
    {
      path: "aws.failover",
      value: given.failover,
      used: ingress !== undefined && given.hostedZone !== undefined,
      why: "no host name points to the stack without aws.hostedZone",
    },
    {
      path: "aws.ingress.readTimeout",
      value: wait,
      used: ingress === undefined || isShortened(ingress, front === undefined, wait),
      why: "no route waits that long",
    },
    {
      path: "aws.ingress.priceClass",
      value: priceClass,
      used: ingress === undefined || front !== undefined,
      why: direct,
    },
  ];
}

/** What the load balancer and AWS's own certificates take the place of. */
function replacedSettings({ ingress }: System, settings: StackSettings["settings"]): readonly Setting[] {
  const plain = ingress?.tls === undefined || ingress.https === undefined;
  return [
    {
      path: "settings.tls",
      value: settings.tls?.mode,
      used: false,
      why: "on AWS the certificate is AWS's own, which makes and renews it",
    },
    ...(["http", "https"] as const).map((name) => ({
      path: `settings.ports.${name}`,
      value: settings.ports[name],
      used: plain && name === "http",
      why: "the load balancer listens on 443, and leads there from 80",
    })),
  ];
}

/** What is said of a network that is made. */
function madeSettings({ network, zones, cidr, sizes }: Given): readonly Setting[] {
  const said = {
    zones,
    cidr,
    "sizes.zones": sizes?.zones,
    "sizes.nat": sizes?.nat,
    "sizes.flowLogs": sizes?.flowLogs,
  };
  return Object.entries(said).map(([key, value]) => ({
    path: `aws.${key}`,
    value,
    used: network === undefined,
    why: `the network is ${network?.vpc ?? ""}, which aws.network names, and none is made`,
  }));
}

/** What of an account's settings, and of those of every stack, is for something that not every system has. */
/** What a stack says of stores in general, and AWS by the size of their nodes or not at all. */
function generalSettings(stores: StackSettings["settings"]["stores"], system: System): readonly Setting[] {
  const onMachines = new Set(
    system.stores
      .filter(isServer)
      .filter((store) => driverOf(store).tasks === true)
      .map(({ name }) => name),
  );
  return Object.entries(stores).flatMap(([name, { resources, tls }]) => [
    {
      path: `settings.stores.${name}.resources`,
      value: resources,
      // A machine is chosen by it.
      used: onMachines.has(name),
      why: "the class of its nodes says what it has: aws.sizes, or aws.stores for one of them",
    },
    { path: `settings.stores.${name}.tls`, value: tls, used: false, why: "AWS's stores speak TLS alone" },
  ]);
}

export function accountSettings(
  system: System,
  stack: StackSettings["settings"],
  given: Given,
  said: AwsSettings,
): readonly Setting[] {
  const account = inForce(system, said);
  const workloads = [...system.services, ...system.jobs];
  const computes = workloads.some(needsGpus);
  const hosts = new Set(
    [...workloads, ...system.sites].map(({ image }) => placeOfImage(image.reference).host),
  );
  return [
    ...storeSizes(system, given, account),
    ...ingressSettings(system, given, account),
    ...replacedSettings(system, stack),
    ...generalSettings(stack.stores, system),
    ...madeSettings(given),
    {
      path: "aws.sizes.zones",
      value: given.sizes?.zones,
      used: given.zones === undefined || given.zones.length === given.sizes?.zones,
      why: `aws.zones names ${given.zones?.join(", ") ?? ""}`,
    },
    {
      path: "aws.sizes.spot",
      value: given.sizes?.spot,
      used: system.services.some((service) => isInterruptible(system, service)),
      why: "spare capacity is for services without a port, and the system has none",
    },
    {
      path: "aws.gpuInstance",
      value: given.gpuInstance,
      used: computes,
      why: "nothing uses GPUs",
    },
    {
      path: "aws.user",
      value: given.user,
      used:
        workloads.some(({ user }) => user === undefined) ||
        system.sites.length > 0 ||
        system.stores.some(({ engine }) => engine === "volume"),
      why: "every service and every job sets its user",
    },
    {
      path: "aws.copyRegion",
      value: given.copyRegion,
      used: vaulted(system).length > 0,
      why: "AWS Backup copies Postgres and volumes, and the system backs up neither",
    },
    ...Object.keys(given.registries).map((host) => ({
      path: `aws.registries[${JSON.stringify(host)}]`,
      value: "a login",
      used: hosts.has(host),
      why: `no image is pulled from ${host}, but from ${[...hosts].sort().join(", ")}`,
    })),
  ];
}
