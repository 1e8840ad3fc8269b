import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parsePolicyConfig, PolicyConfigError, withEnvironment, withSources } from "../../policies/config";
import { stepSubjects, type Step } from "../../policies/data/keep-stores";
import { packPolicies, stepPolicies } from "../../policies/policies";
import type { AnyPolicy, Environment, Level, Severity } from "../../policies/policy";
import { settingsOf, violations } from "../../policies/settings";
import { PlainError } from "../../setup/errors";
import type { StackArguments } from ".";
import { configOf } from "./system";
import { localFiles, projectRoot, writeLocal } from "../../setup/workspace";

/** A stack's policy configuration beside its `Pulumi.<stack>.yaml`; it need not be there. */
export function policyFile(stack: string): string {
  return `policies.${stack}.json`;
}

/** The day by which exemptions end. */
export function today(now = new Date()): string {
  return now.toISOString().slice(0, 10);
}

/** A stack's policies as its file has them, and its environment. */
interface StackPolicies {
  readonly environment: Environment;
  readonly given: ReturnType<typeof parsePolicyConfig>;
}

/**
 * What a stack's files say about policies.
 *
 * @throws PlainError with every error, among them exemptions that have ended
 */
function stackPolicies(stack: string, folder: string): StackPolicies {
  const file = policyFile(stack);
  const path = join(folder, file);
  try {
    const given = existsSync(path) ? parsePolicyConfig(readFileSync(path, "utf8"), today()) : {};
    return { environment: configOf(stack).environment, given };
  } catch (error) {
    if (error instanceof PolicyConfigError) throw new PlainError(`${file}:\n${error.message}`);
    throw error;
  }
}

/** What a policy says about a step that a preview would take. */
export interface StepVerdict {
  readonly policy: string;
  readonly severity: Severity;
  readonly level: Exclude<Level, "disabled">;
  readonly urn: string;
  readonly message: string;
}

/** The level of a policy: its own, else the one for all, else its default. */
function levelOf({ name, level = "mandatory" }: AnyPolicy, given: StackPolicies["given"]): Level {
  const own = given[name];
  const named = typeof own === "string" ? own : own?.enforcementLevel;
  return (named ?? given.all ?? level) as Level;
}

/**
 * Checks the steps of a preview by the policies that the CLI cannot hand to a pack: no store is replaced or deleted unless its
 * URN is named, and in production each outlives its resource. A mandatory verdict means that the preview has failed.
 *
 * @param steps the `steps` of `pulumi preview --json`
 * @param folder of the stack's files
 * @throws PlainError with every error in the stack's policy configuration
 */
export function checkSteps(
  stack: string,
  steps: readonly Step[],
  folder = projectRoot,
): readonly StepVerdict[] {
  const { environment, given } = stackPolicies(stack, folder);
  const subjects = stepSubjects(steps);
  return stepPolicies.flatMap((policy) => {
    const level = levelOf(policy, given);
    if (level === "disabled") return [];
    const own = given[policy.name];
    const settings = settingsOf(policy, { environment, ...(typeof own === "object" ? own : {}) });
    const seen = new Set<string>();
    return violations(policy, subjects, settings, today())
      .filter(({ urn }) => {
        // A replacement is told as several steps.
        const again = seen.has(urn);
        seen.add(urn);
        return !again;
      })
      .map((violation) => ({ policy: policy.name, severity: policy.severity, level, ...violation }));
  });
}

/** Whether the CLI on this path was built from source: its language host starts programs, but no policy packs. */
function isBuilt(path: string): boolean {
  const folder = path.split(delimiter).find((one) => existsSync(join(one, "pulumi")));
  return folder !== undefined && existsSync(join(folder, "nodejs-language-host"));
}

/**
 * The pack for a CLI that was built from source: the same program under the name of a runtime for which the CLI has no
 * language host, so that it starts the script beside it, which runs the pack with Node.js.
 */
function packOfBuiltCli(): string {
  const folder = join(localFiles.folder, "policy-pack");
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(projectRoot, "policies", "package.json"), "utf8")) as object;
  writeLocal(join(folder, "package.json"), { ...manifest, main: "index.cjs" });
  writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: node\n");
  writeFileSync(
    join(folder, "index.cjs"),
    `require(${JSON.stringify(join(projectRoot, "policies", "start.cjs"))});\n`,
  );
  const packages = join(folder, "node_modules");
  rmSync(packages, { force: true });
  symlinkSync(join(projectRoot, "node_modules"), packages, "dir");
  return folder;
}

/**
 * The arguments by which `pulumi preview` and `pulumi up` check a stack by the policy pack and the stack's configuration.
 *
 * @param env of the CLI, whose PATH tells which one it is
 * @throws PlainError with every error in the stack's policy configuration
 */
export function policyArguments(stack: string, env: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const { environment, given } = stackPolicies(stack, projectRoot);
  const { sources } = configOf(stack);
  const mounts = environment === "development" && sources !== undefined;
  const allowed = mounts ? withSources(given, resolve(projectRoot, sources)) : given;
  const config = join(localFiles.folder, "policy-config", `${stack}.json`);
  return Promise.resolve(packArguments(config, environment, allowed, env));
}

/**
 * The arguments by which the CLI asks the policy pack.
 *
 * @param config file for the configuration, which is written here
 */
export function packArguments(
  config: string,
  environment: Environment,
  given: StackPolicies["given"],
  env: NodeJS.ProcessEnv,
): string[] {
  // The CLI takes no configuration of a policy that the pack does not have.
  writeLocal(config, withEnvironment(given, environment, packPolicies));
  const pack = isBuilt(env.PATH ?? "") ? packOfBuiltCli() : join(projectRoot, "policies");
  return ["--policy-pack", pack, "--policy-pack-config", config];
}

/**
 * The arguments of an `up`, with the policy pack where its preview is to be checked. Without a preview it is left out: a
 * pack that objects in the middle of an update would leave half of it done.
 *
 * @param asked whether policies are to check it, where they can
 */
export async function checkedArguments(
  { stack, rest }: StackArguments,
  asked: boolean,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const unchecked = !asked || rest.some((word) => ["--skip-preview", "-f"].includes(word));
  return unchecked || configOf(stack).environment === "development"
    ? rest
    : [...(await policyArguments(stack, env)), ...rest];
}
