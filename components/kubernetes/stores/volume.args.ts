import type { input } from "@pulumi/kubernetes/types";
import { bytes, engineOf, isServer, type Bytes, type Store } from "../../model";
import { quantity } from "../workload/pod.args";

export interface ClaimShape {
  readonly size: Bytes;
  /** @default "one" */
  readonly access?: "one" | "many";
  /** @default the cluster's own */
  readonly storageClass?: string;
}

/** What a disk asks for. */
export function claimSpec({
  size,
  access,
  storageClass,
}: ClaimShape): input.core.v1.PersistentVolumeClaimSpec {
  return {
    accessModes: [access === "many" ? "ReadWriteMany" : "ReadWriteOnce"],
    resources: { requests: { storage: quantity(bytes(size)) } },
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
  };
}

/** The disk of a volume that names no size. */
const standard: Bytes = "10Gi";

/** The disk of a store. */
export function sizeOf(store: Store): Bytes {
  return store.size ?? (isServer(store) ? engineOf(store).disk : standard);
}
