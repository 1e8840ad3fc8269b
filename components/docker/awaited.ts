import type * as docker from "@pulumi/docker";
import type { Output } from "@pulumi/pulumi";
import { awaited } from "../shared/awaited";
import type { DockerContext } from "./context";
import type { Waiting } from "./runtime";

/** The container once its health check passes; otherwise the deployment ends with its last lines. */
export function healthy(
  { engine }: DockerContext,
  container: docker.Container,
  what: string,
  waiting: Waiting,
): Output<docker.Container> {
  return awaited(container, what, { id: container.id }, ({ id }) => engine.becomesHealthy(id, waiting));
}

/** The container once it ended with 0; otherwise the deployment ends with its last lines. */
export function ended(
  { engine }: DockerContext,
  container: docker.Container,
  what: string,
  waiting: Waiting,
): Output<docker.Container> {
  return awaited(container, what, { id: container.id }, ({ id }) => engine.runsToEnd(id, waiting));
}
