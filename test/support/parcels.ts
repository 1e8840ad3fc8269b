import {
  backup,
  rabbitmq,
  service,
  system,
  template,
  type Environment,
  type System,
} from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

/** A system of a RabbitMQ, which is saved, and of who uses it. */
function parcels(env: Environment): System {
  const broker = rabbitmq("broker", {
    version: "4.3",
    user: "clerk",
    virtualHost: "depot",
    parameters: { "log.console.level": "info" },
    resources: { cpu: { request: 0.1, limit: 2 }, memory: { request: "256Mi", limit: "512Mi" } },
  });
  const client = service("client", {
    image: { name: "client", reference: "rabbitmq:4.3-management" },
    env: {
      URL: broker.url,
      PARTS: template`${broker.user}@${broker.host}:${broker.port} ${broker.virtualHost}`,
      PASSWORD: broker.password,
    },
    user: 999,
    // Ends as it is told to: a restore stops it.
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
  });
  const nightly = backup("nightly", {
    of: broker,
    schedule: "0 2 * * *",
    keep: { count: 2 },
    destinations: [{ to: "volume" }],
    drill: { schedule: "0 4 * * *" },
  });
  return system("parcels", env, { services: [client], stores: [broker], backups: [nightly] });
}

export default defineSystem({
  name: "parcels",
  title: "Parcels",
  summary: "a RabbitMQ of the tests",
  system: parcels,
});
