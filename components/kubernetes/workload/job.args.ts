import { createHash } from "node:crypto";
import { longestName, partsOf, type Job } from "../../model";
import { shortened } from "../../render/names";

/** What a job of the release is called: another image or command is another run. Its pods carry the name as a label. */
export function jobName({ name, command }: Pick<Job, "name" | "command">, image: string): string {
  const words = (command ?? []).map((value) =>
    partsOf(value)
      .map((part) => JSON.stringify(part))
      .join(""),
  );
  const hash = createHash("sha256")
    .update(JSON.stringify([image, ...words]))
    .digest("hex");
  const ending = `-${hash.slice(0, 10)}`;
  return `${shortened(name, longestName - ending.length)}${ending}`;
}
