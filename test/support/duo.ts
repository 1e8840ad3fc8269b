import {
  lazily,
  redis,
  service,
  system,
  template,
  type Environment,
  type System,
} from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

const tools = "/run/trireme/tools/busybox";
const image = { name: "tools", reference: "redis:7-alpine" };
const resources = {
  cpu: { request: 0.05, limit: 0.5 },
  memory: { request: "16Mi", limit: "64Mi" },
} as const;
const common = { image, user: 999, resources } as const;

/**
 * A system whose service `brain` and store `index` may run elsewhere: each side uses a service and a store of the other. So may `scribe`, which
 * uses `front` alone.
 */
function duo(env: Environment): System {
  const memory = redis("memory", { version: "7", persistence: "append-only", resources });
  const index = redis("index", { version: "7", persistence: "append-only", resources });
  const brain = service("brain", {
    ...common,
    port: 8000,
    env: { MEMORY_URL: memory.url, INDEX_URL: index.url },
    files: { "/www/index.html": { content: template`thinks of ${memory.host} in ${env.tag}` } },
    command: [tools, "httpd", "-f", "-p", "8000", "-h", "/www"],
    health: { probe: { http: "/" }, interval: "2s" },
  });
  const front = service("front", {
    ...common,
    port: 8080,
    env: { BRAIN_URL: lazily(brain.url), INDEX_URL: index.url, MEMORY_URL: memory.url },
    command: [tools, "httpd", "-f", "-p", "8080", "-h", "/tmp"],
    health: { probe: { tcp: "main" }, interval: "2s" },
  });
  const scribe = service("scribe", {
    ...common,
    env: { FRONT_URL: lazily(front.url) },
    command: [tools, "sleep", "infinity"],
  });
  return system("duo", env, { services: [front, brain, scribe], stores: [memory, index] });
}

export default defineSystem({ name: "duo", title: "Duo", summary: "two sides of the tests", system: duo });
