import {
  backup,
  command,
  isDevelopment,
  objectStore,
  redis,
  service,
  system,
  volume,
  type Environment,
  type Resources,
  type System,
} from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

const resources: Resources = {
  cpu: { request: 0.1, limit: 1 },
  memory: { request: "64Mi", limit: "512Mi" },
};

/** A small system of stores of many kinds, and one service that uses them: what becomes of their data is tested on it. */
function cellar(env: Environment): System {
  const archived = volume("archived", { size: "1Gi" });
  const mirrored = volume("mirrored", { size: "1Gi" });
  const objects = objectStore("objects", {
    version: "4.48",
    resources,
    buckets: ["uploads", "public"],
    publicRead: ["public"],
    expire: { uploads: "7d" },
  });
  const queue = redis("queue", { version: "7", persistence: "append-only", resources });
  const keeper = service("keeper", {
    image: { name: "keeper", reference: "node:22-alpine" },
    command: ["node", "-e", "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 1e6)"],
    user: "1000:1000",
    health: command(["node", "-e", "0"]),
    resources,
    env: {
      S3_URL: objects.url,
      S3_ACCESS_KEY: objects.accessKey,
      S3_SECRET_KEY: objects.secretKey,
      REDIS_URL: queue.url,
      REDIS_SENTINEL_NAME: queue.sentinelName,
    },
    mounts: [
      { volume: archived.name, path: "/archived" },
      { volume: mirrored.name, path: "/mirrored" },
    ],
    replicas: isDevelopment(env) ? 1 : env.replicas,
  });
  const daily = {
    schedule: "0 3 * * *",
    keep: { count: 3 },
    destinations: [{ to: "volume" }],
    drill: { schedule: "0 5 * * 0" },
  } as const;
  return system("cellar", env, {
    services: [keeper],
    stores: [archived, mirrored, objects, queue],
    backups: [
      backup("archived-daily", { of: archived, ...daily }),
      backup("queue-daily", { of: queue, ...daily }),
      backup("objects-daily", { of: objects, ...daily }),
      backup("mirrored-daily", { of: mirrored, form: "files", folder: "inside", ...daily }),
    ],
  });
}

export default defineSystem({
  name: "cellar",
  title: "Cellar",
  summary: "stores of many kinds",
  system: cellar,
});
