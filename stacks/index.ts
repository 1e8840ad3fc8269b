import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { secret, type Output } from "@pulumi/pulumi";
import { beyondDocker } from "../components/docker/scope";
import { fail } from "../components/failure";
import { check, SystemError, type Problem, type System } from "../components/model";
import type * as DockerPlatform from "../components/docker/platform";
import type { PlatformArgs } from "../components/platform";
import { readConfig } from "./config";
import { environmentOf, environments } from "./environments";
import { resolveImages } from "./images";
import { ConfigError } from "./parse";
import type { StackConfig } from "./schema";
import { checkEnvironment, checkSettings, withSettings } from "./settings";
import { systems } from "./systems";

const root = resolve(__dirname, "..");

/** Loads a target when it is asked for: a stack never loads another target's SDK. */
const platforms: Readonly<Record<StackConfig["target"], () => Promise<typeof DockerPlatform>>> = {
  docker: () => import("../components/docker/platform"),
};

/** What a system asks for that a target does not do. */
const beyondTarget: Readonly<Record<StackConfig["target"], (system: System) => readonly Problem[]>> = {
  docker: beyondDocker,
};

/** Images that set-up built because their registry cannot be reached, by the reference they stand for. */
function localSubstitutes(): Readonly<Record<string, string>> {
  const file = join(root, ".trireme", "images.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
}

function soundSystem(config: StackConfig): { system: System; images: PlatformArgs["images"] } {
  const describe = systems[config.system];
  const environment = environmentOf(config);
  const system = withSettings(describe(environment), config.settings);
  const images = resolveImages(system, config, { root, substitutes: localSubstitutes() });
  const problems = [
    ...checkEnvironment(describe, environment, config.settings),
    ...checkSettings(system, config.settings),
    ...images.problems,
    ...check(system, { target: config.target }),
    ...beyondTarget[config.target](system),
  ];
  if (problems.length > 0) throw new SystemError(system.name, problems);
  return { system, images: images.sources };
}

async function deploy(): Promise<Record<string, Output<string>>> {
  const config = readConfig();
  const { system, images } = soundSystem(config);
  const { Platform } = await platforms[config.target]();
  const platform = new Platform({
    system,
    images,
    substitutes: localSubstitutes(),
    given: Object.fromEntries(
      Object.entries(config.settings.secrets).map(([name, value]) => [name, secret(value)]),
    ),
    protect: environments[config.environment].protect,
  });
  return { ...platform.urls, ...platform.credentials };
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
