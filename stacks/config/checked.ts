import { beyondAws } from "../../components/aws/unsupported";
import { settingsIn, type AwsSettings } from "../../components/aws/settings";
import { beyondDocker } from "../../components/docker/unsupported";
import { check, checkGivenUrls, SystemError, type Problem, type System } from "../../components/model";
import { checkCertificate } from "../../components/render/acme/certificates";
import { beyondKubernetes } from "../../components/kubernetes/unsupported";
import type { PlatformArgs } from "../../components/shared/platform";
import { checkRollback, describeSystem } from "./describe";
import { encryptedVariables } from "./encrypted";
import { environmentOf, environments } from "./environments";
import { checkDigests } from "./digests";
import { checkIdle } from "./idle";
import { resolveImages } from "./images";
import type { StackConfig } from "./schema";
import { kubernetesSchema, type ClusterSettings } from "../../components/kubernetes/settings";
import { checkAccount, checkInstances, checkSettings, checkStores } from "./settings";
import { localSubstitutes } from "./substitutes";
import { systems } from "../systems";
import { checkEnvironment } from "./unused";

/** What a system asks for that a target does not do. */
const beyond: Readonly<
  Record<StackConfig["target"], (system: System, config: StackConfig) => readonly Problem[]>
> = {
  docker: beyondDocker,
  kubernetes: (system, config) => [
    ...checkStores(system, clusterOf(config).stores),
    ...beyondKubernetes(system, clusterOf(config), config.settings.rotations),
  ],
  aws: (system, config) => [
    ...checkAccount(system, accountOf(config)),
    ...beyondAws(system, accountOf(config), config.settings.rotations),
  ],
};

/** The settings of a stack's account, with what is usual for its environment. */
export function accountOf({ aws, environment }: StackConfig): AwsSettings {
  if (aws === undefined) throw new RangeError("a stack for AWS has no settings of its account");
  return settingsIn(environment, aws);
}

export function clusterOf({ kubernetes }: StackConfig): ClusterSettings {
  return kubernetes ?? kubernetesSchema.parse({});
}

/** The operator's secrets by name. */
function givenTexts({ settings, encrypted = new Set() }: StackConfig): Readonly<Record<string, string>> {
  const variables = encryptedVariables(settings, encrypted);
  return {
    ...settings.secrets,
    ...Object.fromEntries(variables.map(({ secret: { name }, text }) => [name, text])),
  };
}

/** What a target deploys: `given` has the values of secrets in clear. */
export type CheckedArgs = Omit<PlatformArgs, "given"> & {
  readonly given: Readonly<Record<string, string>>;
};

/**
 * The system of a stack's configuration, with all that is checked before a resource exists.
 *
 * @param root the checkout
 * @throws SystemError that lists every error
 */
export function checkedArgs(config: StackConfig, root: string): CheckedArgs {
  const describe = systems[config.system];
  const environment = environmentOf(config);
  const system = describeSystem(config);
  const substitutes = localSubstitutes(root);
  const images = resolveImages(system, config, { root, substitutes });
  const problems = [
    ...checkEnvironment(describe, environment, config.settings, config.replicas),
    ...checkSettings(system, config.settings),
    ...checkInstances(system, config.settings, config.target),
    ...checkRollback(system, config),
    ...checkDigests(system, config),
    ...checkCertificate(system, config.settings.secrets, new Date()),
    ...checkGivenUrls(system, config.settings.secrets),
    ...images.problems,
    ...check(system, { target: config.target }),
    ...beyond[config.target](system, config),
    ...checkIdle(system, config, config.target === "aws" ? accountOf(config) : undefined),
  ];
  if (problems.length > 0) throw new SystemError(system.name, problems);
  return {
    system,
    images: images.sources,
    substitutes,
    pins: config.digests ?? {},
    given: givenTexts(config),
    rotations: config.settings.rotations,
    protect: environments[config.environment].protect,
  };
}
