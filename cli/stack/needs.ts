import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { engineContainer, isServer, type System } from "../../components/model";
import { targets } from "../../components/targets";
import { type Need, needOf, prepare } from "../../setup/environment";
import type { EngineStatus } from "../../setup/engine";
import { type Missing, PlainError } from "../../setup/errors";
import { plugins } from "../../setup/plugin-folders";
import type { Progress } from "../../setup/progress";
import { imageMode } from "../../stacks/config/environments";
import { publishedImage } from "../../stacks/config/images";
import { configOf, environmentOf, systemOf } from "./system";
import { given } from "../../setup/workspace";

/** Whether a stack on Kubernetes runs on a cluster of ours: nobody has named another one. */
function onOwnCluster(stack: string, env: NodeJS.ProcessEnv): boolean {
  const { kubeconfig, context } = configOf(stack).kubernetes ?? {};
  if (kubeconfig !== undefined || context !== undefined || given(env.KUBECONFIG) !== undefined) return false;
  return !existsSync(join(homedir(), ".kube", "config"));
}

/** What a command needs for a stack: the same words for every target, and what stands for them on the stack's. */
export function needsOf(
  stack: string,
  asked: readonly Need[],
  env: NodeJS.ProcessEnv = process.env,
): readonly Need[] {
  const { target } = configOf(stack);
  if (target === "docker") return asked;
  const rest = asked.filter((need) => need !== "engine" && need !== "images");
  const further = asked.includes("plugins")
    ? targets[target].plugins.filter((plugin) => !plugins.includes(plugin)).map(needOf)
    : [];
  if (target !== "kubernetes") return [...rest, ...further];
  const running = rest.length < asked.length;
  return [
    ...rest,
    ...further,
    ...(running ? (["kubectl"] as const) : []),
    ...(running && onOwnCluster(stack, env) ? (["cluster"] as const) : []),
  ];
}

/** The official images that a system's services and stores run. */
export function imagesOf(
  system: Pick<System, "name" | "services" | "stores">,
  mode: ReturnType<typeof imageMode>,
): readonly string[] {
  const run = system.stores.filter(isServer).filter(({ external }) => external === undefined);
  return [
    ...system.services.map(({ image }) => publishedImage(system, image, mode) ?? image.reference),
    ...run.map((store) => engineContainer(store).image),
  ];
}

/**
 * Makes available what a command needs for a stack, and returns the environment for child processes, in which the stack's engine is
 * the one that is reached.
 *
 * @param found further things that are missing, and the engine where it was asked already
 * @throws SetupError naming everything that is missing and cannot be had here, before anything is changed
 */
export async function prepareFor(
  stack: string,
  asked: readonly Need[],
  progress: Progress,
  found: { readonly also?: readonly Missing[]; readonly engine?: EngineStatus | undefined } = {},
): Promise<NodeJS.ProcessEnv> {
  const env = environmentOf(stack);
  const needs = needsOf(stack, asked, env);
  const images = needs.includes("images")
    ? { images: imagesOf(systemOf(stack), imageMode(configOf(stack))) }
    : {};
  return await prepare(needs, progress, found.also, { env, engine: found.engine, ...images });
}

/**
 * Refuses a command that works on a Docker engine alone.
 *
 * @param instead what a person does on a cluster
 */
export function onDockerAlone(stack: string, command: string, instead: string): void {
  const { target } = configOf(stack);
  if (target !== "docker")
    throw new PlainError(
      `${command} works only on a Docker engine, and stack ${stack} runs on ${target}: ${instead}.`,
    );
}
