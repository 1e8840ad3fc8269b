import { resolve } from "node:path";
import { secret, type Output } from "@pulumi/pulumi";
import { fail } from "../components/shared/failure";
import { SystemError, type System } from "../components/model";
import type { PlatformArgs, PlatformResult } from "../components/shared/platform";
import { TransformError } from "../components/shared/transform";
import { readConfig } from "./config";
import { ConfigError } from "./config/parse";
import type { StackConfig } from "./config/schema";
import { accountOf, clusterOf, checkedArgs } from "./config/checked";
import { transformsOf } from "./transforms";

const root = resolve(__dirname, "..");

/** Each loads its target when it is asked for: a stack never loads another target's SDK. */
const targets: Readonly<
  Record<StackConfig["target"], (args: PlatformArgs, config: StackConfig) => Promise<PlatformResult>>
> = {
  docker: async (args, config) => {
    const { host, docker: { network } = {} } = config;
    if (network !== undefined) await checkNetwork(args.system, host, network);
    const { Platform } = await import("../components/docker/platform");
    const { children } = await import("../components/docker/children");
    const transforms = await transformsOf(config, root, children);
    return new Platform({ ...args, transforms, network, ...(host === undefined ? {} : { host }) });
  },
  kubernetes: async (args, config) => {
    const { Platform } = await import("../components/kubernetes/platform");
    const { children } = await import("../components/kubernetes/children");
    const transforms = await transformsOf(config, root, children);
    return new Platform({ ...args, transforms, kubernetes: clusterOf(config) });
  },
  aws: async (args, config) => {
    const { Platform } = await import("../components/aws/platform");
    const { children } = await import("../components/aws/children");
    const transforms = await transformsOf(config, root, children);
    return new Platform({ ...args, transforms, aws: accountOf(config) });
  },
};

/** A network that is joined must be there before anything is made. */
async function checkNetwork(system: System, host: string | undefined, name: string): Promise<void> {
  const { hasNetwork } = await import("../components/docker/runtime/network");
  if (await hasNetwork(host, name)) return;
  const message = `is "${name}", and the engine has no network of that name. Make it: docker network create ${name}; or name another: pulumi config set --path docker.network NAME`;
  throw new SystemError(system.name, [{ path: "docker.network", message }]);
}

async function deploy(): Promise<Record<string, Output<string>>> {
  const config = readConfig(root);
  const args = checkedArgs(config, root);
  const given = Object.fromEntries(Object.entries(args.given).map(([name, value]) => [name, secret(value)]));
  const platform = await targets[config.target]({ ...args, given }, config);
  return { ...platform.urls, ...platform.credentials, ...platform.forwards, ...platform.facts };
}

/** The program: the stack's outputs, or one readable message and no stack trace. */
async function program(): Promise<Record<string, Output<string>>> {
  try {
    return await deploy();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof SystemError || error instanceof TransformError)
      return await fail(error.message);
    throw error;
  }
}

export = program;
