import { fetched, restoreInPlace, type Site } from "../backup/restore";
import { carried, letGo, originOf, type Origin } from "../backup/origin";
import { planOf, type Return } from "../backup/rebuild";
import { listOf, savedOf } from "../backup/saved";
import { command, optional, parsedAs, yes } from "../command-line/declaration";
import { moment } from "../command-line/moment";
import { containersOf } from "../runtime";
import { agreed } from "../stack/confirm";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import { PlainError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { upUnasked } from "./up";
import { verified } from "./verify";

export const declaration = command({
  name: "rebuild",
  group: "Data and secrets",
  summary: "Deploy a stack and fill its stores from backups elsewhere",
  description:
    "For a host, a namespace or disks that are gone: from the bucket. With --of for a move to another target or host. Each store gets the newest copy in the bucket, or of the other stack, that was taken before the command began; what a store holds by then is kept beside it. Stores elsewhere (external) are left alone.",
  stack: true,
  options: {
    before: parsedAs(
      "--before <moment>",
      "take copies from before this moment alone (ISO 8601, UTC without a zone); default: now",
      moment,
    ),
    of: optional(
      "--of <stack>",
      "fill the stores from the backups of this other stack of the system, on whatever target, and need no bucket",
    ),
    yes,
  },
  exits: { 1: "it failed, a check failed afterwards, or the answer was no" },
  examples: [
    ["rebuild prod", "all of it, after a question"],
    [
      "rebuild prod --before 2026-01-31T13:45:00Z",
      "go on with one that was interrupted, or go back to before an accident",
    ],
    ["rebuild prod-k8s --of prod", "move to another target: deploy, and take over the data"],
  ],
  async run({ stack, options }) {
    const began = new Date();
    const before = options.before ?? began;
    const system = systemOf(stack);
    const { of } = options;
    if (of !== undefined) await opened(stack, of);
    if (
      of === undefined &&
      !system.backups.some(({ destinations }) => destinations.some(({ to }) => to === "bucket"))
    )
      throw new PlainError(
        `No backup of stack ${stack} is copied to a bucket, so nothing could come back. Name one: settings.bucket in Pulumi.${stack}.yaml; or the stack that has the data: --of STACK; without it, npx trireme up ${stack} brings empty stores up.`,
      );
    console.log(
      `Stack ${stack} is deployed from this checkout. Then each store gets the newest copy ${placeOf(of)} from before ${before.toISOString()}.`,
    );
    if (!(await agreed("Rebuild?", options.yes))) return 1;
    const again = `Go on: npx trireme rebuild ${stack}${of === undefined ? "" : ` --of ${of}`} --before ${before.toISOString()}`;
    try {
      const code = await upUnasked(stack);
      if (code !== 0) {
        console.error(again);
        return code;
      }
      const deployed = new Date();
      const { missing, lines } = await filled(stack, before, of);
      console.log(
        [
          `deployed in ${seconds(began, deployed)} s`,
          ...lines,
          `Rebuilt in ${seconds(began, new Date())} s.`,
          ...missing.map(
            (name) => `✗ there is no copy of ${name} ${placeOf(of)} from before ${before.toISOString()}`,
          ),
        ].join("\n"),
      );
      const checked = await verified(stack);
      return missing.length > 0 ? 1 : checked;
    } catch (error) {
      console.error(again);
      throw error;
    }
  },
});

const placeOf = (of: string | undefined): string => (of === undefined ? "in the bucket" : `of stack ${of}`);

/** Opens the stack that the data comes from: refused before anything is deployed where that cannot be. */
async function opened(stack: string, of: string): Promise<Origin> {
  return await originOf(of, { stack, system: systemOf(stack), progress: progressOn() }, undefined);
}

const seconds = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 1000);

/** Fills the stores of a stack that is deployed; a line of each. */
async function filled(
  stack: string,
  before: Date,
  of: string | undefined,
): Promise<{ readonly missing: readonly string[]; readonly lines: readonly string[] }> {
  const system = systemOf(stack);
  const progress = progressOn();
  const env = await prepareFor(stack, ["cli", "engine"], progress);
  const runtime = containersOf(stack, env);
  const all = await savedOf(system, stack, undefined, runtime);
  const origin = of === undefined ? undefined : await opened(stack, of);
  const listed = origin?.listed ?? (await Promise.all(all.map((saved) => listOf(runtime, saved)))).flat();
  const places = origin === undefined ? undefined : (["volume", "bucket"] as const);
  const { returns, missing, external } = planOf(all, listed, before, places);
  const lines: string[] = [];
  for (const one of returns) {
    const { saved, from } = one;
    const site: Site = { stack, system, saved, runtime, progress };
    const start = new Date();
    if (origin === undefined) await fetched(site, from);
    else await carried(site, env, origin, from);
    const told = await restoreInPlace(site, from, start);
    if (origin !== undefined) await letGo(site, from);
    lines.push(`${described(one)} in ${seconds(start, new Date())} s. ${told}`);
  }
  return {
    missing,
    lines: [...lines, ...external.map((name) => `${name} runs elsewhere and was left alone`)],
  };
}

const described = ({ saved, from }: Return): string =>
  `${saved.store.name} has ${from.name} of ${saved.backup.name}, which was taken at ${from.time}, back`;
