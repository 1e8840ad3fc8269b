/** What is known of a resource before or after a change; secrets are masked by the CLI. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  /** The provider's name for it. */
  readonly id?: string;
  readonly parent?: string;
  /** False for a component, which only groups others. */
  readonly custom?: boolean;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
  /** Resources that each property was made of. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly additionalSecretOutputs?: readonly string[];
}

export type Properties = Readonly<Record<string, unknown>>;

/** What the engine would do to one resource. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: ResourceState;
  readonly newState?: ResourceState;
  /** Properties that differ. */
  readonly diffReasons?: readonly string[] | null;
  /** Properties for whose sake it is replaced. */
  readonly replaceReasons?: readonly string[] | null;
  readonly detailedDiff?: Readonly<
    Record<string, { readonly kind: string; readonly inputDiff: boolean }>
  > | null;
}

/** A message of the program or of a plugin. */
export interface Diagnostic {
  readonly urn?: string;
  readonly severity: string;
  readonly message: string;
}

/** What `pulumi preview --json` and `pulumi refresh --preview-only --json` print. */
export interface Digest {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many resources go which way, by the name of the operation. */
  readonly changeSummary: Readonly<Record<string, number>>;
}

/** What a policy says about a resource. */
export interface PolicyVerdict {
  readonly pack: string;
  readonly policy: string;
  /** `mandatory` ends the operation; `advisory` warns. */
  readonly level: string;
  readonly severity?: string;
  readonly urn?: string;
  readonly message: string;
}

/** What only the engine's event log tells. */
export interface Events {
  readonly verdicts: readonly PolicyVerdict[];
  /** Evaluations of policies that found nothing, by pack; undefined where no pack ran. */
  readonly packs: readonly string[];
  readonly seconds: number | undefined;
}

interface PolicyEvent {
  readonly resourceUrn?: string;
  readonly message: string;
  readonly policyName: string;
  readonly policyPackName: string;
  readonly enforcementLevel: string;
  readonly severity?: string;
}

interface EngineEvent {
  readonly policyEvent?: PolicyEvent;
  readonly summaryEvent?: {
    readonly durationSeconds: number;
    readonly PolicyPacks?: Readonly<Record<string, string>> | null;
  };
}

/**
 * Reads what the CLI printed. It prints nothing where it fails before it has a plan, for example on a file that is no
 * YAML.
 *
 * @returns undefined when the text is not a digest
 */
export function readDigest(text: string): Digest | undefined {
  const start = text.search(/^\{/m);
  if (start < 0) return undefined;
  try {
    const { steps, diagnostics, changeSummary } = JSON.parse(text.slice(start)) as {
      steps?: readonly Step[] | null;
      diagnostics?: readonly Diagnostic[] | null;
      changeSummary?: Readonly<Record<string, number>> | null;
    };
    return { steps: steps ?? [], diagnostics: diagnostics ?? [], changeSummary: changeSummary ?? {} };
  } catch {
    return undefined;
  }
}

/** Reads an event log: one event a line; the last line of an interrupted run may be cut. */
export function readEvents(text: string): Events {
  const verdicts: PolicyVerdict[] = [];
  let packs: readonly string[] = [];
  let seconds: number | undefined;
  for (const line of text.split("\n").filter((one) => /"(?:policyEvent|summaryEvent)"/.test(one))) {
    const { policyEvent, summaryEvent } = parsedEvent(line);
    if (policyEvent !== undefined)
      verdicts.push({
        pack: policyEvent.policyPackName,
        policy: policyEvent.policyName,
        level: policyEvent.enforcementLevel,
        severity: policyEvent.severity,
        urn: policyEvent.resourceUrn,
        message: withoutColor(policyEvent.message),
      });
    if (summaryEvent !== undefined) {
      seconds = summaryEvent.durationSeconds;
      packs = Object.keys(summaryEvent.PolicyPacks ?? {}).sort();
    }
  }
  return { verdicts, packs, seconds };
}

function parsedEvent(line: string): EngineEvent {
  try {
    return JSON.parse(line) as EngineEvent;
  } catch {
    return {};
  }
}

/** The engine marks colors as `<{%fg 13%}>`. */
function withoutColor(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "").trim();
}

/** The type in a URN: of `urn:pulumi:dev::app::a:b:C$docker:index/volume:Volume::name` the part after the last `$`. */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/** The types of the components that a resource stands in, the outermost first. */
export function componentsOf(urn: string): readonly string[] {
  return (urn.split("::")[2] ?? "").split("$").slice(0, -1);
}

/** The name in a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
