import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUNTIME_SOCKET } from "./configuration";
import type { Node } from "./layout";
import { type Init, within } from "./namespaces";

/** There while a node uses the folder; one that is left over tells of a crash. */
const MARK = "in-use";
const CTR = `ctr --address ${RUNTIME_SOCKET} --namespace k8s.io`;
const ANSWERS = `ctr --address ${RUNTIME_SOCKET} version >/dev/null 2>&1`;

// Images are not containers: they stay.
const REMOVAL = `
${CTR} tasks ls -q | while read -r task; do ${CTR} tasks delete --force "$task" >/dev/null 2>&1 || true; done
${CTR} containers ls -q | while read -r one; do ${CTR} containers delete "$one" >/dev/null 2>&1 || true; done
${CTR} snapshots ls | awk '/ Active *$/ { print $1 }' | while read -r one; do ${CTR} snapshots rm "$one" || true; done
`;

// A kubelet would start them again. The node sees no processes but its own.
const END_KUBELET = `
for one in /proc/[0-9]*; do
  [ "$(cat "$one/comm" 2>/dev/null)" != kubelet ] || kill -KILL "\${one#/proc/}"
done
`;

/** Runs the container runtime's own client in a node. */
export async function ctr(init: Init, args: readonly string[]): Promise<string> {
  const [command = "", ...options] = CTR.split(" ");
  return (await within(init, [command, ...options, ...args])).stdout;
}

/** True once the runtime answers. */
export async function runtimeAnswers(init: Init): Promise<boolean> {
  return (await within(init, ["sh", "-c", ANSWERS], { allowFailure: true })).code === 0;
}

/**
 * Makes the folder of a node's runtime ready: without containers of an earlier cluster that crashed, which the runtime
 * would take up again.
 */
export async function readyRuntime(init: Init, { folder, images }: Node): Promise<void> {
  mkdirSync(images, { recursive: true });
  const mark = join(images, MARK);
  if (existsSync(mark)) {
    const script = `containerd --config ${folder}/containerd.toml >/dev/null 2>&1 & runtime=$!
until ${ANSWERS}; do kill -0 $runtime; sleep 0.05; done
${REMOVAL}
kill $runtime; wait $runtime || true`;
    await within(init, ["sh", "-ec", script]);
  }
  writeFileSync(mark, "");
}

/** Ends and removes all containers of a running node, and what they wrote. */
export async function removeContainers(init: Init, { images }: Node): Promise<void> {
  const { code } = await within(init, ["sh", "-c", `${END_KUBELET}${ANSWERS} || exit 1\n${REMOVAL}`], {
    allowFailure: true,
  });
  if (code === 0) rmSync(join(images, MARK), { force: true });
}
