import { ask, savedOf } from "../backup/saved";
import { PlainError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { runtimeOf } from "../runtime";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import { command, optional } from "../command-line/declaration";

export const declaration = command({
  name: "backup",
  group: "Data and secrets",
  summary: "Take a backup now, of every store or of the one named",
  stack: true,
  arguments: {
    name: optional("[backup]", "name of a backup of the system, such as db-daily; all without it"),
  },
  examples: [
    ["backup prod", "one of every store"],
    ["backup prod db-daily", "one of the database"],
  ],
  async run({ stack, arguments: { name } }) {
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    const runtime = runtimeOf(stack, env);
    const taken = await savedOf(systemOf(stack), stack, name, runtime);
    const failed: string[] = [];
    for (const saved of taken) {
      const { code, output } = await progress.step(`Saving ${saved.store.name} (${saved.backup.name})`, () =>
        ask(runtime, saved, ["take", "manual"]),
      );
      console.log(output.trim());
      if (code !== 0) failed.push(saved.backup.name);
    }
    if (failed.length > 0)
      throw new PlainError(
        `${failed.join(", ")} could not be taken; older ones are kept. The reason is above, and in the logs: npx trireme logs ${stack} ${failed.join(" ")}`,
      );
    return 0;
  },
});
