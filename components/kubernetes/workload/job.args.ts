import { createHash } from "node:crypto";
import { longestName, partsOf, type Job, type Process } from "../../model";
import { shortened } from "../../render/names";

/**
 * What a job that runs once is called: what it runs and is given cannot be changed, so another image or command, or another content of what
 * it reads, is another job, beside the one before until that is deleted. Its pods carry the name as a label.
 *
 * @param given names of the Secret and the ConfigMap that it reads, which another content has others of
 */
export function jobName(
  { name, command, entrypoint = [], workingDirectory }: Pick<Job, "name" | "command" | keyof Process>,
  image: string,
  given: readonly string[] = [],
): string {
  const words = (command ?? []).map((value) =>
    partsOf(value)
      .map((part) => JSON.stringify(part))
      .join(""),
  );
  const started = [...entrypoint, ...(workingDirectory === undefined ? [] : [workingDirectory])];
  const hash = createHash("sha256")
    .update(JSON.stringify([image, ...started, ...words, ...given]))
    .digest("hex");
  const ending = `-${hash.slice(0, 10)}`;
  return `${shortened(name, longestName - ending.length)}${ending}`;
}
