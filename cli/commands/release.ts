import type { Pins } from "../../components/model";
import { describeSystem } from "../../stacks/config/describe";
import { pinnable } from "../../stacks/config/digests";
import { imageMode } from "../../stacks/config/environments";
import { localSubstitutes } from "../../stacks/config/substitutes";
import { configSchema, type StackConfig } from "../../stacks/config/schema";
import { agreed } from "../stack/confirm";
import { askable, pinLines, resolvePins } from "../release/digests";
import { PlainError, UsageError } from "../../setup/errors";
import { tellShortfalls } from "../preflight/brief";
import { progressOn } from "../../setup/progress";
import { releasePlan } from "../release/releases";
import { notCome, type Serving } from "../release/serving";
import { targetOf } from "../runtime";
import { editStackFile } from "../stack/edit";
import { prepareFor } from "../stack/needs";
import { configOf } from "../stack/system";
import { projectRoot } from "../../setup/workspace";
import { upUnasked } from "./up";
import { command, flag, required, yes } from "../command-line/declaration";

interface Request {
  /** Whether what stores and the proxy run is looked up again, too. */
  readonly engines: boolean;
  readonly unpinned: boolean;
}

/**
 * The references whose digest is asked for, and the digests that stay: what stores run stays as it is, for another digest
 * of an engine's tag would restart them, and a release is no reason to.
 */
export function toResolve(
  references: readonly string[],
  own: readonly string[],
  present: Pins,
  engines: boolean,
): { readonly asked: readonly string[]; readonly kept: Pins } {
  const stays = (reference: string): boolean =>
    !engines && !own.includes(reference) && Object.hasOwn(present, reference);
  return {
    asked: references.filter((reference) => !stays(reference)),
    kept: Object.fromEntries(
      Object.entries(present).filter(([reference]) => references.includes(reference) && stays(reference)),
    ),
  };
}

/** What the references of a release stand for now; told with what a person must know of it. */
async function pinsOf(stack: string, config: StackConfig, { engines, unpinned }: Request): Promise<Pins> {
  if (unpinned) return {};
  const system = describeSystem(config);
  // What was built here in place of an engine's image is named after its recipe.
  const substitutes = localSubstitutes(projectRoot);
  const references = pinnable(system, config).filter((one) => !Object.hasOwn(substitutes, one));
  const own = [...system.services, ...system.jobs, ...system.sites].map(({ image }) => image.reference);
  const { asked, kept } = toResolve(references, own, config.digests ?? {}, engines);
  if (asked.length === 0) return kept;
  const progress = progressOn();
  const env = await prepareFor(stack, ["engine"], progress);
  const { pins, notes } = await progress.step(`Looking up the digests of ${asked.length} images`, () =>
    resolvePins(asked, askable(env, config.target === "docker")),
  );
  for (const note of notes) progress.note(`! ${note}`);
  return { ...kept, ...pins };
}

/** What each service runs, where that may be another release for each; nothing where it cannot be asked. */
async function serving(stack: string): Promise<readonly Serving[]> {
  const progress = progressOn();
  const env = await prepareFor(stack, ["cli"], progress);
  try {
    return (await targetOf(stack).serving?.(stack, env)) ?? [];
  } catch (error) {
    // The reason why the release did not come up stands above, and is what counts.
    progress.note(`What runs cannot be asked: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

export const declaration = command({
  name: "release",
  group: "Deploy",
  summary: "Bring a release up, and write its tag to the stack's file",
  description:
    "The digests that it stands for go into the file too, and what a rollback left there goes out. The plan is told first; the release before serves until the new one does.",
  stack: true,
  arguments: { tag: required("<tag>", "tag of the images to release") },
  options: {
    engines: flag(
      "--engines",
      "look up again what stores and the proxy run, too; they restart where it changed",
      {
        conflicts: ["unpinned"],
      },
    ),
    unpinned: flag("--unpinned", "by tags alone, without digests"),
    yes,
  },
  exits: { 1: "it failed, or the answer was no" },
  examples: [
    ["release prod v1.5.0", "after the plan and a question"],
    ["release prod v1.5.0 --yes", "at once"],
  ],
  async run({ stack, options, arguments: { tag } }) {
    const valid = configSchema.shape.imageTag.safeParse(tag);
    if (!valid.success)
      throw new UsageError(
        `"${tag}" is not a valid release: ${valid.error.issues[0]?.message ?? "it is not valid"}.`,
      );
    const config = configOf(stack);
    if (imageMode(config) === "sources")
      throw new PlainError(
        `Stack ${stack} builds its images from ${config.sources ?? "a checkout"}: check ${tag} out there, then npx trireme up ${stack}.`,
      );
    const next: StackConfig = { ...config, imageTag: tag, rollback: undefined };
    const pins = await pinsOf(stack, next, options);
    const lines = pinLines(pins, config.digests ?? {});
    if (config.target === "docker") {
      const progress = progressOn();
      await tellShortfalls(stack, await prepareFor(stack, ["engine"], progress), progress, {
        ...next,
        digests: pins,
      });
    }
    console.log([releasePlan(describeSystem(next), stack, config.imageTag, tag), ...lines].join("\n"));
    if (!(await agreed("Release?", options.yes))) return 1;
    editStackFile(stack, [
      { path: ["trireme:imageTag"], value: tag },
      { path: ["trireme:digests"], value: lines.length === 0 ? undefined : pins },
      { path: ["trireme:rollback"], value: undefined },
    ]);
    const code = await upUnasked(stack);
    if (code === 0) console.log([`\nStack ${stack} runs ${tag}.`, ...lines].join("\n"));
    else
      console.error(
        `\n${notCome(tag, pins, await serving(stack))} Fix what the message names and run npx trireme up ${stack}, release another one, or roll back: npx trireme rollback ${stack}`,
      );
    return code;
  },
});
