import type { System } from "../../components/model";
import { describeSystem } from "../../stacks/config/describe";
import { parseStackFile } from "../../stacks/config/file";
import type { StackConfig } from "../../stacks/config/schema";
import { knownStack } from ".";
import { readable } from "./text";
import { projectRoot } from "../../setup/workspace";

/**
 * What a stack's file says.
 *
 * @throws PlainError with every error of the file
 */
export function configOf(stack: string, folder = projectRoot): StackConfig {
  return readable(stack, folder, (text) => parseStackFile(text));
}

/** The system that a stack's file describes, without a deployment. */
export function systemOf(stack: string): System {
  return describeSystem(configOf(stack));
}

/**
 * Makes a stack the one that this process works on: if its file names an engine, the rest of this process and its children talk
 * to that one.
 *
 * @throws UsageError naming the stacks there are, when it is none of them
 */
export function useStack(stack: string): void {
  const { host } = configOf(knownStack(stack));
  if (host !== undefined) process.env.DOCKER_HOST = host;
}
