import { namespaceOfPods, type System } from "../../model";
import { answers, imageOf, made, resources, scrapeOf, type Made } from "./parts";

const name = "kube-state-metrics";

/** Tells how the runs of jobs on a schedule ended, which a cluster itself starts; of the system's own namespace alone. */
export function scheduleExporter({ jobs }: System): readonly Made[] {
  if (jobs.every(({ run }) => run === "release")) return [];
  const service = made(name, {
    image: imageOf(name, name),
    command: [
      "--resources=cronjobs",
      `--namespaces=${namespaceOfPods}`,
      "--port=8080",
      "--telemetry-port=8081",
    ],
    env: {},
    port: 8080,
    health: answers("/healthz"),
    resources: resources(0.01, 32, { cpu: 0.2, memory: 128 }),
  });
  return [
    {
      service,
      path: "monitoring.metrics",
      cluster: [{ group: "batch", resources: ["cronjobs"], verbs: ["list", "watch"] }],
      scrape: scrapeOf(service),
    },
  ];
}
