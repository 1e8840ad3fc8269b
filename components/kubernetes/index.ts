import { checkStoreChanges } from "../shared/store-changes";
import { target } from "../shared/target";
import { clusterCapabilities } from "./capabilities";
import { clusterSettings } from "./idle";
import { kubernetesSchema, storeKeys, type ClusterSettings } from "./settings";
import { withStores } from "./stores/changes.args";
import { beyondKubernetes } from "./unsupported";

/** A cluster that exists. */
export const kubernetes = target({
  name: "kubernetes",
  title: "Kubernetes",
  settings: kubernetesSchema,
  complete: (given): ClusterSettings => given ?? kubernetesSchema.parse({}),
  limits: {
    names: [
      { what: "service", max: 52, reason: "pods add a hash to it within a 63-character label" },
      { what: "store", max: 52, reason: "a StatefulSet's pods add a hash to it within a 63-character label" },
      { what: "job", max: 52, reason: "a CronJob adds 11 characters to it (batch/v1 CronJob)" },
      { what: "backup", max: 52, reason: "a CronJob adds 11 characters to it (batch/v1 CronJob)" },
    ],
    stores: "operators",
  },
  plugins: ["kubernetes", "random", "tls"],
  pulls: {
    all: "the nodes of a cluster",
    short: "nodes",
    place: "Name the cluster: pulumi config set --path kubernetes.context CONTEXT",
  },
  autoscales: true,
  lowers: clusterCapabilities({ ingress: { kind: "proxy", service: "LoadBalancer" } }),
  lowersBy: clusterCapabilities,
  overridden: (system, { stores }) => withStores(system, stores),
  unsupported: (system, settings, { settings: { rotations } }) => [
    ...checkStoreChanges(system, settings.stores, { target: "kubernetes", keys: storeKeys }),
    ...beyondKubernetes(system, settings, rotations),
  ],
  conditional: (system, _, __, given) => (given === undefined ? [] : clusterSettings(system, given)),
  platform: async (args, settings, transforms) => {
    const { Platform } = await import("./platform");
    const { children } = await import("./children");
    return new Platform({ ...args, transforms: await transforms(children), kubernetes: settings });
  },
});
