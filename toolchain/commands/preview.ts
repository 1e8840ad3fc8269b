import { writeFileSync } from "node:fs";
import { renderMarkdown } from "../changes/markdown";
import type { Report } from "../changes/rows";
import { renderTable } from "../changes/table";
import { prepare } from "../environment";
import { judgeSteps, policyArguments } from "../policies";
import { previewed } from "../preview";
import { previewArguments, type PreviewArguments } from "../preview-arguments";
import { progressOn } from "../progress";
import { exportedResources, pulumi, readyStack } from "../stack";
import { needsOf } from "../stack-needs";
import { stackRequest, systemOf } from "../stack-system";
import { refuseUnreadable } from "../store-formats";

/**
 * Shows what an `up` would change, in the order in which a reviewer thinks: data at risk, who can reach what, secrets,
 * the rest. `--markdown [FILE]` writes the same for a comment; `--no-policies` leaves the policy pack out; with
 * `--diff` or `--json` the CLI prints in its own words.
 */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  const asked = previewArguments(rest);
  const system = systemOf(stack);
  const progress = progressOn();
  const env = await prepare(needsOf(stack, ["cli", "plugins", "images"]), progress);
  await readyStack(stack, env, progress);
  const policies = asked.policies ? await policyArguments(stack, env) : [];
  const request = { stack, rest: [...policies, ...asked.rest] };
  if (asked.plain) return await pulumi(["preview"], request, env);
  const { report, code } = await progress.step(`Previewing stack ${stack}`, () =>
    previewed("preview", request, system, env, (steps) => (asked.policies ? judgeSteps(stack, steps) : [])),
  );
  publish(report, asked);
  // After the report, so that a reviewer sees both.
  refuseUnreadable(stack, system, await exportedResources(stack, env));
  return code;
}

/** Prints the report, or writes it where it was asked for. */
export function publish(report: Report, { markdown }: PreviewArguments): void {
  const color = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  if (markdown === undefined || markdown.file !== undefined) console.log(renderTable(report, { color }));
  if (markdown === undefined) return;
  const text = renderMarkdown(report);
  if (markdown.file === undefined) process.stdout.write(text);
  else writeFileSync(markdown.file, text);
}
