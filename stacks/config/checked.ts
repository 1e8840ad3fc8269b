import { checkReadable, checkReserved, toldAsWritten } from "../../components/lowering";
import { check, checkProvidedUrls, SystemError } from "../../components/model";
import { checkCertificate } from "../../components/render/acme/certificates";
import type { PlatformArgs } from "../../components/shared/platform";
import { targets } from "../../components/targets";
import { checkRollback, describeSystem, writtenSystem } from "./describe";
import { encryptedVariables } from "./encrypted";
import { environmentOf, environments } from "./environments";
import { checkDigests } from "./digests";
import { checkIdle } from "./idle";
import { resolveImages } from "./images";
import type { StackConfig } from "./schema";
import { checkInstances, checkSettings, withSettings } from "./settings";
import { localSubstitutes } from "./substitutes";
import { checkSystemSettings, toldAsSet, withSystemSettings } from "./system-settings";
import { checkTopology, joinsOf, withTopology } from "./topology";
import { systems } from "../systems";
import { checkEnvironment } from "./unused";

/** The values of provided secrets, by name. */
function providedTexts({ settings, encrypted = new Set() }: StackConfig): Readonly<Record<string, string>> {
  const variables = encryptedVariables(settings, encrypted);
  return {
    ...settings.secrets,
    ...Object.fromEntries(variables.map(({ secret: { name }, text }) => [name, text])),
  };
}

/** What a target deploys: `provided` has the values of secrets in clear. */
export type CheckedArgs = Omit<PlatformArgs, "provided"> & {
  readonly provided: Readonly<Record<string, string>>;
};

/**
 * The system of a stack's configuration, with all that is checked before a resource exists.
 *
 * @param root the checkout
 * @throws SystemError that lists every error
 */
export function checkedArgs(config: StackConfig, root: string): CheckedArgs {
  const target = targets[config.target];
  const describe = systems[config.system];
  const environment = environmentOf(config);
  const written = writtenSystem(config);
  const system = describeSystem(config);
  const substitutes = localSubstitutes(root);
  const images = resolveImages(system, config, { root, substitutes });
  const whole = withSystemSettings(written, config.settings);
  const asSet = withTopology(whole, config.settings);
  const found = [
    ...checkEnvironment(describe, environment, config.settings, config.replicas),
    ...checkSettings(system, config.settings),
    ...checkReserved(asSet, target.lowersIn(config)),
    ...checkSystemSettings(written, config.settings),
    ...checkTopology(whole, config.settings, config.target),
    ...checkInstances(system, config.settings, target),
    ...checkRollback(system, config),
    ...checkDigests(system, config),
    ...checkCertificate(system, config.settings.secrets, new Date()),
    ...checkProvidedUrls(system, config.settings.secrets),
    ...images.problems,
    ...check(system, target.limits),
    ...target.unsupported(system, config),
    ...checkIdle(system, config),
  ];
  const problems =
    found.length > 0
      ? found
      : checkReadable(withSettings(asSet, config.settings, config.encrypted), target.lowersIn(config));
  if (problems.length > 0) {
    const told = toldAsSet(config.settings, toldAsWritten(system, problems));
    throw new SystemError(system.name, told);
  }
  return {
    system,
    images: images.sources,
    substitutes,
    pins: config.digests ?? {},
    provided: providedTexts(config),
    rotations: config.settings.rotations,
    joins: joinsOf(whole, config.settings),
    protect: environments[config.environment].protect,
  };
}
