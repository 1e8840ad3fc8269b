import type * as docker from "@pulumi/docker";
import { mebibytes, sysctlsOf, ulimitsOf, type Process } from "../../model";

/**
 * Whether the engine's init is the first process.
 *
 * @param ended whether the container is ended from inside: the kernel lets nobody there end the first process, so that is an init, which
 *   ends with the others
 */
export function initOf({ init }: Process = {}, ended: boolean): Pick<docker.ContainerArgs, "init"> {
  if (ended) return { init: true };
  return init === undefined ? {} : { init };
}

/** How the process is started, and what the kernel lets it use. */
export function processArgs(process: Process = {}): Partial<docker.ContainerArgs> {
  const { entrypoint, workingDirectory, sharedMemory } = process;
  const limits = ulimitsOf(process);
  const parameters = sysctlsOf(process);
  return {
    ...(entrypoint === undefined ? {} : { entrypoints: [...entrypoint] }),
    ...(workingDirectory === undefined ? {} : { workingDir: workingDirectory }),
    ...(sharedMemory === undefined ? {} : { shmSize: mebibytes(sharedMemory) }),
    ...(limits.length === 0
      ? {}
      : { ulimits: limits.map(({ name, limit }) => ({ name, soft: limit, hard: limit })) }),
    ...(parameters.length === 0
      ? {}
      : { sysctls: Object.fromEntries(parameters.map(({ name, value }) => [name, value])) }),
  };
}
