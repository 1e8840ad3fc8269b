import { targetNames } from "../components/targets";
import { readStackFile, StackFileError, stackNames } from "../stacks/config/file";
import { configSectionIfAny } from "../stacks/config/yaml";

/** A stack that a pipeline looks after. */
export interface PipelineStack {
  readonly stack: string;
  readonly system: string;
  readonly environment: string;
  readonly target: string;
}

/** Files of stacks that cannot be read: each with the line and the column of every error. */
export class UnreadableStacks extends Error {}

/**
 * The stacks of a checkout that others use; a development stack runs on someone's own machine.
 *
 * @throws UnreadableStacks with the errors of all files
 */
export function pipelineStacks(folder: string): readonly PipelineStack[] {
  const unreadable: string[] = [];
  const read = (stack: string): Readonly<Record<string, unknown>> => {
    try {
      return readStackFile(stack, folder, configSectionIfAny) ?? {};
    } catch (error) {
      if (!(error instanceof StackFileError)) throw error;
      unreadable.push(error.message);
      return {};
    }
  };
  const stacks = stackNames(folder)
    .map((stack) => {
      const config = read(stack);
      const text = (key: string): string => {
        const value = config[`trireme:${key}`];
        return typeof value === "string" ? value : "";
      };
      return { stack, system: text("system"), environment: text("environment"), target: text("target") };
    })
    .filter(({ environment }) => environment !== "development" && environment !== "")
    .sort((a, b) => (a.stack < b.stack ? -1 : 1));
  if (unreadable.length > 0) throw new UnreadableStacks(unreadable.join("\n"));
  return stacks;
}

/** What no deployment depends on. */
const elsewhere =
  /^(?:docs|test|lab|ci|examples\/systems|\.github|\.ci)\/|\.md$|^(?:LICENSE|\.gitlab-ci\.yml|\.gitignore)$/;

/**
 * The stacks that a change of files may change. A file that decides nothing here, because nobody said so, may change
 * all of them.
 */
export function changedStacks(
  files: readonly string[],
  stacks: readonly PipelineStack[],
): readonly PipelineStack[] {
  const touches = (file: string, { stack, system, target }: PipelineStack): boolean => {
    if (elsewhere.test(file)) return false;
    const own = /^(?:Pulumi|policies)\.(.+)\.(?:yaml|json)$/.exec(file)?.[1];
    if (own !== undefined) return own === stack;
    const described = /^stacks\/systems\/([^/]+)\//.exec(file)?.[1];
    if (described !== undefined) return described === system;
    const part = /^components\/([a-z]+)\//.exec(file)?.[1];
    if (part !== undefined && targetNames.some((name) => name === part)) return part === target;
    return true;
  };
  return stacks.filter((stack) => files.some((file) => touches(file, stack)));
}
