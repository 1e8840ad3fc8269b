import { prepare } from "../environment";
import { PlainError } from "../errors";
import { previewed } from "../preview";
import { previewArguments } from "../preview-arguments";
import { progressOn } from "../progress";
import { readyStack } from "../stack";
import { needsOf } from "../stack-needs";
import { stackRequest, systemOf } from "../stack-system";
import { publish } from "./preview";

/**
 * Says what was changed outside of Trireme since the last deployment, in the table of `preview`, and changes nothing.
 * Exit code 0: nothing; 2: something; 1: it could not be found out. `--markdown [FILE]` writes it for an issue.
 */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  const asked = previewArguments(rest);
  if (asked.plain)
    throw new PlainError(
      "drift prints its own table. For the CLI's words: pulumi refresh --preview-only --diff",
    );
  const system = systemOf(stack);
  const progress = progressOn();
  const env = await prepare(needsOf(stack, ["cli", "plugins", "engine"]), progress);
  await readyStack(stack, env, progress);
  const { report, code } = await progress.step(`Comparing stack ${stack} with what runs`, () =>
    previewed("drift", { stack, rest: asked.rest }, system, env),
  );
  publish(report, asked);
  if (code !== 0) return 1;
  return report.rows.length === 0 ? 0 : 2;
}
