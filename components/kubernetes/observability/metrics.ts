import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import type { Resource } from "@pulumi/pulumi";
import { exporterImage, http, type Role } from "../../model";
import { instancesEnding } from "../../render/prometheus/place";
import { metricsFolder } from "../../render/proxy/reload";
import { exporterPort } from "./metrics.args";
import { unawaited, type KubernetesContext } from "../context";
import { labels, selector } from "../labels";
import { portName, type ContainerSpec } from "../workload/pod.args";

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

/**
 * The name under which DNS has the address of each of a component's pods, also of those that are not ready: those above all are to be asked.
 */
export function instancesAddress(
  context: KubernetesContext,
  {
    component,
    role,
    ports,
  }: { readonly component: string; readonly role: Role; readonly ports: Readonly<Record<string, number>> },
  parent: Resource,
): void {
  const name = `${component}${instancesEnding}`;
  new ClusterService(
    `${context.prefix}-${name}`,
    {
      metadata: {
        name,
        namespace: context.namespace,
        labels: labels(context, component, role),
        annotations: { ...unawaited },
      },
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: { ...selector(context, component, role) },
        ports: Object.entries(ports)
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([port, number]) => ({
            name: portName(port),
            port: number,
            targetPort: number,
            protocol: "TCP",
          })),
      },
    },
    { parent },
  );
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
