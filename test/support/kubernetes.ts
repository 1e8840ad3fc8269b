import { Platform, type KubernetesPlatformArgs } from "../../components/kubernetes/platform";
import type { KubernetesSettings } from "../../components/kubernetes/settings";
import { syfthub } from "../../stacks/systems/syfthub";
import { development } from "./valid";
import { noCluster } from "./outcomes";

export const settings: KubernetesSettings = { ingress: { kind: "proxy", service: "LoadBalancer" } };

const syfthubProduction = syfthub({
  ...development,
  name: "production",
  domain: "hub.example.com",
  repository: "ghcr.io/your-org/syfthub",
  replicas: 2,
});

/** SyftHub's production stack on a cluster in which everything goes well. */
export function deployToCluster(more: Partial<KubernetesPlatformArgs> = {}): Platform {
  return new Platform({
    system: syfthubProduction,
    images: {},
    substitutes: {},
    provided: {},
    protect: true,
    kubernetes: settings,
    cluster: noCluster,
    ...more,
  });
}
