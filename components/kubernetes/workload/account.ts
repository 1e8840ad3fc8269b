import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Role } from "../../model";
import type { KubernetesContext } from "../context";
import { labels } from "../labels";

/** An account of a component's own without any right, and without a token in its pods. */
export function account(
  context: KubernetesContext,
  component: string,
  role: Role,
  parent: Resource,
): Output<string> {
  const made = new ServiceAccount(
    `${context.prefix}-${component}`,
    {
      metadata: { name: component, namespace: context.namespace, labels: labels(context, component, role) },
      automountServiceAccountToken: false,
      ...(context.pullSecret === undefined ? {} : { imagePullSecrets: [{ name: context.pullSecret }] }),
    },
    { parent },
  );
  return made.metadata.name;
}
