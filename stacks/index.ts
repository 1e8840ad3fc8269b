import { resolve } from "node:path";
import { secret, type Output } from "@pulumi/pulumi";
import { fail } from "../components/shared/failure";
import { SystemError } from "../components/model";
import { TransformError } from "../components/shared/transform";
import { targets } from "../components/targets";
import { readConfig } from "./config";
import { ConfigError } from "./config/parse";
import { checkedArgs } from "./config/checked";
import { joinedFrom } from "./join";
import { transformsOf } from "./transforms";

const root = resolve(__dirname, "..");

async function deploy(): Promise<Record<string, Output<string>>> {
  const config = readConfig(root);
  const args = checkedArgs(config, root);
  const provided = Object.fromEntries(
    Object.entries(args.provided).map(([name, value]) => [name, secret(value)]),
  );
  const { of } = config.settings.topology ?? {};
  const joined = of === undefined ? {} : { joined: joinedFrom(of.stack) };
  const platform = await targets[config.target].platform(
    { ...args, provided, ...joined },
    config,
    (children) => transformsOf(config, root, children),
  );
  const { urls, credentials, forwards, facts, joins } = platform;
  return { ...urls, ...credentials, ...forwards, ...facts, ...joins };
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
