import {
  backup,
  isDevelopment,
  service,
  system,
  volume,
  type Environment,
  type System,
} from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

/** A small system of stores of many kinds, and one service that uses them: what becomes of their data is tested on it. */
function cellar(env: Environment): System {
  const archived = volume("archived", { size: "1Gi" });
  const mirrored = volume("mirrored", { size: "1Gi" });
  const keeper = service("keeper", {
    image: { name: "keeper", reference: "node:22-alpine" },
    command: ["node", "-e", "process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 1e6)"],
    user: "1000:1000",
    env: {},
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
    stores: [archived, mirrored],
    backups: [
      backup("archived-daily", { of: archived, ...daily }),
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
