import { runningCluster } from "../../../../lab/cluster/record";
import type { Init } from "../../../../lab/cluster/namespaces";
import { within } from "../../../../lab/cluster/namespaces";
import { ctr } from "../../../../lab/cluster/runtime";
import { kubectl } from "../cluster";

/** One lost node leaves a majority of three. */
export const nodesNeeded = 3;

const ways = ["INPUT -i uplink", "OUTPUT -o uplink", "FORWARD -i uplink", "FORWARD -o uplink"];

/** The first process of a node of the suite's cluster. */
export function initOf(name: string): Init {
  const cluster = runningCluster();
  const index = cluster?.layout.nodes.findIndex((node) => node.name === name) ?? -1;
  const init = cluster?.record.inits[index];
  if (init === undefined) throw new Error(`the cluster has no ${name}`);
  return init;
}

/** The process that waits for a stopped kubelet stops as well, and would not see it end; it is told to go on too. */
function continueStarter(name: string): void {
  const starter = runningCluster()?.record.daemons.find((daemon) => daemon.name === `${name}-kubelet`);
  if (starter !== undefined) process.kill(starter.process.pid, "SIGCONT");
}

async function signalKubelet(init: Init, signal: "STOP" | "CONT"): Promise<void> {
  const script = `for one in /proc/[0-9]*; do
  if [ "$(cat "$one/comm" 2>/dev/null)" = kubelet ]; then kill -${signal} "\${one#/proc/}"; fi
done`;
  await within(init, ["sh", "-c", script]);
}

async function uplink(init: Init, change: "-I" | "-D"): Promise<void> {
  for (const way of ways) {
    const [chain = "", ...match] = way.split(" ");
    await within(init, ["iptables", "-w", change, chain, ...match, "-j", "DROP"]);
  }
}

/** Has a node lose its power, as far as others can tell: nobody reaches it, and nothing of what ran there runs. */
export async function lose(name: string): Promise<void> {
  const init = initOf(name);
  await signalKubelet(init, "STOP");
  await uplink(init, "-I");
  const tasks = (await ctr(init, ["tasks", "ls", "-q"])).split("\n").filter((id) => id !== "");
  for (const id of tasks) await ctr(init, ["tasks", "kill", "--all", "--signal", "SIGKILL", id]);
}

/** Gives a lost node its power again. */
export async function bringBack(name: string): Promise<void> {
  const init = initOf(name);
  await uplink(init, "-D");
  await signalKubelet(init, "CONT");
  continueStarter(name);
  await kubectl(["wait", `node/${name}`, "--for=condition=Ready", "--timeout=120s"]);
}

const outOfService = "node.kubernetes.io/out-of-service";

/**
 * Says of a node what an operator, or the cloud's controller, says of one that is known to be off: its pods, and its disks, go to others
 * (https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown).
 */
export async function declareLost(name: string): Promise<void> {
  await kubectl(["taint", "node", name, `${outOfService}=nodeshutdown:NoExecute`]);
}

/** Takes that back. */
export async function declareBack(name: string): Promise<void> {
  await kubectl(["taint", "node", name, `${outOfService}:NoExecute-`], true);
}
