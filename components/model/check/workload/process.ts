import type { Job } from "../../job";
import type { Service } from "../../service";
import type { System } from "../../system";
import type { Ulimits } from "../../process";
import { bytes, isBytes } from "../../values/units";
import type { Problem } from "../problem";

/** Services and jobs with their paths. */
function workloadsOf(system: System): readonly { readonly path: string; readonly workload: Service | Job }[] {
  return [
    ...system.services.map((workload) => ({ path: `services.${workload.name}`, workload })),
    ...system.jobs.map((workload) => ({ path: `jobs.${workload.name}`, workload })),
  ];
}

/** Least and most of each limit of the kernel; -1 of memlock is apart. */
const bounds: Readonly<Record<keyof Ulimits, readonly [least: number, most: number]>> = {
  nofile: [64, 2 ** 20],
  nproc: [16, 2 ** 22],
  memlock: [2 ** 16, 2 ** 40],
};

function checkUlimits(path: string, ulimits: Ulimits = {}): readonly Problem[] {
  return Object.entries(bounds).flatMap(([name, [least, most]]) => {
    const limit = ulimits[name as keyof Ulimits];
    const unbounded = name === "memlock";
    if (limit === undefined || (unbounded && limit === -1)) return [];
    if (Number.isInteger(limit) && limit >= least && limit <= most) return [];
    return [
      {
        path: `${path}.ulimits.${name}`,
        message: `${limit} is out of range; allowed are whole numbers from ${least} to ${most}${unbounded ? ", and -1 for no limit" : ""}`,
      },
    ];
  });
}

/** What a container has of its own and others on the machine do not notice (namespaces(7)). */
const own =
  /^(?:kernel\.(?:msg(?:max|mnb|mni)|sem|shm(?:all|max|mni|_rmid_forced))|fs\.mqueue\.\w+|net\.core\.somaxconn|net\.ipv4\.(?:tcp_\w+|ip_local_(?:port_range|reserved_ports)|ip_unprivileged_port_start|ping_group_range))$/;

function checkSysctls(
  path: string,
  sysctls: Readonly<Record<string, number | string>> = {},
): readonly Problem[] {
  return Object.entries(sysctls).flatMap(([name, value]) => {
    const at = `${path}.sysctls["${name}"]`;
    if (!own.test(name))
      return [
        {
          path: at,
          message: `is not a parameter that a container has of its own; allowed are kernel.msg*, kernel.sem, kernel.shm*, fs.mqueue.*, net.core.somaxconn, net.ipv4.tcp_*, ip_local_*, ip_unprivileged_port_start and ping_group_range. Set others, such as vm.max_map_count, on the machine: sysctl -w ${name}=${value}`,
        },
      ];
    return /^-?\d+(?:[ \t,-]+\d+)*$/.test(String(value))
      ? []
      : [
          {
            path: at,
            message: `${JSON.stringify(value)} is not a value of it; write numbers, for example 4096 or "1024 65535"`,
          },
        ];
  });
}

function checkSharedMemory(
  path: string,
  { sharedMemory, resources, scratch = [] }: Service | Job,
): readonly Problem[] {
  if (sharedMemory === undefined || !isBytes(sharedMemory)) return [];
  const at = `${path}.sharedMemory`;
  if (scratch.some((folder) => /^\/dev\/shm\/?$/.test(folder)))
    return [
      { path: at, message: `is the size of /dev/shm, which stands in scratch too; take it out of scratch` },
    ];
  if (bytes(sharedMemory) % 2 ** 20 !== 0)
    return [
      { path: at, message: `"${sharedMemory}" is not a whole number of MiB; write for example "256Mi"` },
    ];
  const limit = resources?.memory.limit;
  return limit === undefined || !isBytes(limit) || bytes(sharedMemory) < bytes(limit)
    ? []
    : [
        {
          path: at,
          message: `"${sharedMemory}" is not below the container's limit of ${limit}, of which it is a part; write less, or raise ${path}.resources.memory.limit`,
        },
      ];
}

/** How processes are started, and what the kernel lets them use. */
export function checkProcesses(system: System): readonly Problem[] {
  return workloadsOf(system).flatMap(({ path, workload }) => {
    const { entrypoint, workingDirectory } = workload;
    return [
      ...(entrypoint === undefined || (entrypoint[0] ?? "") !== ""
        ? []
        : [
            {
              path: `${path}.entrypoint`,
              message: `${JSON.stringify(entrypoint)} names no program; write for example ["/usr/bin/tini", "--"], or leave it out for the image's own`,
            },
          ]),
      ...(workingDirectory === undefined || /^\/(?!.*(?:^|\/)\.\.(?:\/|$))/.test(workingDirectory)
        ? []
        : [
            {
              path: `${path}.workingDirectory`,
              message: `${JSON.stringify(workingDirectory)} is not an absolute path; write for example "/srv/app"`,
            },
          ]),
      ...checkSharedMemory(path, workload),
      ...checkUlimits(path, workload.ulimits),
      ...checkSysctls(path, workload.sysctls),
    ];
  });
}
