import { PlainError } from "../../setup/errors";
import { configOf } from "../stack/system";
import { DockerRuntime } from "./docker";
import { KubernetesRuntime } from "./kubernetes";
import type { Runtime } from "./runtime";

/**
 * Refuses to deploy a stack over what another checkout runs under its name. On an engine, everything has names of its own.
 *
 * @throws PlainError with the way through
 */
export async function refuseTakeover(stack: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (configOf(stack).target === "kubernetes") await new KubernetesRuntime(stack, env).refuseTakeover();
}

/**
 * What runs a stack, as commands ask it.
 *
 * @throws PlainError where it is a service of a provider that has tools of its own
 */
export function runtimeOf(stack: string, env: NodeJS.ProcessEnv): Runtime {
  const { target } = configOf(stack);
  switch (target) {
    case "docker":
      return new DockerRuntime(stack, env);
    case "kubernetes":
      return new KubernetesRuntime(stack, env);
    case "aws":
      throw new PlainError(
        `This command asks a Docker engine or a cluster, and stack ${stack} runs on AWS. ` +
          `Its dashboard, and the commands that restore it, are among its outputs: npx trireme outputs ${stack}`,
      );
    default:
      return target satisfies never;
  }
}
