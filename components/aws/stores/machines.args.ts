import { mebibytes, type Resources } from "../../model";

/** A type of machine of EC2: vCPUs and GiB. */
interface MachineType {
  readonly name: string;
  readonly cpus: number;
  readonly memory: number;
}

/**
 * Machines that a store runs on alone, the cheapest first (https://aws.amazon.com/ec2/pricing/on-demand). Those of t3 have a share of
 * their processors for good, and more for a while.
 */
const machineTypes: readonly MachineType[] = [
  { name: "t3.small", cpus: 2, memory: 2 },
  { name: "t3.medium", cpus: 2, memory: 4 },
  { name: "t3.large", cpus: 2, memory: 8 },
  { name: "r6i.large", cpus: 2, memory: 16 },
  { name: "m6i.xlarge", cpus: 4, memory: 16 },
  { name: "r6i.xlarge", cpus: 4, memory: 32 },
  { name: "m6i.2xlarge", cpus: 8, memory: 32 },
  { name: "r6i.2xlarge", cpus: 8, memory: 64 },
  { name: "m6i.4xlarge", cpus: 16, memory: 64 },
  { name: "r6i.4xlarge", cpus: 16, memory: 128 },
];

/** What a store gets that says nothing. */
const usual: Resources = {
  cpu: { request: 0.25, limit: 1 },
  memory: { request: "256Mi", limit: "1Gi" },
};

/** MiB of a machine that its system and the agent of ECS have. */
const systemMemory = 512;
/** MiB of the container that measures the disk. */
const gaugeMemory = 32;

/** The largest machine, for messages. */
export const largestMachine = { cpus: 16, memory: 127 } as const;

/** What a store of the system's own may use on its machine. */
export function resourcesOf({ resources = usual }: { readonly resources?: Resources }): Resources {
  return resources;
}

/** The cheapest machine that holds a store's limits; undefined where none does. */
export function machineFor(store: { readonly resources?: Resources }): MachineType | undefined {
  const { cpu, memory } = resourcesOf(store);
  const wanted = (mebibytes(memory.limit) + gaugeMemory + systemMemory) / 1024;
  return machineTypes.find((type) => type.cpus >= cpu.limit && type.memory >= wanted);
}

/** CPU units and MiB of the task of a store on its machine. */
export function machineTaskSize(store: { readonly resources?: Resources }): {
  readonly cpu: string;
  readonly memory: string;
} {
  const { cpu, memory } = resourcesOf(store);
  return {
    cpu: String(Math.round(cpu.limit * 1024)),
    memory: String(mebibytes(memory.limit) + gaugeMemory),
  };
}
