import { command, kafka, service, system, type Environment, type System } from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

/** A system of a Kafka broker that coordinates itself, and of who uses it. */
function events(env: Environment): System {
  const broker = kafka("broker", {
    version: "7.9.1",
    partitions: 2,
    resources: {
      cpu: { request: 0.1, limit: 1 },
      memory: { request: "256Mi", limit: "768Mi" },
    },
  });
  const client = service("client", {
    image: { name: "client", reference: "confluentinc/cp-kafka:7.9.1" },
    env: { BROKER: broker.url },
    // Ends as it is told to: its health check changes.
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
    health: command(["test", "-n", "before"], { interval: "2s" }),
    user: 1000,
  });
  return system("events", env, { services: [client], stores: [broker] });
}

export default defineSystem({
  name: "events",
  title: "Events",
  summary: "a Kafka broker of the tests",
  system: events,
});
