import {
  command,
  http,
  job,
  redis,
  service,
  template,
  system,
  type Environment,
  type Image,
  type Resources,
  type System,
} from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";
import { reachesQueue } from "../../stacks/systems/synthstack/queue";

/** Host ports: of the first service, and of the user interfaces. */
export const ports = { front: 18_490, prometheus: 18_491, logs: 18_492, traces: 18_493 };

const resources: Resources = {
  cpu: { request: 0.05, limit: 0.5 },
  memory: { request: "32Mi", limit: "192Mi" },
};

/** Three services that call one another, as SyftHub's do, a worker and a job, with all that monitoring can be asked for. */
function traced(env: Environment): System {
  const image = (name: string): Image => ({
    name,
    reference: `${env.repository}/${name}:${env.tag}`,
    // Its own, which the sample application stands in for.
    build: { context: name },
  });
  const common = (role: string) => ({
    image: image(role),
    // What stands in the place of SyftHub's image stands in this one's.
    env: { SAMPLE_ROLE: role },
    health: http("/live", { interval: "2s", timeout: "2s", retries: 3 }),
    metrics: { path: "/metrics" },
    user: 10_001,
    readOnlyRoot: true,
    resources,
  });
  const queue = redis("queue", { version: "7", persistence: "none", resources });
  const own = { back: common("backend"), middle: common("aggregator"), front: common("mcp") };
  const back = service("back", { ...own.back, env: { ...own.back.env, REDIS_URL: queue.url }, port: 8000 });
  const { image: taking, env: as, user, readOnlyRoot } = own.back;
  const worker = service("worker", {
    ...{ image: taking, user, readOnlyRoot, resources },
    env: { ...as, REDIS_URL: queue.url },
    command: ["pnpm", "run", "worker"],
    health: command(["node", "--eval", reachesQueue], { interval: "5s", timeout: "10s", retries: 3 }),
  });
  const report = job("report", {
    ...{ image: taking, env: as, user, resources },
    command: ["node", "/app/server.cjs", "probe", template`${back.url}/api/v1/jobs`],
    run: { schedule: "0 5 1 1 *" },
  });
  const middle = service("middle", {
    ...own.middle,
    env: { ...own.middle.env, AGGREGATOR_SYFTHUB_URL: back.url },
    port: 8001,
  });
  const front = service("front", {
    ...own.front,
    env: { ...own.front.env, AGGREGATOR_URL: middle.url, SYFTHUB_URL: back.url },
    port: 8002,
    publish: { main: { port: ports.front } },
  });
  return system("traced", env, {
    services: [back, middle, front, worker],
    stores: [queue],
    jobs: [report],
    monitoring: {
      metrics: { interval: "2s", retention: "1d" },
      alerts: [],
      dashboards: [
        { title: "Requests", panels: [{ title: "Requests", expr: "sum(rate(http_requests_total[1m]))" }] },
      ],
      logs: { retention: "2d" },
      tracing: { retention: "1d" },
      hostMetrics: true,
      publish: {
        grafana: { port: 18_494 },
        prometheus: { port: ports.prometheus },
        loki: { port: ports.logs },
        jaeger: { port: ports.traces },
      },
    },
  });
}

export default defineSystem({
  name: "traced",
  title: "Traced",
  summary: "three services of the tests that call one another, a worker and a job",
  system: traced,
});
