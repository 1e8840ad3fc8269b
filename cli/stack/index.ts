import { stackNames } from "../../stacks/config/file";
import { PlainError, UsageError } from "../../setup/errors";
import { releaseAbandonedLocks, type PendingOperation } from "./interrupted";
import { run, runAttached } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { keepingFile } from "./file";
import { runMark } from "./survivors";
import { toReplace, type ExportedResource } from "./rerun";
import { projectRoot } from "../../setup/workspace";

/** A stack, and what goes on to the CLI. */
export interface StackArguments {
  readonly stack: string;
  readonly rest: readonly string[];
}

/**
 * The same name, where the checkout describes such a stack.
 *
 * @throws UsageError naming the stacks there are, when it is not one of them
 */
export function knownStack(stack: string, known: readonly string[] = stackNames(projectRoot)): string {
  if (known.includes(stack)) return stack;
  throw new UsageError(
    `There is no stack "${stack}": the checkout has no Pulumi.${stack}.yaml. The stacks are ${known.join(", ")}.`,
  );
}

/** What the last deployment left in a stack's state. */
export interface StackState {
  readonly resources: readonly ExportedResource[];
  /** Operations whose end the CLI never heard of. */
  readonly pending: readonly PendingOperation[];
}

/**
 * The state of a stack; undefined where there is none.
 *
 * @param clear whether its secrets are decrypted. @default false: they are masked
 * @throws PlainError with the CLI's own words where it cannot be read
 */
async function stateOf(
  stack: string,
  env: NodeJS.ProcessEnv,
  clear = false,
): Promise<StackState | undefined> {
  const { code, stdout, stderr } = await keepingFile(stack, () =>
    run("pulumi", ["stack", "export", ...(clear ? ["--show-secrets"] : []), "--stack", stack], {
      env,
      allowFailure: true,
    }),
  );
  if (code !== 0 && /no stack named/.test(stderr)) return undefined;
  if (code !== 0) throw new PlainError(`The state of stack ${stack} cannot be read: ${stderr.trim()}`);
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources?: ExportedResource[]; pending_operations?: PendingOperation[] };
  };
  return { resources: deployment.resources ?? [], pending: deployment.pending_operations ?? [] };
}

/**
 * Makes the stack ready for an operation: there, and free of the lock of an interrupted run. The CLI is asked once, for its
 * start and the passphrase's key take most of a second.
 *
 * @returns the stack's state
 */
export async function readyStack(
  stack: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<StackState> {
  await releaseAbandonedLocks(env, stack, progress);
  const state = await stateOf(stack, env);
  if (state !== undefined) return state;
  await progress.step(`Creating stack ${stack}`, () =>
    keepingFile(stack, () => run("pulumi", ["stack", "init", stack], { env })),
  );
  return { resources: [], pending: [] };
}

/** Runs the CLI on a stack with this process's own streams; resolves to its exit code. */
export async function pulumi(
  command: readonly string[],
  { stack, rest }: StackArguments,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  return await keepingFile(stack, () =>
    runAttached("pulumi", [...command, "--stack", stack, ...rest], { env: { ...env, ...runMark(stack) } }),
  );
}

/**
 * The resources that the last deployment left in the stack's state. None where it never was deployed.
 *
 * @param clear whether their secrets are decrypted. @default false: they are masked
 */
export async function exportedResources(
  stack: string,
  env: NodeJS.ProcessEnv,
  clear = false,
): Promise<readonly ExportedResource[]> {
  return (await stateOf(stack, env, clear))?.resources ?? [];
}

/**
 * Runs `pulumi up`, and with it again the jobs that failed or that are named.
 *
 * @param resources those of the stack's state
 */
export async function upWithReruns(
  { stack, named, rest }: StackArguments & { readonly named: readonly string[] },
  resources: readonly ExportedResource[],
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  const urns = toReplace(resources, named);
  if (urns.length > 0) progress.note(`Runs again: ${urns.map((urn) => urn.split("::").at(-1)).join(", ")}.`);
  const replaced = urns.flatMap((urn) => ["--replace", urn]);
  return await pulumi(["up"], { stack, rest: [...replaced, ...rest] }, env);
}

/** The stack's outputs; secret ones are masked. */
export async function stackOutputs(stack: string, env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const { stdout } = await keepingFile(stack, () =>
    run("pulumi", ["stack", "output", "--json", "--stack", stack], { env }),
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}
