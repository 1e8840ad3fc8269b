import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { backendFolder, removeTornAttributes } from "../../setup/file-backend";
import { isAlive } from "../../setup/lock";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { keepingFile } from "./file";
import { endSurvivors, runMark } from "./survivors";

/** Who holds a stack's lock, as the CLI writes it. */
interface BackendLock {
  readonly pid: number;
  readonly hostname: string;
}

/** True for the lock of a process of this machine that has ended. */
export function isAbandoned(lock: Partial<BackendLock>, host: string = hostname()): boolean {
  return lock.hostname === host && lock.pid !== undefined && !isAlive({ pid: lock.pid, born: "" });
}

/** Removes the locks that killed runs of the CLI left in a file backend, and ends what they left running. */
export async function releaseAbandonedLocks(
  env: NodeJS.ProcessEnv,
  stack: string,
  progress: Progress,
): Promise<void> {
  const backend = backendFolder(env);
  if (backend === undefined) return;
  const locks = join(backend, ".pulumi", "locks");
  if (!existsSync(locks)) return;
  for (const name of readdirSync(locks, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".json") || !name.split("/").includes(stack)) continue;
    const path = join(locks, name);
    const lock = JSON.parse(readFileSync(path, "utf8")) as Partial<BackendLock>;
    if (!isAbandoned(lock)) continue;
    const survivors = await endSurvivors(runMark(stack));
    removeTornAttributes(backend, stack);
    rmSync(path);
    const also = survivors === 0 ? "" : `, and ended ${survivors} of its processes that went on`;
    progress.note(
      `Removed the lock that an interrupted run (process ${lock.pid}) left on stack ${stack}${also}.`,
    );
  }
}

/** An operation whose end the CLI never heard of, as `pulumi stack export` shows it. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: { readonly type: string; readonly inputs?: { readonly name?: unknown } };
}

const REMOVABLE: Readonly<Record<string, readonly string[]>> = {
  "docker:index/container:Container": ["rm", "--force"],
  "docker:index/network:Network": ["network", "rm"],
};

/**
 * The docker commands that remove what interrupted creations may have left on the engine; the names were chosen for those
 * creations alone. Volumes are not among them: one of that name may be older and hold data.
 */
export function removalsOf(pending: readonly PendingOperation[]): string[][] {
  const order = Object.keys(REMOVABLE);
  return pending
    .filter(({ type, resource }) => type === "creating" && order.includes(resource.type))
    .sort((a, b) => order.indexOf(a.resource.type) - order.indexOf(b.resource.type))
    .flatMap(({ resource }) => {
      const { name } = resource.inputs ?? {};
      return typeof name === "string" ? [[...(REMOVABLE[resource.type] ?? []), name]] : [];
    });
}

/**
 * Clears what an interrupted update left: the state's pending creations, which the CLI does not guess about, and the
 * containers and networks that came of them, which would hold names and ports.
 */
export async function clearPending(
  stack: string,
  pending: readonly PendingOperation[],
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  await progress.step(
    `Clearing ${pending.length} operations that an interrupted update left pending`,
    async () => {
      const options = ["--yes", "--skip-preview", "--clear-pending-creates"];
      await keepingFile(stack, () =>
        run("pulumi", ["refresh", ...options, "--stack", stack], { env: { ...env, ...runMark(stack) } }),
      );
      for (const command of removalsOf(pending)) {
        const { code } = await run("docker", command, { env, allowFailure: true });
        if (code === 0) progress.note(`  removed ${command.at(-1)}, which the interrupted update had made`);
      }
    },
  );
}
