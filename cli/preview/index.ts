import { describeRef, isHidden, partsOf, prefixOf, type System } from "../../components/model";
import { isSecretName, masked, withoutSecrets } from "./masking";
import { shown } from "./properties";
import type { Report } from "./rows";
import { isLastWord, reportOf } from "./report";
import { readDigest, readEvents, type Diagnostic, type Events, type Step } from "./steps";
import { PlainError } from "../../setup/errors";
import { throughPipe } from "./pipe";
import type { StepVerdict } from "../stack/policies";
import { run } from "../../setup/processes";
import type { StackArguments } from "../stack";
import { keepingFile } from "../stack/file";
import { runMark } from "../stack/survivors";

/** What the engine was asked, and what it said. */
export interface Previewed {
  readonly report: Report;
  /** The CLI's exit code: not 0 when the program has errors or a policy says no. */
  readonly code: number;
}

/** Our policies, as the CLI calls those of them that it asks. */
const packName = "trireme";

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
          const secret = parts.some((part) => typeof part !== "string" && isHidden(part, system));
          // A reference says no secret; a text beside one or under such a name may be part of it.
          const hidden = secret ? parts.some((part) => typeof part === "string") : isSecretName(variable);
          if (hidden) return [variable, masked];
          // A text of the description is no better than one of the engine.
          const plain = parts.every((part) => typeof part === "string");
          return [variable, plain ? (shown(variable, text) ?? "") : secret ? text : withoutSecrets(text)];
        }),
      ),
    ]),
  );
}

/** What the CLI said, and of an end that it gave no reason for at least that: else it would look like a plan. */
export function withReason(
  code: number,
  told: readonly Diagnostic[],
  { verdicts }: Events,
): readonly Diagnostic[] {
  const explained =
    code === 0 ||
    verdicts.some(({ level }) => level === "mandatory") ||
    told.some(({ severity, message }) => severity === "error" && !isLastWord(message));
  if (explained) return told;
  return [...told, { severity: "error", message: `the CLI ended with exit code ${code} and gave no reason` }];
}

/** The events of a preview, with what policies say about its steps, of which the CLI tells no pack. */
export function withVerdicts(events: Events, found: readonly StepVerdict[]): Events {
  const verdicts = found.map((verdict) => ({ pack: packName, ...verdict }));
  return { ...events, verdicts: [...events.verdicts, ...verdicts] };
}

/** The exit code of a preview: a mandatory policy that says no ends it, whoever asked that one. */
export function codeWith(code: number, { verdicts }: Events): number {
  return code === 0 && verdicts.some(({ level }) => level === "mandatory") ? 1 : code;
}

/**
 * Asks the engine what would change, or with `drift` what changed outside of the program, and reads its answer and its
 * event log.
 *
 * @param check says what policies have against the steps that the engine would take
 * @throws PlainError with the CLI's words where it ends before it has a plan
 */
export async function previewed(
  about: Report["about"],
  { stack, rest }: StackArguments,
  system: System,
  env: NodeJS.ProcessEnv,
  check: (steps: readonly Step[]) => readonly StepVerdict[] = () => [],
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
  if (digest === undefined) throw new PlainError(withoutSecrets((stderr + stdout).trim()));
  const said = stderr.replace(/^error: /, "").trim();
  const silent = code !== 0 && !digest.diagnostics.some(({ severity }) => severity === "error");
  // What ends it before there is a plan is on standard error alone.
  const told =
    silent && said !== ""
      ? [...digest.diagnostics, { severity: "error", message: said }]
      : digest.diagnostics;
  const context = { prefix: prefixOf(system.name, stack), variables: variablesOf(system) };
  const events = withVerdicts(readEvents(log), check(digest.steps));
  return {
    code: codeWith(code, events),
    report: reportOf(
      stack,
      about,
      { ...digest, diagnostics: withReason(code, told, events) },
      events,
      context,
    ),
  };
}
