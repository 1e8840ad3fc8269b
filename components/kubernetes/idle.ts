import { externalStores, needsGpus, reachesOut, type System } from "../model";
import { bucketOf } from "../render/backup";
import type { Setting } from "../shared/target";
import { kindOf } from "./ingress/kinds";
import { isOperated } from "./observability/operated";
import type { ClusterSettings } from "./settings";

/** What of a cluster's settings is for something that not every system has. */
export function clusterSettings(system: System, cluster: ClusterSettings): readonly Setting[] {
  const workloads = [...system.services, ...system.jobs];
  const components = [...workloads, ...system.backups];
  const tls = system.ingress?.tls;
  return [
    {
      path: "kubernetes.issuer",
      value: cluster.issuer,
      used: tls?.mode === "lets-encrypt" && kindOf(cluster).certificate === "issuer",
      why:
        kindOf(cluster).certificate === "listener"
          ? "the certificate is that of the Gateway's own listener, and its issuer is set on the Gateway"
          : `cert-manager issues certificates only for tls mode lets-encrypt, and the mode is ${tls?.mode ?? "none"}`,
    },
    {
      path: "kubernetes.storageClass",
      value: cluster.storageClass,
      used: system.stores.length > externalStores(system).size || system.backups.length > 0,
      why: `system "${system.name}" keeps nothing on a disk`,
    },
    {
      path: "kubernetes.user",
      value: cluster.user,
      used: workloads.some(({ user }) => user === undefined),
      why: "every service and every job sets its user",
    },
    {
      path: "kubernetes.egress",
      value: cluster.egress,
      // Copies for a bucket leave by the same rule.
      used:
        components.some(({ name }) => reachesOut(system, name)) ||
        system.backups.some((backup) => bucketOf(backup) !== undefined),
      why: "no service and no job has egress, and no backup is copied to a bucket",
    },
    {
      path: "kubernetes.scrapers",
      value: cluster.scrapers,
      used:
        system.services.some(({ metrics }) => metrics !== undefined) ||
        (system.ingress !== undefined && cluster.ingress.kind === "proxy"),
      why: "no service has metrics, and no proxy of our own counts requests",
    },
    {
      path: "kubernetes.gpuNodes",
      value: cluster.gpuNodes,
      used: workloads.some(needsGpus),
      why: "nothing uses GPUs",
    },
    {
      path: "kubernetes.prometheus",
      value: cluster.prometheus,
      used: isOperated(cluster) && system.monitoring?.metrics !== undefined,
      why: isOperated(cluster)
        ? `system "${system.name}" has no metrics in ${system.environment}`
        : "it says which Prometheus an operator runs, and monitoring is not prometheus-operator",
    },
    {
      path: "kubernetes.requests",
      value: cluster.requests,
      used: system.services.some(({ autoscale }) => autoscale?.requestsPerSecond !== undefined),
      why: "no service is scaled by its requests",
    },
    {
      path: "kubernetes.monitoring",
      value: cluster.monitoring,
      used: system.monitoring !== undefined,
      why: `system "${system.name}" has no monitoring in ${system.environment} for the cluster's own to replace`,
    },
  ];
}
