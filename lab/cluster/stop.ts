import { readFileSync, rmdirSync, rmSync } from "node:fs";
import { mountsBelow } from "../../setup/engine-traces";
import { isAlive, withLock } from "../../setup/lock";
import { run } from "../../setup/processes";
import type { Progress, Step } from "../../setup/progress";
import { until } from "./api";
import { removeCgroup } from "./cgroups";
import { clusterId, layoutOf, MOST_NODES, type Node } from "./layout";
import { endInit } from "./namespaces";
import { readRecord, removeRecord } from "./record";
import { removeContainers } from "./runtime";

const LINK_MS = 15_000;
const END_MS = 15_000;

// The kernel takes a link down some time after the namespace at its other end has ended.
async function linkGone({ device }: Node): Promise<void> {
  const gone = async () =>
    (await run("ip", ["link", "show", device], { cwd: "/", allowFailure: true })).code !== 0;
  await until(`The link ${device} did not go`, LINK_MS, gone);
}

function removeFolder(folder: string): void {
  // Namespaces that ended took their mounts along; what is left here would be deleted through.
  const left = mountsBelow(readFileSync("/proc/self/mountinfo", "utf8"), [folder]);
  if (left.length > 0) throw new RangeError(`${left.join(", ")} is still mounted`);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Removes whatever there is of a cluster, running, half made or crashed: processes, namespaces, links, control groups and files.
 * Loaded images stay for the next start.
 */
export async function removeCluster(id: number, step: Step): Promise<void> {
  const layout = layoutOf(id, MOST_NODES);
  const record = readRecord(layout);
  if (record) {
    await Promise.all(
      record.inits.map(async (init, index) => {
        const node = layout.nodes[index];
        if (!node) return;
        if (isAlive(init)) {
          step.say("removing containers");
          await removeContainers(init, node);
        }
        await endInit(init);
      }),
    );
    step.say("cleaning up");
    const ended = () => Promise.resolve(!record.daemons.some(({ process }) => isAlive(process)));
    await until("The cluster's servers did not end", END_MS, ended);
    // The links between nodes are in their namespaces.
    await linkGone(layout.nodes[0]);
    for (const node of layout.nodes) await removeCgroup(node.cgroup);
  }
  removeFolder(layout.folder);
  for (const folder of record?.made ?? []) {
    try {
      rmdirSync(folder);
    } catch {
      // Someone else has put something there since.
    }
  }
  removeRecord(layout);
}

/**
 * Stops our cluster, and removes all that it left.
 *
 * @returns true if there was one
 */
export async function stopCluster(progress: Progress): Promise<boolean> {
  const id = clusterId();
  const layout = layoutOf(id, 1);
  return await withLock(layout.lock, async () => {
    if (!readRecord(layout)) return false;
    await progress.step("Stopping Kubernetes", (step) => removeCluster(id, step));
    return true;
  });
}
