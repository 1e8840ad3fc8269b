import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import type { Resource } from "@pulumi/pulumi";
import { exporterImage, http } from "../../model";
import { metricsFolder } from "../../render/proxy/reload";
import { exporterPort } from "./metrics.args";
import { unawaited, type KubernetesContext } from "../context";
import { labels, selector } from "../labels";
import type { ContainerSpec } from "../workload/pod.args";

/** A container that serves the text files of a pod's volume `metrics` to Prometheus, by node-exporter. */
export function exporter(context: KubernetesContext, { group }: { readonly group?: number }): ContainerSpec {
  return {
    name: "metrics",
    image: context.engineImage(exporterImage),
    command: [
      "--collector.disable-defaults",
      "--collector.textfile",
      `--collector.textfile.directory=${metricsFolder}`,
      "--web.disable-exporter-metrics",
      `--web.listen-address=:${exporterPort}`,
    ],
    // The group of those who write them.
    user: `65534:${group ?? 65534}`,
    mounts: [{ name: "metrics", mountPath: metricsFolder, readOnly: true }],
    ports: { metrics: exporterPort },
    health: http("/metrics", { port: "metrics", interval: "30s", timeout: "5s", retries: 3 }),
    resources: { cpu: { request: 0.05, limit: 0.5 }, memory: { request: "16Mi", limit: "64Mi" } },
  };
}

/** The name under which a backup's metrics are found: of each of its pods, there is one at a time. */
export function exporterAddress(context: KubernetesContext, backup: string, parent: Resource): void {
  new ClusterService(
    `${context.prefix}-${backup}`,
    {
      metadata: {
        name: backup,
        namespace: context.namespace,
        labels: labels(context, backup, "metrics"),
        annotations: { ...unawaited },
      },
      spec: {
        clusterIP: "None",
        selector: { ...selector(context, backup, "backup") },
        ports: [{ name: "metrics", port: exporterPort, targetPort: "metrics", protocol: "TCP" }],
      },
    },
    { parent },
  );
}
