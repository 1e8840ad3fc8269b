import { needsGpus, ulimitsOf, type Job, type Service, type System } from "../../model";
import type { Refusal } from "../../shared/refusal";

/** Most open files on Fargate (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html). */
const mostFiles = 65_535;

function refusalsOf(path: string, workload: Service | Job): readonly Refusal[] {
  // With GPUs it runs on machines of EC2, where ECS takes all of it.
  const fargate = !(workload.kind === "service" && needsGpus(workload));
  return [
    {
      path: `${path}.sharedMemory`,
      set: fargate && workload.sharedMemory !== undefined,
      message:
        "Fargate takes no sharedMemorySize; leave it out, and have the program keep its shared memory elsewhere, as Chromium does with --disable-dev-shm-usage",
    },
    ...ulimitsOf(workload).map(({ name, limit }) => ({
      path: `${path}.ulimits.${name}`,
      set: fargate && !(name === "nofile" && limit <= mostFiles),
      message:
        name === "nofile"
          ? `${limit} is out of range; Fargate allows up to ${mostFiles}`
          : "Fargate sets nofile alone, and keeps the operating system's other limits; leave it out",
    })),
  ];
}

/** What Fargate does not take of how processes are started and bounded. */
export function processRefusals(system: System): readonly Refusal[] {
  return [
    ...system.services.flatMap((service) => refusalsOf(`services.${service.name}`, service)),
    ...system.jobs.flatMap((job) => refusalsOf(`jobs.${job.name}`, job)),
  ];
}
