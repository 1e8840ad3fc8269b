import * as docker from "@pulumi/docker";
import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { ended } from "../awaited";
import type { DockerContext } from "../context";

export interface OneShotArgs {
  /** What it is to a person who reads that it failed: `job "migrate"`. */
  readonly what: string;
  readonly shape: docker.ContainerArgs;
  /** Seconds after which it is killed and counts as failed. */
  readonly deadline: number;
}

export interface OneShot {
  readonly container: docker.Container;
  /** The container once it ended with 0; otherwise the deployment ends with its exit code and last lines. */
  readonly succeeded: Output<docker.Container>;
}

/** MiB and CPU shares of one that says nothing itself: it copies or changes a few files. */
const modest = { memory: 256, memorySwap: 256, cpuShares: 102 };

/**
 * A container that runs to its end. The program waits for it, not the provider: one that fails is
 * recorded nonetheless, and the next `up` starts it again.
 */
export function oneShot(
  context: DockerContext,
  name: string,
  { what, shape, deadline }: OneShotArgs,
  opts: CustomResourceOptions,
): OneShot {
  const container = new docker.Container(
    name,
    { ...modest, ...shape, mustRun: false, restart: "no" },
    { deleteBeforeReplace: true, ...opts },
  );
  return { container, succeeded: ended(context, container, what, { deadline }) };
}
