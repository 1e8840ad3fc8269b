import { ecsContainers } from "./containers.ecs";
import { dockerContainer } from "./containers.docker";
import { podContainers } from "./containers.kubernetes";
import type { Container } from "./containers.args";
import type { Subject } from "./subject";

export type { Container } from "./containers.args";

/** The containers that a resource makes. */
export function containersOf(subject: Subject): readonly Container[] {
  if (subject.type === "docker:index/container:Container") return [dockerContainer(subject)];
  if (subject.type === "aws:ecs/taskDefinition:TaskDefinition") return ecsContainers(subject);
  return podContainers(subject);
}
