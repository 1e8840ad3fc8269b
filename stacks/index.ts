import { resolve } from "node:path";
import { secret, type Output } from "@pulumi/pulumi";
import { fail } from "../components/shared/failure";
import { SystemError } from "../components/model";
import type { PlatformArgs, PlatformResult } from "../components/shared/platform";
import { readConfig } from "./config";
import { ConfigError } from "./config/parse";
import type { StackConfig } from "./config/schema";
import { accountOf, clusterOf, soundArgs } from "./config/sound";

const root = resolve(__dirname, "..");

/** Each loads its target when it is asked for: a stack never loads another target's SDK. */
const targets: Readonly<
  Record<StackConfig["target"], (args: PlatformArgs, config: StackConfig) => Promise<PlatformResult>>
> = {
  docker: async (args, { host }) => {
    const { Platform } = await import("../components/docker/platform");
    return new Platform({ ...args, ...(host === undefined ? {} : { host }) });
  },
  kubernetes: async (args, config) => {
    const { Platform } = await import("../components/kubernetes/platform");
    return new Platform({ ...args, kubernetes: clusterOf(config) });
  },
  aws: async (args, config) => {
    const { Platform } = await import("../components/aws/platform");
    return new Platform({ ...args, aws: accountOf(config) });
  },
};

async function deploy(): Promise<Record<string, Output<string>>> {
  const config = readConfig(root);
  const args = soundArgs(config, root);
  const given = Object.fromEntries(Object.entries(args.given).map(([name, value]) => [name, secret(value)]));
  const platform = await targets[config.target]({ ...args, given }, config);
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
