import { join } from "node:path";
import { within } from "../../../../lab/cluster/namespaces";
import { runningCluster } from "../../../../lab/cluster/record";
import { eventually, kubectl, objectOf } from "../cluster";
import { initOf } from "./node";

interface Claim {
  readonly spec: { readonly volumeName: string };
}
interface Pod {
  readonly spec: { readonly nodeName: string };
}

const make = `
size=$(( $(du -sm "$1" | cut -f 1) + $3 ))
cp -a "$1" "$2"
mount -t tmpfs -o "size=\${size}m" tmpfs "$1"
chown --reference="$2" "$1"
chmod --reference="$2" "$1"
cp -a "$2/." "$1/"`;

/**
 * Gives a claim's data a disk of its own that is no larger than it says. A volume of the suite's cluster is a folder, as large as the
 * machine's disk.
 */
export class SmallDisk {
  private constructor(
    private readonly node: string,
    private readonly folder: string,
    private readonly kept: string,
  ) {}

  /**
   * @param pod which of the StatefulSet's pods has the claim `data`; all are stopped while its data moves, and come back on its node
   * @param spare MiB that the disk has beside what is on it
   */
  static async under(
    namespace: string,
    { set, pod, claim }: { readonly set: string; readonly pod: string; readonly claim: string },
    spare: number,
  ): Promise<SmallDisk> {
    const cluster = runningCluster();
    if (cluster === undefined) throw new Error("the suite's cluster does not run");
    const own = ["--namespace", namespace];
    const { spec } = await objectOf<Claim>("pvc", claim, ...own);
    const { nodeName } = (await objectOf<Pod>("pod", pod, ...own)).spec;
    const folder = join(cluster.layout.volumes, spec.volumeName);
    const disk = new SmallDisk(nodeName, folder, `${folder}.kept`);
    // Mounted in its node alone, so that is where the pods are to be.
    const others = cluster.layout.nodes.map(({ name }) => name).filter((name) => name !== nodeName);
    await kubectl(["cordon", ...others]);
    try {
      await withoutPods(namespace, set, () => disk.sh(make, folder, disk.kept, String(spare)));
    } finally {
      await kubectl(["uncordon", ...others]);
    }
    return disk;
  }

  private async sh(script: string, ...words: readonly string[]): Promise<void> {
    await within(initOf(this.node), ["sh", "-ec", script, "sh", ...words]);
  }

  /** Makes it larger while it is in use, as the disk of a claim that grows becomes. */
  async grow(size: string): Promise<void> {
    await this.sh('mount -o "remount,size=$1" "$2"', size, this.folder);
  }

  /** Whole per cent of it that are in use. */
  async used(): Promise<number> {
    const { stdout } = await within(initOf(this.node), ["df", "--output=pcent", this.folder]);
    return Number(/(\d+)%/.exec(stdout)?.[1]);
  }

  /** Removes it; whoever uses it must have ended. */
  async remove(): Promise<void> {
    await this.sh('umount "$1"; rm -rf "$2"', this.folder, this.kept);
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
