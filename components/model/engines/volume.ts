import type { Bytes } from "../values/units";
import type { NamedStore } from "./shape";

/** What a volume is. */
export interface VolumeProps {
  /**
   * Its size, on targets that ask for one.
   * @default the target's own, e.g. 10Gi on Kubernetes
   * @example "20Gi"
   */
  readonly size?: Bytes;
  /**
   * Whether several instances may write at once.
   * @default "one"
   * @example "many"
   */
  readonly access?: "one" | "many";
  /**
   * Storage class, on targets that have such.
   * @default the stack's, else the cluster's own
   * @example "fast-ssd"
   */
  readonly storageClass?: string;
  /**
   * What makes its files again where they are lost: with a reason here production asks for no backup of it. It is protected and kept as any
   * other volume.
   * @default its files cannot be made again, and production needs a backup
   * @example "thumbnails, made again from the originals in the object store"
   */
  readonly disposable?: string;
}

/** A volume as {@link volume} makes it. */
export interface Volume extends NamedStore<"volume">, VolumeProps {}

/**
 * Files that outlive containers, mounted by services and jobs.
 * @example
 * const uploads = volume("uploads", { size: "20Gi", access: "many" });
 * const api = service("api", { image, env: {}, mounts: [{ volume: uploads.name, path: "/app/uploads" }] });
 */
export function volume(name: string, props: VolumeProps = {}): Volume {
  return { kind: "store", engine: "volume", name, ...props };
}
