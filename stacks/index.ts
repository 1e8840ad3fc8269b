import { resolve } from "node:path";
import { secret, type Output } from "@pulumi/pulumi";
import { beyondAws } from "../components/aws/scope";
import { settingsIn, type AwsSettings } from "../components/aws/settings";
import { beyondDocker } from "../components/docker/scope";
import { fail } from "../components/failure";
import { check, checkGivenUrls, SystemError, type Problem, type System } from "../components/model";
import { checkCertificate } from "../components/render/certificates";
import { beyondKubernetes } from "../components/kubernetes/scope";
import type { PlatformArgs, PlatformResult } from "../components/platform";
import { readConfig } from "./config";
import { checkRollback, describeSystem } from "./describe";
import { encryptedVariables } from "./encrypted";
import { environmentOf, environments } from "./environments";
import { checkDigests } from "./digests";
import { resolveImages } from "./images";
import { ConfigError } from "./parse";
import type { StackConfig } from "./schema";
import { kubernetesSchema, type ClusterSettings } from "./schema.kubernetes";
import { checkAccount, checkInstances, checkSettings, checkStores } from "./settings";
import { localSubstitutes } from "./substitutes";
import { systems } from "./systems";
import { checkEnvironment } from "./unused";

const root = resolve(__dirname, "..");

interface TargetProgram {
  /** Loads the target when it is asked for: a stack never loads another target's SDK. */
  deploy(args: PlatformArgs, config: StackConfig): Promise<PlatformResult>;
  /** What a system asks for that the target does not do. */
  beyond(system: System, config: StackConfig): readonly Problem[];
}

const targets: Readonly<Record<StackConfig["target"], TargetProgram>> = {
  docker: {
    deploy: async (args, { host }) => {
      const { Platform } = await import("../components/docker/platform");
      return new Platform({ ...args, ...(host === undefined ? {} : { host }) });
    },
    beyond: beyondDocker,
  },
  kubernetes: {
    deploy: async (args, config) => {
      const { Platform } = await import("../components/kubernetes/platform");
      return new Platform({ ...args, kubernetes: clusterOf(config) });
    },
    beyond: (system, config) => [
      ...checkStores(system, clusterOf(config).stores),
      ...beyondKubernetes(system, clusterOf(config), config.settings.rotations),
    ],
  },
  aws: {
    deploy: async (args, config) => {
      const { Platform } = await import("../components/aws/platform");
      return new Platform({ ...args, aws: accountOf(config) });
    },
    beyond: (system, config) => [
      ...checkAccount(system, accountOf(config)),
      ...beyondAws(system, accountOf(config), config.settings.rotations),
    ],
  },
};

function accountOf({ aws, environment }: StackConfig): AwsSettings {
  if (aws === undefined) throw new RangeError("a stack for AWS has no settings of its account");
  return settingsIn(environment, aws);
}

function clusterOf({ kubernetes }: StackConfig): ClusterSettings {
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

function soundSystem(config: StackConfig): { system: System; images: PlatformArgs["images"] } {
  const describe = systems[config.system];
  const environment = environmentOf(config);
  const system = describeSystem(config);
  const images = resolveImages(system, config, { root, substitutes: localSubstitutes(root) });
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
    ...targets[config.target].beyond(system, config),
  ];
  if (problems.length > 0) throw new SystemError(system.name, problems);
  return { system, images: images.sources };
}

async function deploy(): Promise<Record<string, Output<string>>> {
  const config = readConfig(root);
  const { system, images } = soundSystem(config);
  const args: PlatformArgs = {
    system,
    images,
    substitutes: localSubstitutes(root),
    pins: config.digests ?? {},
    given: Object.fromEntries(
      Object.entries(givenTexts(config)).map(([name, value]) => [name, secret(value)]),
    ),
    rotations: config.settings.rotations,
    protect: environments[config.environment].protect,
  };
  const platform = await targets[config.target].deploy(args, config);
  return { ...platform.urls, ...platform.credentials, ...platform.forwards, ...platform.facts };
}

/** The program: the stack's outputs, or one readable message and no stack trace. */
async function program(): Promise<Record<string, Output<string>>> {
  try {
    return await deploy();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof SystemError) return await fail(error.message);
    throw error;
  }
}

export = program;
