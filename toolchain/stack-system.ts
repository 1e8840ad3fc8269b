import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { System } from "../components/model";
import { describeSystem } from "../stacks/describe";
import { parseStackFile } from "../stacks/file";
import { ConfigError } from "../stacks/parse";
import type { StackConfig } from "../stacks/schema";
import { PlainError } from "./errors";
import { stackArguments, type StackArguments } from "./stack";
import { projectRoot } from "./workspace";

/**
 * What a stack's file says.
 *
 * @throws PlainError with every mistake of the file
 */
export function configOf(stack: string): StackConfig {
  const file = `Pulumi.${stack}.yaml`;
  try {
    return parseStackFile(readFileSync(join(projectRoot, file), "utf8"));
  } catch (error) {
    if (error instanceof ConfigError) throw new PlainError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The system that a stack's file describes, without a deployment. */
export function systemOf(stack: string): System {
  return describeSystem(configOf(stack));
}

/**
 * The stack that a command's arguments name. If its file names an engine, the rest of this process and its
 * children talk to that one.
 */
export function stackRequest(args: readonly string[]): StackArguments {
  const request = stackArguments(args);
  const { host } = configOf(request.stack);
  if (host !== undefined) process.env.DOCKER_HOST = host;
  return request;
}
