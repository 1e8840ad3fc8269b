import { log, type Resource } from "@pulumi/pulumi";

/** Exit code by which a program tells Pulumi that it has already said what is wrong. */
const alreadyReported = 32;

/** How a container failed that something waits for. */
export interface Failure {
  /** Name of the container, and what it belongs to where the target groups containers: `backend of pod backend-5d7f`. */
  readonly container: string;
  /** As the end of a sentence: `did not become healthy within 90 s`. */
  readonly reason: string;
  /** The container's last lines. */
  readonly log: string;
}

/** How it ended when something was waited for. */
export type Outcome = { readonly ok: true } | ({ readonly ok: false } & Failure);

/** What a person reads when a container that must succeed fails. */
export function failureMessage(what: string, { container, reason, log: text }: Failure): string {
  const failure = `${what}: container ${container} ${reason}. Nothing that waits for it was changed.`;
  if (text.trim() === "") return `${failure} It logged nothing.`;
  const lines = text.trimEnd().split("\n");
  return [`${failure} Its last lines:`, ...lines.map((line) => `  | ${line}`)].join("\n");
}

/**
 * Ends the deployment with a message and no stack trace. Throwing inside an output would print one for each
 * resource that waits for it.
 */
export async function fail(message: string, resource?: Resource): Promise<never> {
  await log.error(message, resource);
  process.exit(alreadyReported);
}
