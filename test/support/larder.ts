import {
  backup,
  command,
  mariadb,
  objectStore,
  postgres,
  provided,
  rabbitmq,
  redis,
  service,
  system,
  volume,
  type BackupDestination,
  type Environment,
  type Resources,
  type System,
} from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

const resources: Resources = {
  cpu: { request: 0.02, limit: 2 },
  memory: { request: "64Mi", limit: "512Mi" },
};

/** A system of a store of every kind that is saved and whose image can be had, and of one service that uses them. */
function larder(env: Environment): System {
  const accessKey = provided("backup-access-key", { description: "Access key of the bucket for backups" });
  const secretKey = provided("backup-secret-key", { description: "Secret key of the bucket for backups" });
  const volumeAlone: readonly BackupDestination[] = [{ to: "volume" }];
  const bucketToo: readonly BackupDestination[] =
    env.bucket === undefined
      ? volumeAlone
      : [
          ...volumeAlone,
          {
            to: "bucket",
            bucket: env.bucket.name,
            endpoint: env.bucket.endpoint,
            accessKey: accessKey.value,
            secretKey: secretKey.value,
          },
        ];
  const db = postgres("db", { version: "16", database: "larder", user: "cook", resources });
  const orders = mariadb("orders", { version: "10.11", database: "order-book", user: "clerk", resources });
  const broker = rabbitmq("broker", { version: "4.3", user: "clerk", virtualHost: "depot", resources });
  const objects = objectStore("objects", { version: "4.48", buckets: ["uploads", "public"], resources });
  const queue = redis("queue", { version: "7", persistence: "append-only", resources });
  const cache = redis("cache", { version: "7", persistence: "snapshot", resources });
  const sessions = redis("sessions", { version: "7", persistence: "append-only", nodes: 3, resources });
  const archived = volume("archived", { size: "1Gi" });
  const mirrored = volume("mirrored", { size: "1Gi" });
  const keeper = service("keeper", {
    image: { name: "keeper", reference: "node:22-alpine" },
    command: ["node", "-e", "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 1e6)"],
    user: "1000:1000",
    health: command(["node", "-e", "0"]),
    resources,
    env: {
      DB: db.url,
      ORDERS: orders.url,
      BROKER: broker.url,
      OBJECTS: objects.url,
      QUEUE: queue.url,
      CACHE: cache.url,
      SESSIONS: sessions.url,
      SESSIONS_NAME: sessions.sentinelName,
    },
    mounts: [
      { volume: archived.name, path: "/archived" },
      { volume: mirrored.name, path: "/mirrored" },
    ],
  });
  const daily = { schedule: "0 3 * * *", keep: { count: 5 }, destinations: volumeAlone } as const;
  return system("larder", env, {
    services: [keeper],
    stores: [db, orders, broker, objects, queue, cache, sessions, archived, mirrored],
    backups: [
      backup("db-daily", { of: db, ...daily, pointInTime: { rpo: "5m" } }),
      backup("orders-daily", { of: orders, ...daily }),
      backup("broker-daily", { of: broker, ...daily }),
      backup("objects-daily", { of: objects, ...daily }),
      backup("queue-daily", { of: queue, ...daily }),
      backup("cache-daily", { of: cache, ...daily }),
      backup("sessions-daily", { of: sessions, ...daily }),
      backup("archived-daily", { of: archived, ...daily }),
      backup("mirrored-daily", { of: mirrored, form: "files", ...daily, destinations: bucketToo }),
    ],
    secrets: env.bucket === undefined ? [] : [accessKey, secretKey],
  });
}

export default defineSystem({
  name: "larder",
  title: "Larder",
  summary: "a store of every kind that is saved",
  system: larder,
});
