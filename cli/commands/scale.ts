import { targets } from "../../components/targets";
import { UsageError } from "../../setup/errors";
import { command, required, yes } from "../command-line/declaration";
import { scaled } from "../operations/scaling";
import { agreed } from "../stack/confirm";
import { editStackFile, refuseEdits } from "../stack/edit";
import { configOf, systemOf } from "../stack/system";
import { upUnasked } from "./up";

export const declaration = command({
  name: "scale",
  group: "Deploy",
  summary: "Run a service in another number of instances",
  description:
    "Writes the number into the stack's file, and deploys it, so that the next deployment keeps it. Where an autoscaler counts the instances, it is the least that it goes down to.",
  stack: true,
  arguments: {
    service: required("<service>", "name of a service of the system"),
    count: required("<count>", "how many instances: 1 to 100"),
  },
  options: { yes },
  exits: { 1: "it failed, or the answer was no" },
  examples: [["scale prod backend 4", "four instances from now on"]],
  async run({ stack, options, arguments: { service, count } }) {
    if (!/^[1-9]\d?$|^100$/.test(count))
      throw new UsageError(`A service runs in 1 to 100 instances, not "${count}".`);
    const system = systemOf(stack);
    const target = targets[configOf(stack).target];
    const { plan, edits } = scaled({ stack, system, target }, service, Number(count));
    if (edits.length === 0) {
      console.log(`Pulumi.${stack}.yaml says so already. To deploy it: npx trireme up ${stack}`);
      return 0;
    }
    refuseEdits(stack, edits);
    for (const line of plan) console.log(line);
    if (!(await agreed("Deploy it?", options.yes))) return 1;
    editStackFile(stack, edits);
    const code = await upUnasked(stack);
    if (code === 0) console.log(`\nPulumi.${stack}.yaml says so: commit it.`);
    return code;
  },
});
