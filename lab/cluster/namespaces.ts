import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { existsSync, mkdirSync, openSync, closeSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PlainError } from "../../setup/errors";
import { isAlive, type Owner, processBirth } from "../../setup/lock";
import { run, type RunOptions } from "../../setup/processes";

const POLL_MS = 20;
const START_MS = 10_000;
const END_MS = 30_000;

/** Where pods that read the logs of others look for them on their node. */
export const podLogs = "/var/log/pods";

/**
 * Folders that some server writes to wherever it is told to keep its state. Each node has its own instead, which go with it.
 */
const HIDDEN = ["/run", "/var/lib/cni", "/var/log/containers", podLogs];

/** The first process of a node: its namespaces, and with them every process, mount and link, end with it. */
export type Init = Owner;

function firstChild(pid: number): number | undefined {
  try {
    const child = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0];
    return child === undefined || child === "" ? undefined : Number(child);
  } catch {
    return undefined;
  }
}

/** Folders that have to be made for a node to have its own in their place; to be removed after it. */
export function absentFolders(): readonly string[] {
  return HIDDEN.filter((folder) => !existsSync(folder));
}

/** Runs a command in a node: with its processes, its mounts and its network. */
export async function within(
  init: Init,
  command: readonly [string, ...string[]],
  options: RunOptions = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return await run("nsenter", entering(init, command), { cwd: "/", ...options });
}

function entering(init: Init, command: readonly string[]): readonly string[] {
  return ["--target", String(init.pid), "--mount", "--pid", "--net", "--", ...command];
}

/** Starts a command that goes on when this process ends. */
async function detached(
  name: string,
  command: string,
  args: readonly string[],
  stdio: StdioOptions,
): Promise<{ readonly child: ChildProcess; readonly pid: number }> {
  const child = spawn(command, args, { cwd: "/", detached: true, stdio });
  const pid = await new Promise<number>((resolve, reject) => {
    child.on("error", (error) => reject(new PlainError(`${name} could not be started: ${error.message}`)));
    child.on("spawn", () => resolve(child.pid ?? 0));
  });
  child.unref();
  return { child, pid };
}

/** Makes the namespaces of a node. The network has no link but its loopback yet. */
export async function startInit(): Promise<Init> {
  for (const folder of HIDDEN) mkdirSync(folder, { recursive: true });
  const kinds = ["--mount", "--pid", "--net", "--fork", "--kill-child", "--mount-proc"];
  // What the machine mounts and unmounts is seen; what the node does stays its own.
  const args = [...kinds, "--propagation", "slave", "tini", "--", "sleep", "infinity"];
  const { child, pid: outer } = await detached("unshare", "unshare", args, "ignore");
  const deadline = Date.now() + START_MS;
  for (;;) {
    const pid = firstChild(outer);
    // Its name tells that the namespaces and /proc are ready: before that it is still called unshare.
    if (pid !== undefined && nameOf(pid) === "tini") return await settled({ pid, born: processBirth(pid) });
    if (child.exitCode !== null || Date.now() > deadline)
      throw new PlainError(
        "The kernel gives no namespaces for a node; `unshare --mount --pid --net --fork true` tells why.",
      );
    await delay(POLL_MS);
  }
}

async function settled(init: Init): Promise<Init> {
  const mounts = HIDDEN.map((folder) => `mount -t tmpfs -o mode=755 tmpfs ${folder}`);
  await within(init, ["sh", "-ec", [...mounts, "ip link set lo up"].join("\n")]);
  return init;
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}

/** A server of the cluster that was started. */
export interface Daemon {
  readonly name: string;
  readonly process: Owner;
  readonly log: string;
}

/** Starts a server in a node. It goes on when this process ends, and ends with the node. */
export async function startDaemon(
  init: Init,
  name: string,
  command: readonly string[],
  logs: string,
): Promise<Daemon> {
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${name}.log`);
  const output = openSync(log, "a");
  const { pid } = await detached(name, "nsenter", entering(init, command), ["ignore", output, output]);
  closeSync(output);
  return { name, process: { pid, born: processBirth(pid) }, log };
}

/** The last lines that a server wrote. */
export function logTail({ log }: Daemon): string {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}

/**
 * Ends a node: the kernel ends every process in it, and takes down its mounts and links.
 *
 * @throws PlainError when it does not end within 30 s
 */
export async function endInit(init: Init): Promise<void> {
  if (isAlive(init)) process.kill(init.pid, "SIGKILL");
  const deadline = Date.now() + END_MS;
  while (isAlive(init)) {
    if (Date.now() > deadline)
      throw new PlainError(`A node (process ${init.pid}) did not end within ${END_MS / 1000} s.`);
    await delay(POLL_MS);
  }
}
