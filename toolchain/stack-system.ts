import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { System } from "../components/model";
import { environmentOf } from "../stacks/environments";
import { parseStackFile } from "../stacks/file";
import { ConfigError } from "../stacks/parse";
import { withSettings } from "../stacks/settings";
import { systems } from "../stacks/systems";
import { PlainError } from "./errors";
import { projectRoot } from "./workspace";

/**
 * The system that a stack's file describes, without a deployment.
 *
 * @throws PlainError with every mistake of the file
 */
export function systemOf(stack: string): System {
  const file = `Pulumi.${stack}.yaml`;
  try {
    const config = parseStackFile(readFileSync(join(projectRoot, file), "utf8"));
    return withSettings(systems[config.system](environmentOf(config)), config.settings);
  } catch (error) {
    if (error instanceof ConfigError) throw new PlainError(`${file}: ${error.message}`);
    throw error;
  }
}
