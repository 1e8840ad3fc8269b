import { readdirSync } from "node:fs";
import { PlainError } from "./errors";
import { releaseAbandonedLocks } from "./interrupted";
import { run, runAttached } from "./processes";
import type { Progress } from "./progress";
import { keepingFile } from "./stack-file";
import { runMark } from "./survivors";
import { rerunArguments, toReplace, type ExportedResource } from "./rerun";
import { projectRoot } from "./workspace";

const DEFAULT_STACK = "dev";

/** A command's arguments: which stack, and what goes on to the CLI. */
export interface StackArguments {
  readonly stack: string;
  readonly rest: readonly string[];
}

/** The stacks that the checkout describes, one `Pulumi.<stack>.yaml` each. */
function stackNames(folder: string = projectRoot): string[] {
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
 * Runs `pulumi up`, and with it again the jobs that failed or that `--rerun` names.
 *
 * @param judge is shown the resources of the stack before anything is touched, and throws to refuse
 */
export async function upWithReruns(
  { stack, rest }: StackArguments,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  judge: (resources: readonly ExportedResource[]) => void,
): Promise<number> {
  const { named, rest: passed } = rerunArguments(rest);
  const resources = await exportedResources(stack, env);
  judge(resources);
  const urns = toReplace(resources, named);
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
