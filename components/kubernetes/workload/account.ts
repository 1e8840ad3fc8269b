import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Role } from "../../model";
import type { KubernetesContext } from "../context";
import { labels } from "../labels";

/** An account of a component's own without any right, and without a token in its pods. */
export function account(
  context: KubernetesContext,
  part: string,
  role: Role,
  parent: Resource,
): Output<string> {
  const made = new ServiceAccount(
    `${context.prefix}-${part}`,
    {
      metadata: { name: part, namespace: context.namespace, labels: labels(context, part, role) },
      automountServiceAccountToken: false,
      ...(context.pullSecret === undefined ? {} : { imagePullSecrets: [{ name: context.pullSecret }] }),
    },
    { parent },
  );
  return made.metadata.name;
}
