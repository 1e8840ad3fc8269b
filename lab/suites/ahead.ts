import { missingForCluster, obtainClusterTools } from "../cluster/tools";
import { prepare } from "../../setup/environment";
import type { Progress } from "../../setup/progress";

/**
 * Builds what a cluster of our own and Pulumi's Kubernetes plugin lack: half an hour of both processors and a few minutes more,
 * once. What fails is told by the suite that needs it.
 */
export async function buildForCluster(progress: Progress): Promise<void> {
  await Promise.allSettled([
    prepare(["cli", "kubernetes-plugin"], progress),
    missingForCluster().then(async (missing) => {
      if (missing.length === 0) await obtainClusterTools(progress);
    }),
  ]);
}
