import {
  bytes,
  isBytes,
  mebibytes,
  type Problem,
  type Resources,
  type ServiceProps,
  type System,
} from "../../model";

/** Memory in GiB that Fargate has for each number of vCPUs (AWS: task CPU and memory). */
export const fargateSizes: readonly { readonly cpu: number; readonly memory: readonly number[] }[] = [
  { cpu: 0.25, memory: [0.5, 1, 2] },
  { cpu: 0.5, memory: [1, 2, 3, 4] },
  { cpu: 1, memory: range(2, 8, 1) },
  { cpu: 2, memory: range(4, 16, 1) },
  { cpu: 4, memory: range(8, 30, 1) },
  { cpu: 8, memory: range(16, 60, 4) },
  { cpu: 16, memory: range(32, 120, 8) },
];

function range(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** The smallest Fargate size that holds so many cores and GiB; undefined where none does. */
export function fargateSize(cpu: number, memory: number): { cpu: number; memory: number } | undefined {
  for (const size of fargateSizes) {
    const fit = size.cpu >= cpu ? size.memory.find((available) => available >= memory) : undefined;
    if (fit !== undefined) return { cpu: size.cpu, memory: fit };
  }
  return undefined;
}

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

/** Sizes of tasks that Fargate does not have. */
export function checkFargate(system: System): readonly Problem[] {
  return system.services.flatMap(({ name, fargate, resources }) => {
    if (fargate !== undefined) {
      const size = fargateSizes.find(({ cpu }) => cpu === fargate.cpu);
      const path = `services.${name}.fargate`;
      if (size === undefined)
        return [
          {
            path,
            message: `Fargate has no size with ${fargate.cpu} vCPU; allowed are ${fargateSizes.map(({ cpu }) => cpu).join(", ")}`,
          },
        ];
      return size.memory.includes(fargate.memory)
        ? []
        : [
            {
              path,
              message: `Fargate has no size with ${fargate.memory} GiB and ${fargate.cpu} vCPU; allowed are ${size.memory.join(", ")}`,
            },
          ];
    }
    if (resources === undefined || !isBytes(resources.memory.limit) || (resources.gpus ?? 0) > 0) return [];
    const memory = bytes(resources.memory.limit) / 2 ** 30;
    return fargateSize(resources.cpu.limit, memory) === undefined
      ? [
          {
            path: `services.${name}.resources`,
            message: `no Fargate size holds ${resources.cpu.limit} cores and ${resources.memory.limit}; the largest is 16 vCPU with 120 GiB`,
          },
        ]
      : [];
  });
}
