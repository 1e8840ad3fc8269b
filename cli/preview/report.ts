import { detailsOf, imageSteps, isUnreadable, shortName, type Context } from "./details";
import { exposureOf, routingOf } from "./exposure";
import { withoutSecrets } from "./masking";
import { compareText, tableOf, type Grouped, type Kind } from "./grouping";
import { riskOf } from "./risk";
import type { Report, Row, Section, Verdict } from "./rows";
import { rotations } from "./secrets";
import { eitherState, subjectOf, withoutPrefix } from "./subjects";
import { nameOf, typeOf, type Digest, type Events, type PolicyVerdict, type Step } from "./steps";

const kindOfOp: Readonly<Record<string, Kind>> = {
  create: "create",
  import: "create",
  update: "update",
  delete: "delete",
  discard: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "discard-replaced": "replace",
};

/** A step that changes a resource, told once. */
interface Change {
  readonly step: Step;
  readonly kind: Kind;
}

/** The steps that change something, each resource once; components only group others. */
function changesOf(steps: readonly Step[]): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const step of steps) {
    const kind = kindOfOp[step.op];
    const state = eitherState(step);
    if (kind === undefined || state?.custom === false) continue;
    if (kind !== "update" && typeOf(step.urn).startsWith("pulumi:providers:")) continue;
    const known = changes.get(step.urn);
    const merged = known?.kind === "replace" ? mergedStep(known.step, step) : step;
    changes.set(step.urn, { step: merged, kind });
  }
  return [...changes.values()];
}

function mergedStep(first: Step, second: Step): Step {
  return {
    ...first,
    oldState: first.oldState ?? second.oldState,
    newState: first.newState ?? second.newState,
    replaceReasons: first.replaceReasons ?? second.replaceReasons,
    diffReasons: first.diffReasons ?? second.diffReasons,
    detailedDiff: first.detailedDiff ?? second.detailedDiff,
  };
}

/** Everything a reviewer should see, from what the CLI said of one preview. */
export function reportOf(
  stack: string,
  about: Report["about"],
  digest: Digest,
  events: Events,
  context: Context,
): Report {
  const messages = messagesOf(digest, context.prefix);
  const errors = messages.filter(({ severity }) => severity === "error");
  if (errors.some(({ refusal }) => !refusal)) return failedReport(stack, about, errors, events.seconds);
  const changes = changesOf(digest.steps);
  const images = imageSteps(digest.steps);
  const rotated = rotations(
    changes.map(({ step }) => step),
    context.prefix,
  );
  const told = new Set(rotated.map(({ step }) => step.urn));
  const rows = [
    ...changes.flatMap((change) => exposureRows(change, context)),
    ...rotated.map(({ name, consumers }): Row => ({
      section: "secrets",
      subject: name,
      what: "regenerated",
      told: [consumers.length === 0 ? "Nothing that changes uses it." : `Goes to ${consumers.join(", ")}.`],
      changes: [],
      resources: 1,
    })),
    ...changes.filter(({ step }) => !told.has(step.urn)).map((change) => rowOf(change, images, context)),
  ];
  return {
    stack,
    about,
    ...(errors.length === 0 ? {} : { failure: "refused" as const }),
    rows: tableOf(rows),
    unchanged: digest.changeSummary.same ?? 0,
    verdicts: verdictsOf(events.verdicts, context.prefix),
    packs: events.packs,
    messages: messages.map(({ severity, text }) => ({ severity, text })),
    seconds: events.seconds,
  };
}

/** What is told where the engine came to no plan: why, and nothing that could be taken for one. */
function failedReport(
  stack: string,
  about: Report["about"],
  errors: Report["messages"],
  seconds: number | undefined,
): Report {
  const messages = errors.map(({ severity, text }) => ({ severity, text }));
  return {
    ...{ stack, about, failure: "failed", messages, seconds },
    ...{ rows: [], unchanged: 0, verdicts: [], packs: [] },
  };
}

function exposureRows({ step }: Change, { prefix }: Context): readonly Row[] {
  const { name } = subjectOf(step, prefix);
  const routing = routingOf(step);
  const changes = exposureOf(step);
  return [
    ...(changes.length === 0
      ? []
      : [
          {
            section: "exposure" as const,
            subject: name,
            what: changes.every(({ after }) => after === undefined)
              ? "closes"
              : changes.every(({ before }) => before === undefined)
                ? "opens"
                : "reached otherwise",
            told: [],
            changes,
            resources: 0,
          },
        ]),
    ...(routing === undefined
      ? []
      : [
          {
            section: "exposure" as const,
            subject: name,
            what: routing.routes.length === 0 ? "configuration changes" : routing.routes.join(", "),
            told: [],
            changes: [{ what: "nginx.conf", lines: routing.lines }],
            resources: 0,
          },
        ]),
  ];
}

const sectionOf: Readonly<Record<Kind, Section>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
};

function rowOf({ step, kind }: Change, images: ReadonlyMap<string, Step>, context: Context): Grouped {
  const { name, role } = subjectOf(step, context.prefix);
  const details =
    kind === "update" || kind === "replace"
      ? detailsOf(step, images, context).filter(
          (change) =>
            !(role === "reload" && (change.what.startsWith("file ") || isUnreadable(change))) &&
            !(role === "site" && /^(?:command$|mount )/.test(change.what)),
        )
      : [];
  const risk = riskOf(step, kind, details, context.prefix);
  return {
    section: risk === undefined ? sectionOf[kind] : "data",
    subject: role === "site" ? siteOf(step, context.prefix, name) : name,
    what: "",
    ...(risk === undefined ? {} : { danger: risk.danger }),
    told: risk?.told ?? [],
    changes: details.filter(({ what }) => !/^port |^ports$/.test(what)),
    resources: 1,
    role,
    kind,
  };
}

/** A site's containers are those of the proxy, named after the site. */
function siteOf(step: Step, prefix: string, component: string): string {
  const found = /^(.+)-site(?:-publish)?$/.exec(shortName(step, prefix));
  return found?.[1] ?? component;
}

/** One verdict for each policy and message, with all resources that it is about. */
function verdictsOf(all: readonly PolicyVerdict[], prefix: string): readonly Verdict[] {
  const found = new Map<string, Verdict>();
  for (const { policy, level, urn, message } of all) {
    const text = withoutSecrets(message);
    const subject = urn === undefined ? [] : [withoutPrefix(nameOf(urn), prefix)];
    const key = JSON.stringify([policy, level, text]);
    const subjects = [...new Set([...(found.get(key)?.subjects ?? []), ...subject])].sort();
    found.set(key, { policy, level, subjects, message: text });
  }
  const rank = ({ level }: Verdict): number => (level === "mandatory" ? 0 : 1);
  return [...found.values()].sort(
    (a, b) =>
      [rank(a) - rank(b), compareText(a.policy, b.policy), compareText(a.message, b.message)].find(
        (order) => order !== 0,
      ) ?? 0,
  );
}

/** Whether a message of the CLI only says that there were others. */
export function isLastWord(message: string): boolean {
  return /^(?:(?:preview|refresh|update) failed)?$/.test(message.replace(/^error: /, "").trim());
}

/** What the CLI says, each once; whether it is that something protected would be deleted. */
function messagesOf(
  { diagnostics }: Digest,
  prefix: string,
): readonly (Report["messages"][number] & { readonly refusal: boolean })[] {
  const seen = new Set<string>();
  return diagnostics.flatMap(({ severity, message, urn }) => {
    if (severity !== "error" && severity !== "warning") return [];
    // Which plugin it uses is nothing to warn of.
    if (/^warning: using pulumi-\S+ from \$PATH/.test(message)) return [];
    const about =
      urn === undefined || typeOf(urn) === "pulumi:pulumi:Stack"
        ? ""
        : `${withoutPrefix(nameOf(urn), prefix)}: `;
    const said = message.replace(/^(?:error|warning): /, "").trim();
    const refusal = protectedIn(said) !== undefined;
    const text = withoutSecrets(`${about}${inOurWords(said)}`);
    if (isLastWord(message) || seen.has(text)) return [];
    seen.add(text);
    return [{ severity, text, refusal }];
  });
}

/** The resource that a message says is protected. */
function protectedIn(message: string): string | undefined {
  return /resource "(urn:pulumi:[^"]+)" cannot be deleted\s+because it is protected/.exec(message)?.[1];
}

/** What the engine says at length of a protected resource. */
function inOurWords(message: string): string {
  const urn = protectedIn(message);
  if (urn === undefined) return message;
  return `is protected, and up refuses to delete it. Keep it in the description; or, to remove it on purpose: pulumi state unprotect '${urn}'`;
}
