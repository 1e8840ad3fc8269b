import { Provider } from "@pulumi/kubernetes/provider";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { KubernetesSettings } from "./settings";

/**
 * Options with a provider for the cluster that the stack names. It reads the operator's kubeconfig by its path, so that
 * no credential is in the state.
 */
export function inCluster(
  prefix: string,
  { kubeconfig, context }: Pick<KubernetesSettings, "kubeconfig" | "context">,
  opts: ComponentResourceOptions = {},
): ComponentResourceOptions {
  const provider = new Provider(`${prefix}-cluster`, {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    enableServerSideApply: true,
  });
  return { ...opts, providers: [provider] };
}
