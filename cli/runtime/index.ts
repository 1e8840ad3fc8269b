import type { TargetName } from "../../components/targets";
import { configOf } from "../stack/system";
import type { Operations } from "../operations/operations";
import { aws } from "./aws";
import { docker } from "./docker";
import { kubernetes } from "./kubernetes";
import type { Progress } from "../../setup/progress";
import type { Keeper } from "../backup/keeper";
import type { ContainerRuntime, Runtime } from "./runtime";
import type { TargetRuntime } from "./target";
import type { Verifier } from "./verifier";

/** How commands work with each target; one that is missing is an error of the compiler. */
const runtimes: Readonly<Record<TargetName, TargetRuntime>> = { aws, docker, kubernetes };

/** What commands know of the target that a stack runs on. */
export function targetOf(stack: string): TargetRuntime {
  return runtimes[configOf(stack).target];
}

/**
 * What runs a stack, as commands ask it.
 *
 * @throws PlainError where it is a service of a provider that has tools of its own
 */
export function runtimeOf(stack: string, env: NodeJS.ProcessEnv): Runtime {
  return targetOf(stack).open(stack, env);
}

/**
 * The same, where stores are containers with disks of ours.
 *
 * @throws PlainError with what is instead, where stores are services of a provider
 */
export function containersOf(stack: string, env: NodeJS.ProcessEnv): ContainerRuntime {
  return targetOf(stack).containers(stack, env);
}

/** Who looks after a stack's backups. */
export function keeperOf(stack: string, env: NodeJS.ProcessEnv, progress: Progress): Keeper {
  return targetOf(stack).keeper(stack, env, progress);
}

/** A stack as whoever is on call works on it. */
export function operationsOf(stack: string, env: NodeJS.ProcessEnv): Operations {
  return targetOf(stack).operations(stack, env);
}

/** Who says how a stack is doing. */
export function verifierOf(stack: string, env: NodeJS.ProcessEnv): Verifier {
  return targetOf(stack).verifier(stack, env);
}
