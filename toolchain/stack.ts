import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { PlainError } from "./errors";
import { isAlive } from "./lock";
import { run, runAttached } from "./processes";
import type { Progress } from "./progress";
import { rerunArguments, toReplace, type ExportedResource } from "./rerun";
import { projectRoot } from "./workspace";

export const DEFAULT_STACK = "dev";

/** A command's arguments: which stack, and what goes on to the CLI. */
export interface StackArguments {
  readonly stack: string;
  readonly rest: readonly string[];
}

/** The stacks that the checkout describes, one `Pulumi.<stack>.yaml` each. */
export function stackNames(folder: string = projectRoot): string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * Takes the stack out of a command's arguments: the first word, or `-s`/`--stack` as the CLI has it.
 *
 * @throws PlainError naming the stacks there are, when it is none of them
 */
export function stackArguments(
  args: readonly string[],
  known: readonly string[] = stackNames(),
): StackArguments {
  // npm takes one `--` away; a person may have written a second one.
  const rest = args[0] === "--" ? args.slice(1) : [...args];
  let stack = rest[0] !== undefined && !rest[0].startsWith("-") ? rest.shift() : undefined;
  const option = rest.findIndex((word) => /^(-s|--stack)(=|$)/.test(word));
  if (option >= 0) {
    const [word = ""] = rest.splice(option, 1);
    const value = word.includes("=") ? word.slice(word.indexOf("=") + 1) : rest.splice(option, 1)[0];
    if (stack !== undefined) throw new PlainError(`The stack was named twice: ${stack} and ${value ?? ""}.`);
    if (value === undefined) throw new PlainError(`${word} needs the name of a stack: ${known.join(", ")}.`);
    stack = value;
  }
  stack ??= DEFAULT_STACK;
  if (!known.includes(stack)) {
    throw new PlainError(
      `There is no stack "${stack}": the checkout has no Pulumi.${stack}.yaml. The stacks are ${known.join(", ")}.`,
    );
  }
  return { stack, rest };
}

function stackFile(stack: string): string {
  return join(projectRoot, `Pulumi.${stack}.yaml`);
}

function withoutSalt(text: string): { readonly salted: boolean; readonly data: object } {
  const { encryptionsalt, ...data } = (parse(text) ?? {}) as { encryptionsalt?: string };
  return { salted: encryptionsalt !== undefined, data };
}

/** The text to give back to a stack's file after a run of the CLI, or undefined where it stays as it is. */
export function textToRestore(
  after: string,
  before: string,
  committed: string | undefined,
): string | undefined {
  const written = withoutSalt(after);
  if (!written.salted) return undefined;
  for (const original of [before, committed]) {
    if (original === undefined) continue;
    const { salted, data } = withoutSalt(original);
    if (!salted && isDeepStrictEqual(data, written.data)) return original;
  }
  return undefined;
}

/**
 * Runs `body` and gives the stack's file its text back. The CLI writes the passphrase's salt into it, which belongs to
 * this checkout's state and not into version control; the state has it as well. Any other change stays.
 */
async function keepingFile<T>(stack: string, body: () => Promise<T>): Promise<T> {
  const file = stackFile(stack);
  const before = readFileSync(file, "utf8");
  try {
    return await body();
  } finally {
    const shown = await run("git", ["show", `HEAD:./Pulumi.${stack}.yaml`], { allowFailure: true });
    const original = textToRestore(
      readFileSync(file, "utf8"),
      before,
      shown.code === 0 ? shown.stdout : undefined,
    );
    if (original !== undefined) writeFileSync(file, original);
  }
}

/** The folder of a file backend, or undefined for another one. */
function backendFolder(env: NodeJS.ProcessEnv): string | undefined {
  return env.PULUMI_BACKEND_URL?.startsWith("file://")
    ? env.PULUMI_BACKEND_URL.slice("file://".length)
    : undefined;
}

/** Who holds a stack's lock, as the CLI writes it. */
interface BackendLock {
  readonly pid: number;
  readonly hostname: string;
}

/** True for the lock of a process of this machine that has ended. */
export function isAbandoned(lock: Partial<BackendLock>, host: string = hostname()): boolean {
  return lock.hostname === host && lock.pid !== undefined && !isAlive({ pid: lock.pid, born: "" });
}

/** Removes the locks that killed runs of the CLI left in a file backend. */
export function releaseAbandonedLocks(env: NodeJS.ProcessEnv, stack: string, progress: Progress): void {
  const backend = backendFolder(env);
  const locks = backend === undefined ? undefined : join(backend, ".pulumi", "locks");
  if (locks === undefined || !existsSync(locks)) return;
  for (const name of readdirSync(locks, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".json") || !name.split("/").includes(stack)) continue;
    const path = join(locks, name);
    const lock = JSON.parse(readFileSync(path, "utf8")) as Partial<BackendLock>;
    if (!isAbandoned(lock)) continue;
    rmSync(path);
    progress.note(`Removed the lock that an interrupted run (process ${lock.pid}) left on stack ${stack}.`);
  }
}

async function exists(stack: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { stdout } = await run("pulumi", ["stack", "ls", "--json"], { env });
  return (JSON.parse(stdout) as { name: string }[]).some(
    ({ name }) => name === stack || name.endsWith(`/${stack}`),
  );
}

/** Makes the stack ready for an operation: there, and free of what an interrupted run left. */
export async function readyStack(stack: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  releaseAbandonedLocks(env, stack, progress);
  if (await exists(stack, env)) return;
  await progress.step(`Creating stack ${stack}`, () =>
    keepingFile(stack, () => run("pulumi", ["stack", "init", stack], { env })),
  );
}

/** Forgets creations that an interrupted update never heard the end of; the CLI refuses to guess. */
export async function clearPending(stack: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const { stdout } = await run("pulumi", ["stack", "export", "--stack", stack], { env });
  const { deployment } = JSON.parse(stdout) as { deployment: { pending_operations?: unknown[] } };
  const pending = deployment.pending_operations?.length ?? 0;
  if (pending === 0) return;
  await progress.step(`Clearing ${pending} operations that an interrupted update left pending`, () =>
    keepingFile(stack, () =>
      run("pulumi", ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", stack], {
        env,
      }),
    ),
  );
}

/** Runs the CLI on a stack with this process's own streams; resolves to its exit code. */
export async function pulumi(
  command: readonly string[],
  { stack, rest }: StackArguments,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  return await keepingFile(stack, () =>
    runAttached("pulumi", [...command, "--stack", stack, ...rest], { env }),
  );
}

/** Runs `pulumi up`, and with it again the jobs that failed or that `--rerun` names. */
export async function upWithReruns(
  { stack, rest }: StackArguments,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  const { named, rest: passed } = rerunArguments(rest);
  const { stdout } = await run("pulumi", ["stack", "export", "--stack", stack], { env });
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: ExportedResource[] } };
  const urns = toReplace(deployment.resources ?? [], named);
  if (urns.length > 0) progress.note(`Runs again: ${urns.map((urn) => urn.split("::").at(-1)).join(", ")}.`);
  const replaced = urns.flatMap((urn) => ["--replace", urn]);
  return await pulumi(["up"], { stack, rest: [...replaced, ...passed] }, env);
}

/** The stack's outputs; secret ones are masked. */
export async function stackOutputs(stack: string, env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const { stdout } = await keepingFile(stack, () =>
    run("pulumi", ["stack", "output", "--json", "--stack", stack], { env }),
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}
