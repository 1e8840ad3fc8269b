import type { Pins, System } from "../../components/model";

/** A setting as the CLI prints it. */
interface Setting {
  readonly value?: string;
  readonly objectValue?: unknown;
  /** Whether it, or something in it, is encrypted. */
  readonly secret?: boolean;
}

/** An update of a stack, as `pulumi stack history --json` lists it: the newest first. */
export interface PastUpdate {
  readonly kind: string;
  readonly result: string;
  readonly startTime: string;
  readonly config?: Readonly<Record<string, Setting>>;
}

/** A release that ran. */
export interface Release {
  readonly tag: string;
  /** What its references stood for. */
  readonly pins?: Pins;
  /** When it was last brought up. */
  readonly at: string;
}

/** The releases that came up in good health, the latest first, each once. */
export function goodReleases(history: readonly PastUpdate[]): readonly Release[] {
  const releases = new Map<string, Release>();
  for (const { kind, result, startTime, config } of history) {
    const tag = config?.["trireme:imageTag"]?.value;
    if (kind !== "update" || result !== "succeeded" || tag === undefined || releases.has(tag)) continue;
    const pins = pinsOf(config);
    releases.set(tag, { tag, at: startTime, ...(pins === undefined ? {} : { pins }) });
  }
  return [...releases.values()];
}

/** The digests in a past configuration: as a map, or as JSON. */
export function pinsOf(config: PastUpdate["config"]): Pins | undefined {
  const setting = config?.["trireme:digests"];
  if (setting === undefined) return undefined;
  try {
    return (setting.objectValue ?? JSON.parse(setting.value ?? "")) as Pins;
  } catch {
    return undefined;
  }
}

/**
 * The digests of a stack that goes back: those that the release ran with. Of what both have, such as a store's engine, the
 * present one stays: going back is no reason to restart a store.
 *
 * @param references what is pulled after it
 */
export function pinsAfter(
  past: Pins | undefined,
  present: Pins | undefined,
  references: readonly string[],
): Pins {
  const all = { ...past, ...present };
  return Object.fromEntries(Object.entries(all).filter(([reference]) => references.includes(reference)));
}

/** What is known of the container in which a job of the release last ran. */
export interface JobRun {
  readonly job: string;
  /** The image's official reference, from the container's label. */
  readonly reference: string;
  readonly exitCode: number;
  readonly ended: boolean;
}

/** Tag or digest of an image's reference. */
export function tagOf(reference: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1] ?? /:([^:/@]+)$/.exec(reference)?.[1];
}

/**
 * The jobs that stay where they are when the stack goes back to a release, with the release that each last completed.
 * What they did to the database stays done, and an older migration does not know it. One that failed did nothing that
 * counts, so it goes back with the rest.
 */
export function keptJobs(
  system: System,
  runs: readonly JobRun[],
  target: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    system.jobs
      .filter((job) => job.run === "release")
      .flatMap(({ name }): readonly (readonly [string, string])[] => {
        const last = runs.find(({ job }) => job === name);
        const tag = last === undefined ? undefined : tagOf(last.reference);
        if (last === undefined || tag === undefined || tag === target) return [];
        return last.ended && last.exitCode === 0 ? [[name, tag]] : [];
      }),
  );
}

/** What is told before a release is brought up. */
export function releasePlan(system: System, stack: string, from: string | undefined, to: string): string {
  const jobs = system.jobs.filter((job) => job.run === "release").map(({ name }) => name);
  const lines = [
    `Release of ${to} to stack ${stack}${from === undefined ? "" : from === to ? " (again)" : ` (now ${from})`}:`,
    ...(jobs.length === 0 ? [] : [`${jobs.join(", ")} of ${to}; nothing else changes unless it succeeds`]),
    `${system.services.map(({ name }) => name).join(", ")}: each new instance is healthy before an old one leaves`,
  ];
  return lines.map((line, index) => (index === 0 ? line : `  ${index}. ${line}`)).join("\n");
}

/** Settings that say which release runs: a rollback sets them. */
const ofRelease = new Set(["trireme:imageTag", "trireme:digests", "trireme:rollback"]);

/** The same text for the same setting, whether it is written as a number, as a text or as a map in another order. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const sorted = (_: string, inner: unknown): unknown =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner;
  return JSON.stringify(value, sorted);
}

/**
 * The settings of a stack that are not what a release ran with, which a rollback leaves as they are today.
 *
 * @param past the release's configuration; one with a secret in it has no value there
 * @param present what the stack's file says
 */
export function settingsSince(
  past: PastUpdate["config"] = {},
  present: Readonly<Record<string, unknown>>,
): { readonly changed: readonly string[]; readonly unknown: readonly string[] } {
  const keys = [...new Set([...Object.keys(past), ...Object.keys(present)])]
    .filter((key) => key.startsWith("trireme:") && !ofRelease.has(key))
    .sort();
  const hidden = (key: string): boolean => {
    const then = past[key];
    return then !== undefined && then.value === undefined && then.objectValue === undefined;
  };
  const differs = (key: string): boolean => {
    const then = past[key];
    const now = present[key];
    if (then === undefined || now === undefined) return then !== now;
    return canonical(then.objectValue ?? then.value) !== canonical(now);
  };
  return {
    changed: keys.filter((key) => !hidden(key) && differs(key)),
    unknown: keys.filter((key) => hidden(key) && present[key] !== undefined),
  };
}

/**
 * What a rollback leaves alone, as a person is told it.
 *
 * @param what stays, in words. @default settings, secrets and data
 */
export function staysLines(
  stack: string,
  tag: string,
  { changed, unknown }: ReturnType<typeof settingsSince>,
  what = "settings, secrets and data",
): readonly string[] {
  return [
    `  ${what} stay as they are today`,
    ...(changed.length === 0
      ? []
      : [`    changed in Pulumi.${stack}.yaml since ${tag} came up: ${changed.join(", ")}`]),
    ...(unknown.length === 0 ? [] : [`    not compared, for secrets are in it: ${unknown.join(", ")}`]),
  ];
}

/** What is told before a stack goes back. */
export function rollbackPlan(
  system: System,
  stack: string,
  {
    from,
    to,
    kept,
  }: { readonly from: string; readonly to: Release; readonly kept: Readonly<Record<string, string>> },
): string {
  const stays = Object.entries(kept);
  // What failed is the settings, and the release before is the same one.
  if (from === to.tag)
    return `Rollback of stack ${stack} to what ${to.tag} read when it last came up, ${to.at}: each instance is healthy before one of today leaves`;
  return [
    `Rollback of stack ${stack} from ${from} to ${to.tag}, which last came up ${to.at}:`,
    `  ${system.services.map(({ name }) => name).join(", ")}: each instance of ${to.tag} is healthy before one of ${from} leaves`,
    ...stays.map(
      ([job, tag]) =>
        `  ${job} stays at ${tag} and does not run: the database stays as it is, and ${to.tag} has to work with that`,
    ),
  ].join("\n");
}
