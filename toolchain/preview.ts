import { describeRef, isConfidential, partsOf, prefixOf, type System } from "../components/model";
import { isSecretName, masked } from "./changes/masking";
import { reportOf } from "./changes/report";
import type { Report } from "./changes/rows";
import { readDigest, readEvents } from "./changes/steps";
import { PlainError } from "./errors";
import { throughPipe } from "./pipe";
import { run } from "./processes";
import type { StackArguments } from "./stack";
import { keepingFile } from "./stack-file";
import { runMark } from "./survivors";

/** What the engine was asked, and what it said. */
export interface Previewed {
  readonly report: Report;
  /** The CLI's exit code: not 0 when the program has mistakes or a policy says no. */
  readonly code: number;
}

const commands = {
  preview: ["preview"],
  drift: ["refresh", "--preview-only"],
} as const;

/** The variables of a system's services and jobs as they will be; what is confidential only by its name. */
export function variablesOf(system: System): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    [...system.services, ...system.jobs].map(({ name, env }) => [
      name,
      Object.fromEntries(
        Object.entries(env).map(([variable, value]) => {
          const parts = partsOf(value);
          const text = parts
            .map((part) => (typeof part === "string" ? part : `{${describeRef(part)}}`))
            .join("");
          const secret = parts.some((part) => typeof part !== "string" && isConfidential(part));
          // A reference says no secret; a text beside one or under such a name may be part of it.
          const hidden = secret ? parts.some((part) => typeof part === "string") : isSecretName(variable);
          return [variable, hidden ? masked : text];
        }),
      ),
    ]),
  );
}

/**
 * Asks the engine what would change, or with `drift` what changed outside of the program, and reads its answer and its
 * event log.
 *
 * @throws PlainError with the CLI's words where it ends before it has a plan
 */
export async function previewed(
  about: Report["about"],
  { stack, rest }: StackArguments,
  system: System,
  env: NodeJS.ProcessEnv,
): Promise<Previewed> {
  // The log holds secrets in clear where a container was read again, so it must touch no disk.
  const {
    result: { code, stdout, stderr },
    text: log,
  } = await throughPipe((path) =>
    keepingFile(stack, () =>
      run(
        "pulumi",
        [...commands[about], "--json", "--non-interactive", "--event-log", path, "--stack", stack, ...rest],
        // The event log is an option of the CLI's for tools like this one.
        { env: { ...env, ...runMark(stack), PULUMI_DEBUG_COMMANDS: "true" }, allowFailure: true },
      ),
    ),
  );
  const digest = readDigest(stdout);
  if (digest === undefined) throw new PlainError((stderr + stdout).trim());
  const said = stderr.replace(/^error: /, "").trim();
  const silent = code !== 0 && !digest.diagnostics.some(({ severity }) => severity === "error");
  // What ends it before there is a plan is on standard error alone.
  const told =
    silent && said !== ""
      ? [...digest.diagnostics, { severity: "error", message: said }]
      : digest.diagnostics;
  const context = { prefix: prefixOf(system.name, stack), variables: variablesOf(system) };
  return {
    code,
    report: reportOf(stack, about, { ...digest, diagnostics: told }, readEvents(log), context),
  };
}
