import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Bytes, Role } from "../../model";
import { unawaited, type KubernetesContext } from "../context";
import { labels } from "../labels";
import { claimSpec } from "./volume.args";

export interface ClaimArgs {
  readonly component: string;
  readonly role: Role;
  /** Name of the claim. */
  readonly name: string;
  readonly size: Bytes;
  /** Whether pods on several nodes may write at once. @default "one" */
  readonly access?: "one" | "many";
  readonly storageClass?: string;
  /** Whether the data outlives its resource and is protected against deletion. */
  readonly protect: boolean;
}

/** A disk that outlives pods. */
export function claim(
  context: KubernetesContext,
  args: ClaimArgs,
  opts: CustomResourceOptions,
): PersistentVolumeClaim {
  const { component, role, name, protect } = args;
  return new PersistentVolumeClaim(
    `${context.prefix}-${name}`,
    {
      metadata: {
        name,
        namespace: context.namespace,
        labels: labels(context, component, role),
        // A class that waits for the first pod binds nothing before there is one.
        annotations: { ...unawaited },
      },
      spec: claimSpec({ ...args, storageClass: args.storageClass ?? context.settings.storageClass }),
    },
    { ...opts, protect, retainOnDelete: protect },
  );
}
