import { log, type Resource } from "@pulumi/pulumi";

/** Exit code by which a program tells Pulumi that it has already said what is wrong. */
const alreadyReported = 32;

/** How many lines of a failed container's log an error shows. */
const shownLines = 20;

/** What a person reads when a container that must succeed fails. */
export function failureMessage(what: string, exitCode: number, logText: string | undefined): string {
  const failure = `${what} failed with exit code ${exitCode}, so nothing that waits for it was changed.`;
  const text = (logText ?? "").trimEnd();
  if (text === "") return `${failure} It logged nothing.`;
  const lines = text.split("\n").slice(-shownLines);
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
