import type { AwsSettings } from "../../../components/aws/settings";
import type { Problem, System } from "../../../components/model";
import { awsSettings } from "./aws";
import { dockerSettings } from "./docker";
import { kubernetesSettings } from "./kubernetes";
import type { StackConfig } from "../schema";

/** The settings of the stack's target, where the system has nothing that they would change. */
export function checkIdle(system: System, config: StackConfig, account?: AwsSettings): readonly Problem[] {
  const settings = [
    ...dockerSettings(system, config),
    ...(config.kubernetes === undefined ? [] : kubernetesSettings(system, config.kubernetes)),
    ...(config.aws === undefined || account === undefined ? [] : awsSettings(system, config, account)),
  ];
  return settings
    .filter(({ value, used }) => value !== undefined && !used)
    .map(({ path, value, why }) => ({
      path,
      message: `is ${JSON.stringify(value)}, but ${why}. Remove it: pulumi config rm --path '${path}'`,
    }));
}
