import { imageMode } from "../../stacks/environments";
import { configSchema } from "../../stacks/schema";
import { agreed, yesIn } from "../confirm";
import { PlainError } from "../errors";
import { releasePlan } from "../releases";
import { editStackFile } from "../stack-edit";
import { configOf, stackRequest, systemOf } from "../stack-system";
import { run as up } from "./up";

const usage = "release STACK TAG [--yes]";

/** Brings a release up: the tag goes into the stack's file, and what a rollback left goes out of it. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  const { yes, rest: words } = yesIn(rest);
  const [tag, ...more] = words;
  if (tag === undefined || more.length > 0) throw new PlainError(`Name one release: ${usage}`);
  const parsed = configSchema.shape.imageTag.safeParse(tag);
  if (!parsed.success)
    throw new PlainError(`"${tag}" is no release: ${parsed.error.issues[0]?.message ?? usage}.`);
  const config = configOf(stack);
  if (imageMode(config) === "sources")
    throw new PlainError(
      `Stack ${stack} builds its images from ${config.sources ?? "a checkout"}: check ${tag} out there, then npm run up -- ${stack}.`,
    );
  console.log(releasePlan(systemOf(stack), stack, config.imageTag, tag));
  if (!(await agreed("Release?", yes))) return 1;
  editStackFile(stack, [
    { path: ["trireme:imageTag"], value: tag },
    { path: ["trireme:rollback"], value: undefined },
  ]);
  const code = await up([stack, "--yes", "--skip-preview"]);
  if (code === 0) console.log(`\nStack ${stack} runs ${tag}.`);
  else
    console.error(
      `\n${tag} did not come up; the release before still serves. Mend what the message names and run npm run up -- ${stack}, or release another one, or go back: npm run rollback -- ${stack}`,
    );
  return code;
}
