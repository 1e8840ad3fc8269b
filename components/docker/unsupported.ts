import type { Ingress, Postgres, Problem, Redis, Server, System } from "../model";
import { checkExtensions, externalStores, isSavable, isServer } from "../model";
import { problemsOf, type Refusal } from "../shared/refusal";

function ingressRefusals(ingress: Ingress): readonly Refusal[] {
  const engine = ingress.engine ?? "nginx";
  return [
    {
      path: "ingress.engine",
      set: engine !== "nginx",
      message: `the Docker target runs nginx, not ${engine}; leave engine out`,
    },
    {
      path: "ingress.gateway",
      set: ingress.gateway !== undefined,
      message:
        "nginx does not check tokens, origins or addresses; do so in the services and leave gateway out",
    },
    {
      path: "ingress.settings",
      set: ingress.settings !== undefined,
      message: "nginx's own settings are rendered from the routes; use the component's transform instead",
    },
  ];
}

function postgresRefusals(store: Postgres): readonly Refusal[] {
  const one = "the Docker target runs one server for each database";
  return [
    {
      path: "readReplicas",
      set: (store.readReplicas ?? 0) > 0,
      message: `${one}; use an external store with a readUrl`,
    },
    { path: "standby", set: store.standby === true, message: `${one}; use an external store` },
    { path: "pooler", set: store.pooler === true, message: `${one}, without a pooler; pool in the services` },
    {
      path: "tls",
      set: store.tls === true,
      message: "connections stay on a private network of one machine, unencrypted; leave tls out",
    },
    {
      path: "connectionLimit",
      set: store.connectionLimit !== undefined,
      message: "set parameters: { max_connections: … } instead",
    },
  ];
}

function redisRefusals(store: Redis): readonly Refusal[] {
  const set = (store.nodes ?? 1) > 1;
  return [
    {
      path: "nodes",
      set,
      message: "the Docker target runs one Redis; set nodes: 1, or use an external store",
    },
  ];
}

function storeRefusals(store: Server): readonly Refusal[] {
  if (store.external !== undefined) return [];
  switch (store.engine) {
    case "postgres":
      return postgresRefusals(store);
    case "redis":
      return redisRefusals(store);
    case "qdrant":
      return [
        {
          path: "nodes",
          set: (store.nodes ?? 1) > 1,
          message: "the Docker target runs one Qdrant; set nodes: 1",
        },
      ];
    case "minio":
      return [
        {
          path: "buckets",
          set: store.buckets.length > 0,
          message: "the Docker target makes no buckets; make them in a release job",
        },
      ];
    case "kafka":
    case "zookeeper":
    case "consul":
      return [];
    default:
      return store satisfies never;
  }
}

function partRefusals(system: System): readonly Refusal[] {
  return [
    ...system.stores
      .filter(isServer)
      .flatMap((store) =>
        storeRefusals(store).map((refusal) => ({ ...refusal, path: `stores.${store.name}.${refusal.path}` })),
      ),
    ...system.jobs.flatMap((job) => [
      {
        path: `jobs.${job.name}.run`,
        set: job.run !== "release",
        message: "the Docker target runs jobs of the release; run scheduled ones from the host's own cron",
      },
    ]),
    ...system.backups.flatMap(({ name, store: of }) => {
      const store = system.stores.find((candidate) => candidate.name === of);
      return [
        {
          path: `backups.${name}`,
          set: store !== undefined && !(isServer(store) && isSavable(store)),
          message: `the Docker target saves Postgres and Redis, not ${store?.engine ?? ""}; save it from the host and leave this backup out`,
        },
        {
          path: `backups.${name}`,
          set: externalStores(system).has(of),
          message: "the Docker target saves the stores that it runs; leave this backup to who runs the store",
        },
      ];
    }),
  ];
}

/** What a system asks for that the Docker target does not do: refused, so that nothing is silently left out. */
export function beyondDocker(system: System): readonly Problem[] {
  const refusals = [
    ...partRefusals(system),
    ...(system.ingress === undefined ? [] : ingressRefusals(system.ingress)),
    {
      path: "monitoring",
      set: system.monitoring !== undefined,
      message: "the Docker target runs no monitoring; leave monitoring out",
    },
  ];
  return [...problemsOf(refusals), ...checkExtensions(system, { operators: false })];
}
