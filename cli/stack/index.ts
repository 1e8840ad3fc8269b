import { stackNames } from "../../stacks/config/file";
import { PlainError, UsageError } from "../../setup/errors";
import { releaseAbandonedLocks } from "./interrupted";
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

async function exists(stack: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { stdout } = await run("pulumi", ["stack", "ls", "--json"], { env });
  return (JSON.parse(stdout) as { name: string }[]).some(
    ({ name }) => name === stack || name.endsWith(`/${stack}`),
  );
}

/** Makes the stack ready for an operation: there, and free of what an interrupted run left. */
export async function readyStack(stack: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  await releaseAbandonedLocks(env, stack, progress);
  if (await exists(stack, env)) return;
  await progress.step(`Creating stack ${stack}`, () =>
    keepingFile(stack, () => run("pulumi", ["stack", "init", stack], { env })),
  );
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

/** The resources that the last deployment left in the stack's state; secrets are masked. None where it never was deployed. */
export async function exportedResources(
  stack: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly ExportedResource[]> {
  const { code, stdout, stderr } = await keepingFile(stack, () =>
    run("pulumi", ["stack", "export", "--stack", stack], { env, allowFailure: true }),
  );
  if (code !== 0 && /no stack named/.test(stderr)) return [];
  if (code !== 0) throw new PlainError(`The state of stack ${stack} cannot be read: ${stderr.trim()}`);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: ExportedResource[] } };
  return deployment.resources ?? [];
}

/**
 * Runs `pulumi up`, and with it again the jobs that failed or that are named.
 *
 * @param check is shown the resources of the stack before anything is touched, and throws to refuse
 */
export async function upWithReruns(
  { stack, named, rest }: StackArguments & { readonly named: readonly string[] },
  env: NodeJS.ProcessEnv,
  progress: Progress,
  check: (resources: readonly ExportedResource[]) => void,
): Promise<number> {
  const resources = await exportedResources(stack, env);
  check(resources);
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
