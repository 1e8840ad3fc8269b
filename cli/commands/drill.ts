import { ask, savedOf } from "../backup/saved";
import { PlainError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { runtimeOf } from "../runtime";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import { command, optional } from "../command-line/declaration";

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
    const runtime = runtimeOf(stack, env);
    const failed: string[] = [];
    for (const saved of await savedOf(systemOf(stack), stack, name, runtime)) {
      const { code, output } = await progress.step(`Trying out ${saved.backup.name}`, () =>
        ask(runtime, saved, ["drill"]),
      );
      console.log(output.trim());
      if (code !== 0) failed.push(saved.backup.name);
    }
    if (failed.length > 0)
      throw new PlainError(
        `The newest backup of ${failed.join(", ")} cannot be restored. List what there is: npx trireme restore ${stack}; take a new one: npx trireme backup ${stack} ${failed[0] ?? ""}`,
      );
    return 0;
  },
});
