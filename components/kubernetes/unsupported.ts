import {
  checkExtensions,
  type Backup,
  type Ingress,
  type Problem,
  type Rotations,
  type Store,
  type System,
} from "../model";
import { beyondBounds } from "./bounds.args";
import { backupRefusals } from "../shared/backups";
import { storeRefusals } from "../shared/driver";
import { problemsOf, type Refusal } from "../shared/refusal";
import { kindOf } from "./ingress/kinds";
import { componentsWithPods } from "./network/networks.args";
import { clusterMonitoringRefusals } from "./observability/refusals";
import type { KubernetesSettings } from "./settings";
import { driverOf } from "./stores";
import { processRefusals } from "./workload/process.args";
import { scalingRefusals } from "./workload/scaled.args";
import { rotationRefusals } from "./stores/credentials.args";

function tlsRefusals({ tls }: Ingress, settings: KubernetesSettings): readonly Refusal[] {
  if (tls?.mode !== "lets-encrypt") return [];
  return [
    {
      path: "ingress.tls",
      set: settings.issuer === undefined && kindOf(settings).certificate === "issuer",
      message:
        "on Kubernetes cert-manager gets certificates from an authority; set trireme:kubernetes.issuer to the name of its ClusterIssuer (kubectl get clusterissuers), or tls mode to custom or self-signed",
    },
    {
      path: "ingress.tls",
      set: tls.server !== undefined || tls.caCertificate !== undefined,
      message:
        "cert-manager's ClusterIssuer chooses the authority; remove settings.tls.server and settings.tls.ca, and set trireme:kubernetes.issuer",
    },
  ];
}

/** Who could archive the log that a restore to any moment needs. */
function pointInTimeRefusals(backup: Backup, store: Store | undefined): readonly Refusal[] {
  if (backup.pointInTime === undefined || store?.engine !== "postgres") return [];
  const path = `backups.${backup.name}.pointInTime`;
  return [
    {
      path,
      set: store.operator === "cloudnative-pg" && backup.destinations.every(({ to }) => to !== "bucket"),
      message:
        "CloudNativePG archives the log in a bucket; add one to destinations: set settings.bucket, or leave pointInTime out",
    },
  ];
}

/** A disk belongs to the group of the pod that mounts it; without a number it would stay root's. */
function workloadRefusals(system: System, settings: KubernetesSettings): readonly Refusal[] {
  const kinds = { services: system.services, jobs: system.jobs } as const;
  return Object.entries(kinds).flatMap(([kind, workloads]) =>
    workloads.flatMap(({ name, user, mounts = [], files = {} }) => [
      {
        path: `${kind}.${name}.user`,
        set: mounts.length > 0 && (user ?? settings.user) === undefined,
        message: `is missing: ${name} mounts a volume, which must belong to its user. Set the numeric user of its image in the system, or that of all workloads: pulumi config set --path kubernetes.user 1000`,
      },
      ...Object.keys(files).map((path) => ({
        path: `${kind}.${name}.files["${path}"]`,
        set: /^\/[^/]*$/.test(path),
        message:
          "files hide the rest of their folder, and this one is the root folder; put the file in a folder of its own, for example /run/config",
      })),
    ]),
  );
}

/** Of pods that nobody has, no class would be anybody's. */
function priorityRefusals(system: System, settings: KubernetesSettings): readonly Refusal[] {
  const known = componentsWithPods(system, settings);
  return Object.keys(settings.priorityClasses ?? {}).map((name) => ({
    path: `kubernetes.priorityClasses.${name}`,
    set: !known.includes(name),
    message: `no component with pods is called "${name}"; allowed are ${known.join(", ")}. Name one of them, or remove it`,
  }));
}

function componentRefusals(system: System): readonly Refusal[] {
  return [
    ...storeRefusals(system, (store) => driverOf(store).refusals(store, undefined)),
    ...backupRefusals(system, "Kubernetes"),
    ...system.backups.flatMap((backup) =>
      pointInTimeRefusals(
        backup,
        system.stores.find(({ name }) => name === backup.store),
      ),
    ),
  ];
}

/** What a system asks for that the Kubernetes target does not do: refused, so that nothing is silently left out. */
export function beyondKubernetes(
  system: System,
  settings: KubernetesSettings,
  rotations: Rotations = {},
): readonly Problem[] {
  const { ingress } = system;
  const refusals = [
    ...componentRefusals(system),
    ...workloadRefusals(system, settings),
    ...processRefusals(system),
    ...priorityRefusals(system, settings),
    ...(ingress === undefined ? [] : tlsRefusals(ingress, settings)),
    ...(ingress === undefined ? [] : kindOf(settings).refusals(ingress)),
    ...rotationRefusals(system, rotations),
    {
      path: "metrics.publish",
      set: system.metrics?.publish !== undefined,
      message:
        "a cluster's Prometheus scrapes pods, not a port of the host; leave settings.ports.metrics out and set trireme:kubernetes.scrapers to its namespace",
    },
    ...clusterMonitoringRefusals(system, settings),
    ...scalingRefusals(system, settings),
  ];
  return [
    ...problemsOf(refusals),
    ...beyondBounds(system),
    ...checkExtensions(system, { operators: true, additions: true }),
  ];
}
