import type { input } from "@pulumi/kubernetes/types";
import { bytes, type Bytes, type Server, type Volume } from "../../model";
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

/** Disks of stores that name no size. */
const standard: Readonly<Record<Server["engine"] | Volume["engine"], Bytes>> = {
  postgres: "10Gi",
  redis: "2Gi",
  kafka: "20Gi",
  zookeeper: "5Gi",
  minio: "50Gi",
  qdrant: "20Gi",
  consul: "5Gi",
  volume: "10Gi",
};

/** The disk of a store. */
export function sizeOf({ engine, size }: Pick<Server | Volume, "engine" | "size">): Bytes {
  return size ?? standard[engine];
}
