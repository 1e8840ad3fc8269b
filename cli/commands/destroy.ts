import { agreedByName } from "../stack/confirm";
import { PlainError } from "../../setup/errors";
import {
  deletionOf,
  deletionReport,
  divided,
  keptReport,
  retainedVolumes,
  type Deletion,
} from "../stack/kept-data";
import { run as runCommand } from "../../setup/processes";
import { progressOn, type Progress } from "../../setup/progress";
import type { ExportedResource } from "../stack/rerun";
import { targetOf } from "../runtime";
import { pulumi, readyStack, type StackArguments } from "../stack";
import { keepingFile } from "../stack/file";
import { prepareFor } from "../stack/needs";
import { command, optionalValue } from "../command-line/declaration";

/** Options by which a person chooses themselves what goes. */
const choosing = /^(-t|--target|--exclude)/;

/** Options by which not all goes. */
const narrowing = /^(-t|--target|--exclude|--preview-only)/;

export const declaration = command({
  name: "destroy",
  group: "Deploy",
  summary: "Remove the stack's resources; its protected data stays",
  description:
    "The Pulumi CLI asks first, unless told --yes. The stack's history and settings stay, and so does the data of production.",
  stack: true,
  options: {
    deleteData: optionalValue(
      "--delete-data [stack]",
      "remove the data too, for good, once the stack's name was written, here or when asked; on Docker alone",
    ),
  },
  passes: {
    to: "pulumi destroy",
    options: [
      ["-y, --yes", "do not ask"],
      ["-f, --skip-preview", "without a preview first"],
      ["--preview-only", "show what would go, and remove nothing"],
      ["-t, --target URN", "this resource alone"],
      ["--exclude URN", "all but this resource"],
      ["--remove", "the stack's history and settings too"],
    ],
  },
  examples: [
    ["destroy dev", "after a preview and a question"],
    ["destroy dev --yes --skip-preview", "at once"],
    ["destroy prod --delete-data=prod --yes", "with all its data"],
  ],
  refuse({ options, passed }) {
    if (options.deleteData === undefined || !passed.some((word) => narrowing.test(word))) return undefined;
    return "--delete-data removes a whole stack; it cannot be combined with --target, --exclude or --preview-only.";
  },
  async run({ stack, options, passed: rest }) {
    const deletion = deletionOf(options.deleteData);
    const request = { stack, rest };
    const chosen = rest.some((word) => choosing.test(word));
    const preview = rest.includes("--preview-only");
    if (deletion.wanted) refuseDeletion(stack);
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "plugins", "engine"], progress);
    const { resources } = await readyStack(stack, env, progress);
    const leftovers = chosen || preview ? undefined : await targetOf(stack).leftovers(stack, env);
    const code = chosen
      ? await pulumi(["destroy"], request, env)
      : await removed(request, deletion, resources, env, progress);
    if (code !== 0 || chosen || preview) return code;
    const { data } = divided(resources);
    if (!deletion.wanted && data.length > 0)
      console.log(`\n${keptReport(stack, targetOf(stack).lettingGo(stack), data)}`);
    const left = await leftovers?.();
    if (left !== undefined && left !== "") console.log(`\n${left}`);
    return code;
  },
});

/**
 * Refuses a removal of data where the stack's target has another way.
 *
 * @throws PlainError with what to do instead
 */
function refuseDeletion(stack: string): void {
  const why = targetOf(stack).keepsData?.(stack);
  if (why !== undefined) throw new PlainError(why);
}

/** Removes everything, or all but the data; resolves to an exit code. */
async function removed(
  request: StackArguments,
  deletion: Deletion,
  resources: readonly ExportedResource[],
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  const { stack, rest } = request;
  const { data, removed: urns } = divided(resources);
  if (deletion.wanted) return await removedWithData(request, deletion.named, resources, env, progress);
  if (data.length === 0) return await pulumi(["destroy"], request, env);
  if (urns.length === 0) return 0;
  const targets = urns.flatMap((urn) => ["--target", urn]);
  return await pulumi(["destroy"], { stack, rest: [...targets, ...rest] }, env);
}

async function removedWithData(
  request: StackArguments,
  named: string | undefined,
  resources: readonly ExportedResource[],
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  const { stack } = request;
  const volumes = retainedVolumes(resources);
  const { data } = divided(resources);
  console.log(deletionReport(stack, data));
  if (!(await agreedByName(stack, named))) {
    console.error("That is not the name of the stack. Nothing was changed.");
    return 1;
  }
  if (data.length > 0)
    await keepingFile(stack, () =>
      runCommand("pulumi", ["state", "unprotect", "--all", "--yes", "--stack", stack], { env }),
    );
  const code = await pulumi(["destroy"], request, env);
  if (code !== 0) return code;
  const left = await remaining(volumes, env);
  if (left.length > 0)
    await progress.step(`Removing ${left.length} volumes`, () =>
      runCommand("docker", ["volume", "rm", ...left], { env }),
    );
  return 0;
}

/** Those of the volumes that the engine still has. */
async function remaining(names: readonly string[], env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { stdout } = await runCommand("docker", ["volume", "ls", "--quiet"], { env });
  const there = new Set(stdout.split("\n"));
  return names.filter((name) => there.has(name));
}
