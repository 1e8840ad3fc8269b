import { redis, service, system, type Environment, type System } from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

/** A system of a Redis whose servers choose a master among them, and of who writes to it. */
function relay(env: Environment): System {
  const queue = redis("queue", {
    version: "7",
    persistence: "append-only",
    nodes: 3,
    setName: "relay-queue",
  });
  const client = service("client", {
    image: { name: "client", reference: "redis:7-alpine" },
    env: { QUEUE_URL: queue.url, QUEUE_NAME: queue.sentinelName, REDISCLI_AUTH: queue.password },
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
    user: 999,
  });
  return system("relay", env, { services: [client], stores: [queue] });
}

export default defineSystem({
  name: "relay",
  title: "Relay",
  summary: "a queue of the tests",
  system: relay,
});
