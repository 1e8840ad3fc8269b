import { createHash } from "node:crypto";
import { partsOf, type Job } from "../model";

/** What a job of the release is called: another image or command is another run. */
export function jobName({ name, command }: Pick<Job, "name" | "command">, image: string): string {
  const words = (command ?? []).map((value) =>
    partsOf(value)
      .map((part) => JSON.stringify(part))
      .join(""),
  );
  const hash = createHash("sha256")
    .update(JSON.stringify([image, ...words]))
    .digest("hex");
  return `${name}-${hash.slice(0, 10)}`;
}
