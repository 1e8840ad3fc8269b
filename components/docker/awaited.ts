import type * as docker from "@pulumi/docker";
import { runtime, type Output } from "@pulumi/pulumi";
import { fail, failureMessage } from "../shared/failure";
import type { DockerContext } from "./context";
import type { Engine, Waiting } from "./runtime";

function awaited(
  context: DockerContext,
  container: docker.Container,
  what: string,
  ask: (engine: Engine, id: string) => ReturnType<Engine["runsToEnd"]>,
): Output<docker.Container> {
  return container.id.apply(async (id) => {
    if (runtime.isDryRun()) return container;
    const outcome = await ask(context.engine, id);
    if (!outcome.ok) await fail(failureMessage(what, outcome), container);
    return container;
  });
}

/** The container once its health check passes; otherwise the deployment ends with its last lines. */
export function healthy(
  context: DockerContext,
  container: docker.Container,
  what: string,
  waiting: Waiting,
): Output<docker.Container> {
  return awaited(context, container, what, (engine, id) => engine.becomesHealthy(id, waiting));
}

/** The container once it ended with 0; otherwise the deployment ends with its last lines. */
export function ended(
  context: DockerContext,
  container: docker.Container,
  what: string,
  waiting: Waiting,
): Output<docker.Container> {
  return awaited(context, container, what, (engine, id) => engine.runsToEnd(id, waiting));
}
