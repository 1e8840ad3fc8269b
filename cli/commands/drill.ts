import { PlainError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { keeperOf } from "../runtime";
import { prepareFor } from "../stack/needs";
import { command, optional } from "../command-line/declaration";

/** What a drill said that found nothing to try out. */
const nothing = "there is no backup yet";

/**
 * What is told of drills that failed.
 *
 * @param said what each drill printed, by the name of its backup
 */
export function drillsFailed(stack: string, said: Readonly<Record<string, string>>): string {
  const names = Object.keys(said);
  const missing = names.filter((name) => said[name]?.includes(nothing));
  const broken = names.filter((name) => !missing.includes(name));
  return [
    ...(missing.length === 0
      ? []
      : [
          `Of ${missing.join(", ")} there is no backup yet that a drill can try out. Take one, and then try again: npx trireme backup ${stack} ${missing[0] ?? ""}`,
        ]),
    ...(broken.length === 0
      ? []
      : [
          `The newest backup of ${broken.join(", ")} cannot be restored. List what there is: npx trireme restore ${stack}; take a new one: npx trireme backup ${stack} ${broken[0] ?? ""}`,
        ]),
  ].join("\n");
}

export const declaration = command({
  name: "drill",
  group: "Data and secrets",
  summary: "Restore the newest backup into a scratch server and check it",
  stack: true,
  arguments: {
    name: optional("[backup]", "name of a backup of the system, such as db-daily; all without it"),
  },
  examples: [
    ["drill prod", "try every backup"],
    ["drill prod db-daily", "try that of the database"],
  ],
  async run({ stack, arguments: { name } }) {
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    const failed: Record<string, string> = {};
    for (const saved of await keeperOf(stack, env, progress).kept(name)) {
      const { code, output } = await saved.drill();
      console.log(output.trim());
      if (code !== 0) failed[saved.backup.name] = output;
    }
    if (Object.keys(failed).length > 0) throw new PlainError(drillsFailed(stack, failed));
    return 0;
  },
});
