import { describeSystem } from "../../stacks/config/describe";
import { readStackFile } from "../../stacks/config/file";
import { configSectionIfAny } from "../../stacks/config/yaml";
import { pinnable } from "../../stacks/config/digests";
import { agreed } from "../stack/confirm";
import { PlainError } from "../../setup/errors";
import { historyOf } from "../release/history";
import { progressOn } from "../../setup/progress";
import { projectRoot } from "../../setup/workspace";
import {
  goodReleases,
  keptJobs,
  pinsAfter,
  rollbackPlan,
  settingsSince,
  staysLines,
  type Release,
} from "../release/releases";
import { verifierOf } from "../runtime";
import { readyStack } from "../stack";
import { editStackFile } from "../stack/edit";
import { prepareFor } from "../stack/needs";
import { configOf, systemOf } from "../stack/system";
import { upUnasked } from "./up";
import { command, optional, yes } from "../command-line/declaration";

/**
 * The release to go back to: the one that is named, or the latest good one that is not the present one.
 *
 * @throws PlainError when there is none
 */
export function goal(releases: readonly Release[], present: string, wanted: string | undefined): Release {
  const others = releases.filter(({ tag }) => tag !== present);
  const found = others.find(({ tag }) => wanted === undefined || tag === wanted);
  if (found !== undefined) return found;
  const known = others.length === 0 ? "none" : others.map(({ tag }) => tag).join(", ");
  throw new PlainError(
    wanted === undefined
      ? `There is no release to roll back to: only ${present} has ever come up.`
      : `${wanted} is not an earlier release that came up; those are ${known}. To run another one: npx trireme release`,
  );
}

export const declaration = command({
  name: "rollback",
  group: "Deploy",
  summary: "Return to the previous good release",
  description:
    "The database stays as it is: the newer migration is not undone, nor an older one run. So do settings and secrets; those that have changed since are named. The plan is told first.",
  stack: true,
  arguments: { wanted: optional("[tag]", "an earlier release that came up; the latest one without it") },
  options: { yes },
  exits: { 1: "it failed, or the answer was no" },
  examples: [
    ["rollback prod", "to the release before"],
    ["rollback prod v1.4.2 --yes", "to an earlier one, at once"],
  ],
  async run({ stack, options, arguments: { wanted } }) {
    const { imageTag: present, digests } = configOf(stack);
    if (present === undefined)
      throw new PlainError(
        `Stack ${stack} has no trireme:imageTag, so it has no releases. Make one: npx trireme release`,
      );
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    await readyStack(stack, env, progress);
    const history = await historyOf(stack, env);
    const to = goal(goodReleases(history), present, wanted);
    const system = systemOf(stack);
    const kept = keptJobs(system, await verifierOf(stack, env).jobRuns(system), to.tag);
    const { config } = history.find(({ startTime }) => startTime === to.at) ?? {};
    const settings = settingsSince(config, readStackFile(stack, projectRoot, configSectionIfAny) ?? {});
    console.log(
      [rollbackPlan(system, stack, { from: present, to, kept }), ...staysLines(stack, to.tag, settings)].join(
        "\n",
      ),
    );
    if (!(await agreed("Go back?", options.yes))) return 1;
    editStackFile(stack, [
      { path: ["trireme:imageTag"], value: to.tag },
      {
        path: ["trireme:rollback"],
        value: Object.keys(kept).length === 0 ? undefined : { to: to.tag, jobs: kept },
      },
    ]);
    // Which jobs stay at a newer release, and thus which images there are, is in the file now.
    const after = configOf(stack);
    const pins = pinsAfter(to.pins, digests, pinnable(describeSystem(after), after));
    editStackFile(stack, [
      { path: ["trireme:digests"], value: Object.keys(pins).length === 0 ? undefined : pins },
    ]);
    const code = await upUnasked(stack);
    if (code === 0)
      console.log(
        `\nStack ${stack} runs ${to.tag} again. Pulumi.${stack}.yaml says so: commit it. The next npx trireme release ${stack} TAG ends the rollback.`,
      );
    return code;
  },
});
