import { rotatable, whyNotRotated, type System } from "../../components/model";
import { agreed } from "../stack/confirm";
import { PlainError, UsageError } from "../../setup/errors";
import { progressOn, type Progress } from "../../setup/progress";
import { prepareFor } from "../stack/needs";
import { readyStack } from "../stack";
import { editStackFile } from "../stack/edit";
import { runtimeOf } from "../runtime";
import { configOf, systemOf } from "../stack/system";
import { upUnasked } from "./up";
import { command, flag, optional, yes } from "../command-line/declaration";

/** What is told and asked before a value is regenerated. */
export function plan(system: System, stack: string, name: string, count: number): string {
  const store = system.stores.find((one) => one.name === name);
  const times = count === 0 ? "never before" : `${count} times before`;
  const what = store === undefined ? `secret ${name}` : `password of ${store.engine} ${name}`;
  return [
    `Rotation of the ${what} in stack ${stack} (rotated ${times}):`,
    ...(store === undefined
      ? ["  1. a new value is made; each of its consumers is replaced, the new instance before the old one"]
      : [
          `  1. a new password is made, and ${name} takes both; its container stays`,
          "  2. each of its consumers is replaced, the new instance before the old one",
          "  3. the old password is taken away, and sessions that it opened end",
        ]),
  ].join("\n");
}

export const declaration = command({
  name: "rotate",
  group: "Data and secrets",
  summary: "Rotate a secret or password, and roll its consumers",
  stack: true,
  arguments: { name: optional("[name]", "the secret or store; with --retire all without it") },
  options: {
    retire: flag("--retire", "end old passwords that an interrupted rotation left valid; not on AWS"),
    yes,
  },
  exits: { 1: "it failed, or the answer was no" },
  examples: [
    ["rotate prod db", "the password of the store db"],
    ["rotate prod secret-key --yes", "a generated secret, at once"],
    ["rotate prod --retire", "finish an interrupted rotation"],
  ],
  async run({ stack, options, arguments: { name } }) {
    const system = systemOf(stack);
    const progress = progressOn();
    if (options.retire) return await retireOld(stack, name, progress);
    if (name === undefined)
      throw new UsageError(
        `Name what to rotate: npx trireme rotate ${stack} NAME. Allowed are ${rotatable(system).join(", ")}.`,
      );
    const { rotations, topology } = configOf(stack).settings;
    if (topology?.of !== undefined)
      throw new PlainError(
        `${stack} has its secrets from ${topology.of.stack}: npx trireme rotate ${topology.of.stack} ${name}, then npx trireme up ${stack}.`,
      );
    const why = whyNotRotated(system, name);
    if (why !== undefined) throw new PlainError(`${name} cannot be rotated: ${why}.`);
    const count = rotations[name] ?? 0;
    console.log(plan(system, stack, name, count));
    if (!(await agreed("Rotate?", options.yes))) return 1;
    editStackFile(stack, [{ path: ["trireme:settings", "rotations", name], value: count + 1 }]);
    const code = await upUnasked(stack);
    if (code !== 0) {
      console.error(
        `\nThe rotation was not completed; the old value is still valid. Fix the cause, then run: npx trireme up ${stack}, then npx trireme rotate ${stack} ${name} --retire`,
      );
      return code;
    }
    const isStore = system.stores.some((store) => store.name === name);
    const parts = Object.keys(topology?.elsewhere ?? {});
    if (parts.length > 0) {
      console.log(toldToParts(stack, name, parts, isStore));
      return 0;
    }
    if (isStore) return await retireOld(stack, name, progress);
    console.log(`\nNo consumer uses the old value of ${name} any more.`);
    return 0;
  },
});

/** What is left to do where other stacks run parts of the system, which still use the old value. */
export function toldToParts(stack: string, name: string, parts: readonly string[], isStore: boolean): string {
  return [
    `\nOther stacks may still use the old value of ${name}. Bring them up:`,
    ...parts.map((part) => `  npx trireme up ${part}`),
    ...(isStore ? ["Then let the old password end:", `  npx trireme rotate ${stack} ${name} --retire`] : []),
  ].join("\n");
}

/** Takes away the passwords that were valid before the current ones. */
async function retireOld(stack: string, name: string | undefined, progress: Progress): Promise<number> {
  const env = await prepareFor(stack, ["cli", "engine"], progress);
  await readyStack(stack, env, progress);
  const rotated = await runtimeOf(stack, env).rotated();
  const wanted = name === undefined ? [...rotated.keys()] : [name];
  for (const store of wanted) {
    const found = rotated.get(store);
    if (found === undefined)
      throw new PlainError(
        `${store} has no old password, because it was not rotated${rotated.size === 0 ? "" : `; ${[...rotated.keys()].join(", ")} was`}.`,
      );
    if (!found.inForce)
      throw new PlainError(
        `The new password of ${store} is not in use yet, so the old one stays valid. First run: npx trireme up ${stack}`,
      );
    const written = await progress.step(`Retiring the old password of ${store}`, () => found.retire());
    console.log(written.trim().split("\n").at(-1));
  }
  return 0;
}
