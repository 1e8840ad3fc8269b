import type { System } from "../../components/model";
import { describeSystem } from "../../stacks/config/describe";
import { parseStackFile } from "../../stacks/config/file";
import type { StackConfig } from "../../stacks/config/schema";
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
 * The environment in which the engine of a stack is reached: the one that its file names, else what `DOCKER_HOST` says.
 *
 * @param env what else is in it
 */
export function environmentOf(stack: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { host } = configOf(stack);
  return host === undefined ? env : { ...env, DOCKER_HOST: host };
}
