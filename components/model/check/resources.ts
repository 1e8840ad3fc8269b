import type { Limits } from "./limits";
import { isServer } from "../engines";
import type { System } from "../system";
import { bytes, isBytes } from "../values/units";
import type { Resources } from "../workload";
import type { Problem } from "./problem";
import { wrongSize } from "./values";

/** Every component that runs in a container, with its resources. */
export function containers(
  system: System,
): readonly { readonly path: string; readonly resources?: Resources }[] {
  return [
    ...system.services.map(({ name, resources }) => ({ path: `services.${name}`, resources })),
    ...system.jobs.map(({ name, resources }) => ({ path: `jobs.${name}`, resources })),
    ...system.stores
      .filter(isServer)
      .filter((store) => store.external === undefined)
      .map(({ name, resources }) => ({ path: `stores.${name}`, resources })),
    ...(system.ingress === undefined ? [] : [{ path: "ingress", resources: system.ingress.resources }]),
  ];
}

/** More than any machine has. */
const mostCores = 1024;

function checkAmounts(path: string, { cpu, memory, gpus }: Resources): readonly Problem[] {
  const wrong = Object.entries(memory).flatMap(([key, amount]) => {
    const message = wrongSize(amount);
    return message === undefined ? [] : [{ path: `${path}.resources.memory.${key}`, message }];
  });
  return [
    ...wrong,
    ...([cpu.request, cpu.limit].every((cores) => cores > 0 && cores <= mostCores)
      ? []
      : [
          {
            path: `${path}.resources.cpu`,
            message: `request (${cpu.request}) and limit (${cpu.limit}) must be numbers of cores above 0, at most ${mostCores}`,
          },
        ]),
    ...(cpu.limit < cpu.request
      ? [
          {
            path: `${path}.resources.cpu`,
            message: `limit (${cpu.limit}) is below request (${cpu.request}); raise the limit or lower the request`,
          },
        ]
      : []),
    ...(wrong.length === 0 && bytes(memory.limit) < bytes(memory.request)
      ? [
          {
            path: `${path}.resources.memory`,
            message: `limit (${memory.limit}) is below request (${memory.request}); raise the limit or lower the request`,
          },
        ]
      : []),
    ...(gpus === undefined || (Number.isInteger(gpus) && gpus >= 0)
      ? []
      : [
          {
            path: `${path}.resources.gpus`,
            message: `${gpus} is not a valid number of GPUs; allowed are whole numbers from 0`,
          },
        ]),
  ];
}

/** A Redis that may grow beyond its container's limit is ended by the kernel, not by its own eviction. */
function checkCaches(system: System): readonly Problem[] {
  return system.stores.flatMap((store) => {
    if (store.engine !== "redis" || store.external !== undefined) return [];
    const { name, maxMemory, resources } = store;
    if (maxMemory === undefined || resources === undefined) return [];
    const { limit } = resources.memory;
    if (!isBytes(maxMemory) || !isBytes(limit) || bytes(maxMemory) < bytes(limit)) return [];
    return [
      {
        path: `stores.${name}.maxMemory`,
        message: `${maxMemory} is not below the container's limit of ${limit}, so the kernel kills Redis before it evicts anything; write less, or raise stores.${name}.resources.memory.limit`,
      },
    ];
  });
}

/** Limits, requests and numbers of instances. */
export function checkResources(system: System, { stores }: Limits): readonly Problem[] {
  const amounts = containers(system).flatMap(({ path, resources }) =>
    resources === undefined ? [] : checkAmounts(path, resources),
  );
  const instances = system.services.flatMap(({ name, replicas, autoscale, exclusive }) => [
    ...(exclusive === true && (autoscale?.max ?? replicas ?? 1) > 1
      ? [
          {
            path: `services.${name}.exclusive`,
            message: `allows one instance, and there are up to ${autoscale?.max ?? replicas ?? 1}; set replicas: 1 and leave autoscale out, or leave exclusive out`,
          },
        ]
      : []),
    ...(replicas === undefined || (Number.isInteger(replicas) && replicas >= 1)
      ? []
      : [
          {
            path: `services.${name}.replicas`,
            message: `${replicas} is not a valid number of instances; allowed are whole numbers from 1`,
          },
        ]),
    ...(autoscale !== undefined && (autoscale.min < 1 || autoscale.max < autoscale.min)
      ? [
          {
            path: `services.${name}.autoscale`,
            message: `min (${autoscale.min}) must be at least 1, and max (${autoscale.max}) at least min`,
          },
        ]
      : []),
  ]);
  // Of a provider's service the node decides, and the target's own check knows what it holds.
  return [...amounts, ...instances, ...(stores === "services" ? [] : checkCaches(system))];
}
