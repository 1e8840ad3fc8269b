import { describeSystem } from "../../stacks/config/describe";
import { plainPaths } from "../../stacks/config/encrypted";
import { readStackFile } from "../../stacks/config/file";
import { configSectionIfAny } from "../../stacks/config/yaml";
import { pinnable } from "../../stacks/config/digests";
import { agreed } from "../stack/confirm";
import { PlainError } from "../../setup/errors";
import { clearConfig, editsOf } from "../release/clear";
import { historyOf } from "../release/history";
import { reversionLines, reversions, withReversions } from "../release/reading";
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
import { command, flag, optional, yes } from "../command-line/declaration";

/**
 * The release to go back to: the one that is named, or the latest good one that is not the present one.
 *
 * @param again whether the present one counts too, with what it read when it last came up
 * @throws PlainError when there is none
 */
export function goal(
  releases: readonly Release[],
  present: string,
  wanted: string | undefined,
  again = false,
): Release {
  const others = again ? releases : releases.filter(({ tag }) => tag !== present);
  const found = others.find(({ tag }) => wanted === undefined || tag === wanted);
  if (found !== undefined) return found;
  const known = others.length === 0 ? "none" : others.map(({ tag }) => tag).join(", ");
  throw new PlainError(
    wanted === undefined
      ? `There is no release to roll back to: only ${present} has ever come up.`
      : `${wanted} is not an earlier release that came up; those are ${known}. To run another one: npx trireme release`,
  );
}

/** The settings in a stack's file, as they stand there. */
function fileOf(stack: string): Readonly<Record<string, unknown>> {
  return readStackFile(stack, projectRoot, configSectionIfAny) ?? {};
}

/** Paths below `trireme:settings` that a stack's file has in clear. */
function plainOf(stack: string): ReadonlySet<string> {
  return plainPaths(fileOf(stack)["trireme:settings"]);
}

export const declaration = command({
  name: "rollback",
  group: "Deploy",
  summary: "Return to the previous good release",
  description:
    "The database stays as it is: the newer migration is not undone, nor an older one run. So do settings and secrets, unless --settings is given; those that have changed since are named. The plan is told first.",
  stack: true,
  arguments: { wanted: optional("[tag]", "an earlier release that came up; the latest one without it") },
  options: {
    settings: flag(
      "--settings",
      "variables of services and the provided secrets that they read go back too, also to those of the same release where an update with others failed",
    ),
    yes,
  },
  exits: { 1: "it failed, or the answer was no" },
  examples: [
    ["rollback prod", "to the release before"],
    ["rollback prod v1.4.2 --yes", "to an earlier one, at once"],
    ["rollback prod --settings", "with the variables and secrets that its services read"],
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
    const history = await historyOf(stack, env, options.settings);
    const system = systemOf(stack);
    const clear = options.settings ? await clearConfig(stack, env) : undefined;
    const since = (at: string) => {
      const { config } = history.find(({ startTime }) => startTime === at) ?? {};
      return {
        config,
        changes: clear === undefined ? [] : reversions(config, clear, system, plainOf(stack)),
      };
    };
    const releases = goodReleases(history);
    const [last] = releases;
    // An update of the present release that failed, with other settings than it last came up with.
    const again =
      clear !== undefined &&
      last?.tag === present &&
      (wanted === present || history.find(({ kind }) => kind === "update")?.result !== "succeeded") &&
      since(last.at).changes.length > 0;
    const to = goal(releases, present, wanted, again);
    const kept = keptJobs(system, await verifierOf(stack, env).jobRuns(system), to.tag);
    const { config, changes } = since(to.at);
    const stays =
      clear === undefined
        ? staysLines(stack, to.tag, settingsSince(config, fileOf(stack)))
        : [
            ...reversionLines(to.tag, changes),
            ...staysLines(
              stack,
              to.tag,
              settingsSince(config, withReversions(clear, changes)),
              "other settings, generated secrets, passwords of stores and data",
            ),
          ];
    console.log([rollbackPlan(system, stack, { from: present, to, kept }), ...stays].join("\n"));
    if (!(await agreed("Go back?", options.yes))) return 1;
    editStackFile(stack, [
      ...editsOf(stack, env, changes),
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
