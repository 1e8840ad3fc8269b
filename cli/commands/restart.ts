import { progressOn } from "../../setup/progress";
import { command, required } from "../command-line/declaration";
import { operationsOf } from "../runtime";
import { prepareFor } from "../stack/needs";

export const declaration = command({
  name: "restart",
  group: "Deploy",
  summary: "Start a service's instances again, until they are healthy",
  description:
    "On Kubernetes and AWS new instances come before old ones go. On a Docker engine one instance after the other is stopped and started: a service of a single instance is away for that time.",
  stack: true,
  arguments: { service: required("<service>", "name of a service of the system") },
  exits: { 1: "it did not come back; what it says has the reason" },
  examples: [["restart prod backend", "with the release that runs"]],
  async run({ stack, arguments: { service } }) {
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    await operationsOf(stack, env).restart(service, progress);
    return 0;
  },
});
