import { portsOf, type Signal, type System } from "../../model";
import { instancesEnding } from "../../render/prometheus/place";
import { monitoringRefusals } from "../../shared/monitoring-refusals";
import type { Refusal } from "../../shared/refusal";
import { kindOf } from "../ingress/kinds";
import { isOperated } from "./operated";
import type { KubernetesSettings } from "../settings";

/** Metrics that an alert's PromQL may name, and that nobody writes on a cluster. */
const unwritten: Readonly<Record<string, string>> = {
  node_: "no node-exporter runs on a cluster's nodes",
  scheduled_job_:
    "the cluster itself runs jobs on their schedule: ask kube_cronjob_status_last_successful_time",
  certificate_renewal_: "cert-manager renews certificates, and tells the cluster's own Prometheus of it",
};

/** Of backups alone: how old the files of their metrics are. */
const written = /\bnode_textfile_/g;

/** Labels of containers that our own Prometheus sets, and the cluster's does not. */
const ownLabels = /\bcontainer_[a-z_]+\b[^]*\b(?:component|system)\b/;

function exprRefusals(path: string, expr: string, operated: boolean): readonly Refusal[] {
  const named = expr.replace(written, "");
  return [
    ...Object.entries(unwritten).map(([metric, why]) => ({
      path: `${path}.expr`,
      set: new RegExp(`\\b${metric}`).test(named),
      message: `asks for ${metric}*, and ${why}; leave the alert out, or set trireme:kubernetes.monitoring to none`,
    })),
    {
      path: `${path}.expr`,
      set: operated && ownLabels.test(expr),
      message:
        "asks for container_* by the labels component or system, which the cluster's own monitoring does not set; ask by namespace, pod and container, or use cpuUsage and memoryUsage",
    },
  ];
}

function signalRefusals(
  path: string,
  { type }: Signal,
  { ingress, hostMetrics }: Pick<KubernetesSettings, "ingress"> & { readonly hostMetrics: boolean },
): readonly Refusal[] {
  return [
    {
      path: `${path}.expr.type`,
      set: type === "disk" && !hostMetrics,
      message:
        "the kubelet measures how full claims are, which is asked with hostMetrics: true; add that, or leave disk out",
    },
    {
      path: `${path}.expr.type`,
      set: (type === "error-rate" || type === "latency") && kindOf({ ingress }).forwardedFrom !== undefined,
      message: `${ingress.kind} counts requests, which the cluster's own Prometheus asks; set trireme:kubernetes.ingress.kind to proxy, or trireme:kubernetes.monitoring to none`,
    },
  ];
}

/** Two of one name: what is measured, and by what its instances are found. */
function nameRefusals(system: System): readonly Refusal[] {
  const { services, stores, jobs, backups } = system;
  const names = [...services, ...stores, ...jobs, ...backups].map(({ name }) => name);
  return services.map((service) => ({
    path: `services.${service.name}.metrics`,
    set:
      service.metrics !== undefined &&
      portsOf(service)[service.metrics.port ?? "main"] !== undefined &&
      names.includes(`${service.name}${instancesEnding}`),
    message: `its instances are found by the name ${service.name}${instancesEnding}, which another component has; rename that one`,
  }));
}

/** The pages that are the cluster's own where an operator runs them, and open as the cluster opens them. */
const operatedPages: readonly string[] = ["prometheus", "alertmanager", "grafana"];

function withoutPages(system: System): System {
  const { monitoring } = system;
  if (monitoring?.publish === undefined) return system;
  const publish = Object.fromEntries(
    Object.entries(monitoring.publish).filter(([name]) => !operatedPages.includes(name)),
  );
  return { ...system, monitoring: { ...monitoring, publish } };
}

/** What a system asks of its monitoring that comes to nothing on a cluster. */
export function clusterMonitoringRefusals(system: System, settings: KubernetesSettings): readonly Refusal[] {
  const { monitoring } = system;
  if (monitoring === undefined || settings.monitoring === "none") return [];
  const { hostMetrics = false, alerts } = monitoring;
  const operated = isOperated(settings);
  return [
    ...monitoringRefusals(operated ? withoutPages(system) : system, {
      containers: "the kubelet",
      mail: "no service of the cluster sends mail",
    }),
    ...alerts.flatMap(({ name, expr }) =>
      typeof expr === "string"
        ? exprRefusals(`monitoring.alerts.${name}`, expr, operated)
        : signalRefusals(`monitoring.alerts.${name}`, expr, { ...settings, hostMetrics }),
    ),
    ...(operated ? [] : nameRefusals(system)),
  ];
}
