import { fargateSize, mebibytes, type Resources, type ServiceProps } from "../../model";

/** CPU units and MiB of a task, as a task definition writes them. */
export interface TaskSize {
  readonly cpu: string;
  readonly memory: string;
}

/** MiB for the proxy of Service Connect, by AWS's advice. */
const proxyMemory = 64;
/** What a workload that says nothing gets. */
const smallest: Resources = {
  cpu: { request: 0.25, limit: 0.25 },
  memory: { request: "256Mi", limit: "512Mi" },
};

/**
 * The task that holds a workload: as it says itself, else the smallest pair of Fargate that holds its limits.
 *
 * @param proxied whether a proxy of Service Connect stands beside it. @default false
 * @throws RangeError where Fargate has no task that large
 */
export function taskSize(
  { fargate, resources = smallest }: Pick<ServiceProps, "fargate" | "resources">,
  proxied = false,
): TaskSize {
  const memory = mebibytes(resources.memory.limit) + (proxied ? proxyMemory : 0);
  const size = fargate ?? fargateSize(resources.cpu.limit, memory / 1024);
  if (size === undefined)
    throw new RangeError(
      `Fargate has no task with ${resources.cpu.limit} vCPU and ${memory} MiB; lower the limits of its resources`,
    );
  return { cpu: String(size.cpu * 1024), memory: String(size.memory * 1024) };
}
