import { asMade } from "../../components/aws/ingress/chosen.args";
import { healthClient } from "../../components/aws/runtime/health";
import { settingsIn } from "../../components/aws/settings";
import { PlainError } from "../../setup/errors";
import { AccountKeeper, openAccount } from "../backup/account/keeper";
import { AwsOperations } from "../operations/aws";
import { exportedResources } from "../stack";
import { configOf, systemOf } from "../stack/system";
import { AwsStack, placeOf } from "./account";
import { servingIn } from "./aws-serving";
import type { TargetRuntime } from "./target";
import { AwsVerifier } from "./verifier";

export const aws: TargetRuntime = {
  open(stack) {
    throw new PlainError(
      `This command works on a Docker engine or a cluster, and stack ${stack} runs on AWS. ` +
        `Its dashboard, and the commands that restore it, are among its outputs: npx trireme outputs ${stack}`,
    );
  },
  containers(stack) {
    throw new PlainError(
      `This carries data through containers that stand by, and stack ${stack} runs on AWS, where tasks and services of AWS save it. ` +
        `Bring it up (npx trireme up ${stack}), put what comes from elsewhere into its bucket as docs/aws-operations.md says under "Backups", and restore it: npx trireme restore ${stack} --from NAME`,
    );
  },
  keeper: (stack, env, progress) =>
    new AccountKeeper(systemOf(stack), stack, progress, () => openAccount(stack, env)),
  operations: (stack, env) => new AwsOperations(() => AwsStack.open(stack, env), placeOf(stack), env),
  verifier(stack, env) {
    const { aws: settings, environment } = configOf(stack);
    if (settings === undefined)
      throw new PlainError(
        `Stack ${stack} has no settings of its account. Set them: trireme:aws in Pulumi.${stack}.yaml`,
      );
    const { region, provider } = settings;
    return new AwsVerifier(
      stack,
      (system) => asMade(system, settingsIn(environment, settings)),
      () => exportedResources(stack, env),
      () => healthClient({ region, endpoints: provider?.endpoints }),
    );
  },
  serving: async (stack, env) => await servingIn(await AwsStack.open(stack, env), systemOf(stack)),
  // Names of an account's resources are the stack's, and AWS refuses a second one.
  refuseTakeover: () => Promise.resolve(),
  // Whatever the stack made in the account is in its state.
  leftovers: () => Promise.resolve(() => Promise.resolve("")),
  lettingGo: () => "Removing it too: docs/aws-operations.md",
  keepsData: () =>
    "--delete-data does not work on AWS, which protects the databases itself: docs/aws-operations.md says how to remove them.",
};
