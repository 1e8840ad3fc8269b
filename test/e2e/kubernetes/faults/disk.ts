import { join } from "node:path";
import { runningCluster } from "../../../../lab/cluster/record";
import { run } from "../../../../setup/processes";
import { eventually, kubectl, objectOf } from "../cluster";

interface Claim {
  readonly spec: { readonly volumeName: string };
}

/**
 * Gives a claim's data a disk of its own that is no larger than it says. A volume of the suite's cluster is a folder, as large as the
 * machine's disk.
 */
export class SmallDisk {
  private constructor(
    private readonly folder: string,
    private readonly kept: string,
  ) {}

  /**
   * @param set the StatefulSet whose pod has the claim; it is stopped while its data moves
   * @param spare MiB that the disk has beside what is on it
   */
  static async under(namespace: string, set: string, claim: string, spare: number): Promise<SmallDisk> {
    const volumes = runningCluster()?.layout.volumes;
    if (volumes === undefined) throw new Error("the suite's cluster does not run");
    const { spec } = await objectOf<Claim>("pvc", claim, "--namespace", namespace);
    const disk = new SmallDisk(join(volumes, spec.volumeName), join(volumes, `${spec.volumeName}.kept`));
    await withoutPods(namespace, set, () => disk.made(spare));
    return disk;
  }

  private async made(spare: number): Promise<void> {
    const { folder, kept } = this;
    const script = `
size=$(( $(du -sm "$1" | cut -f 1) + $3 ))
cp -a "$1" "$2"
mount -t tmpfs -o "size=\${size}m" tmpfs "$1"
chown --reference="$2" "$1"
chmod --reference="$2" "$1"
cp -a "$2/." "$1/"`;
    await run("sh", ["-ec", script, "sh", folder, kept, String(spare)]);
  }

  /** Makes it larger while it is in use, as the disk of a claim that grows becomes. */
  async grow(size: string): Promise<void> {
    await run("mount", ["-o", `remount,size=${size}`, this.folder]);
  }

  /** Whole per cent of it that are in use. */
  async used(): Promise<number> {
    const { stdout } = await run("df", ["--output=pcent", this.folder]);
    return Number(/(\d+)%/.exec(stdout)?.[1]);
  }

  /** Removes it; whoever uses it must have ended. */
  async remove(): Promise<void> {
    await run("sh", ["-c", 'umount "$1"; rm -rf "$2"', "sh", this.folder, this.kept], { allowFailure: true });
  }
}

/** Ends the pods of a StatefulSet while `body` runs; after it there are as many as before, or as `after` says. */
export async function withoutPods(
  namespace: string,
  set: string,
  body: () => Promise<void>,
  after?: number,
): Promise<void> {
  const own = ["--namespace", namespace, `statefulset/${set}`];
  const { spec } = await objectOf<{ readonly spec: { readonly replicas: number } }>(
    ...["statefulset", set, "--namespace", namespace],
  );
  await kubectl(["scale", ...own, "--replicas=0"]);
  await eventually(
    120,
    async () =>
      (await kubectl(["get", "pods", "--namespace", namespace, "--output=name"])).stdout.split("\n"),
    (names) => !names.some((name) => new RegExp(`^pod/${set}-\\d+$`).test(name)),
  );
  await body();
  await kubectl(["scale", ...own, `--replicas=${after ?? spec.replicas}`]);
  await kubectl(["rollout", "status", ...own, "--timeout=180s"]);
}
