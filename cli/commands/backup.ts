import { PlainError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { keeperOf } from "../runtime";
import { prepareFor } from "../stack/needs";
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
    const failed: string[] = [];
    for (const saved of await keeperOf(stack, env, progress).kept(name)) {
      const { code, output } = await saved.take();
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
