import { labelNames } from "../../components/model/values/naming";
import { masked, unknown } from "./masking";
import { propertyChanges, type PropertyChange } from "./properties";
import { eitherState, labelsOf } from "./subjects";
import { nameOf, typeOf, type Properties, type ResourceState, type Step } from "./steps";

/** What the stack's description adds to what the engine tells. */
export interface Context {
  /** What all names of the stack start with. */
  readonly prefix: string;
  /** Variables of services and jobs as they will be, by component and name; secrets as references. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const imageType = "docker:index/remoteImage:RemoteImage";

/** The differences of a step in the words of its system, without what follows from others by itself. */
export function detailsOf(
  raw: Step,
  images: ReadonlyMap<string, Step>,
  context: Context,
): readonly PropertyChange[] {
  const step = withoutGeneratedNames(raw, context.prefix);
  return propertyChanges(step)
    .filter(({ what }) => !what.startsWith("label dev.trireme."))
    .flatMap((change) => (change.what === "image" ? imageChange(step, change, images) : [change]))
    .flatMap((change) =>
      change.what === "env" && change.before === masked ? variableChanges(step, context) : [change],
    )
    .filter((change) => !follows(change));
}

/** Where another resource is replaced, what it is mounted or joined as follows by itself. */
function follows({ what, before, after }: PropertyChange): boolean {
  return /^(?:mount|network) /.test(what) && before !== undefined && (after?.includes(unknown) ?? false);
}

/** The steps of images, by URN. */
export function imageSteps(steps: readonly Step[]): ReadonlyMap<string, Step> {
  return new Map(steps.filter(({ urn }) => typeOf(urn) === imageType).map((step) => [step.urn, step]));
}

/** An image that is made in the same update has no id yet, but a name. */
function imageChange(
  step: Step,
  change: PropertyChange,
  images: ReadonlyMap<string, Step>,
): readonly PropertyChange[] {
  const named = (state: ResourceState | undefined, side: "oldState" | "newState"): string | undefined => {
    const [urn] = state?.propertyDependencies?.image ?? [];
    const inputs = urn === undefined ? undefined : images.get(urn)?.[side]?.inputs;
    return typeof inputs?.name === "string" ? `${inputs.name}${tagged(inputs)}${release(inputs)}` : undefined;
  };
  const before = named(step.oldState, "oldState") ?? change.before;
  const after = named(step.newState, "newState") ?? change.after;
  return [{ what: "image", before, after }];
}

/** A digest says nothing to a reader without the tag that it was resolved from. */
function tagged({ pullTriggers }: Properties): string {
  const [reference] = (pullTriggers ?? []) as readonly unknown[];
  return typeof reference === "string" ? ` (${reference})` : "";
}

/** A tag that is a hash says nothing to a reader; the release that was built does. */
function release({ build }: Properties): string {
  const version = (build as { buildArgs?: { VERSION?: unknown } } | undefined)?.buildArgs?.VERSION;
  return typeof version === "string" ? ` (${version})` : "";
}

/**
 * The plugin takes a container's variables as one secret as soon as one of them is. Which places of the sorted list
 * differ is known nonetheless, and the description has the names that stand there.
 */
function variableChanges(step: Step, { variables }: Context): readonly PropertyChange[] {
  const whole: readonly PropertyChange[] = [{ what: "env", before: masked, after: masked }];
  const own = variables[labelsOf(eitherState(step))[labelNames.component] ?? ""];
  if (own === undefined) return whole;
  const names = Object.keys(own).sort((a, b) => a.localeCompare(b));
  const places = Object.entries(step.detailedDiff ?? {}).flatMap(([path, { kind }]) => {
    const place = /^envs\[(\d+)\]$/.exec(path)?.[1];
    return place === undefined ? [] : [{ place: Number(place), kind }];
  });
  if (places.length === 0) return whole;
  const at = (kind: string): readonly number[] =>
    places.filter((one) => one.kind.startsWith(kind)).map(({ place }) => place);
  const fresh = new Set([...at("add"), ...at("update")].flatMap((place) => names[place] ?? []));
  const gone = removedNames(names, fresh, at("delete"));
  const after = (name: string): string => own[name] ?? masked;
  return [
    ...[...fresh].sort().map((name) => {
      const was = gone.known.has(name) || at("update").includes(names.indexOf(name));
      return { what: `env ${name}`, ...(was ? { before: masked } : {}), after: after(name) };
    }),
    ...(gone.others === 0
      ? []
      : [
          {
            what: `env: ${gone.others === 1 ? "a variable goes" : `${gone.others} variables go`}`,
            before: masked,
          },
        ]),
  ];
}

/** More new variables than these are not tried out for whether some of them had another value before. */
const MOST_FRESH = 12;

/** Which of the new names stood at the places of the old list that differ, and how many places are left over. */
function removedNames(
  names: readonly string[],
  fresh: ReadonlySet<string>,
  places: readonly number[],
): { readonly known: ReadonlySet<string>; readonly others: number } {
  const kept = names.filter((name) => !fresh.has(name));
  const wanted = [...places].sort((a, b) => a - b).join();
  const fits = (candidates: readonly string[]): boolean => {
    const old = [...kept, ...candidates].sort((a, b) => a.localeCompare(b));
    return (
      candidates
        .map((name) => old.indexOf(name))
        .sort((a, b) => a - b)
        .join() === wanted
    );
  };
  const found = fresh.size > MOST_FRESH ? undefined : subsets([...fresh], places.length).find(fits);
  return found === undefined
    ? { known: new Set(), others: places.length }
    : { known: new Set(found), others: 0 };
}

/** All ways to take so many of the items. */
function subsets(items: readonly string[], size: number): readonly (readonly string[])[] {
  const [first, ...rest] = items;
  if (size === 0) return [[]];
  if (first === undefined || size > items.length) return [];
  return [...subsets(rest, size - 1).map((one) => [first, ...one]), ...subsets(rest, size)];
}

/** Generated names end in seven random digits, other ones in each preview. */
function withoutGeneratedNames(step: Step, prefix: string): Step {
  const escaped = prefix.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const generated = new RegExp(`\\b${escaped}-([A-Za-z0-9._-]+?)-[0-9a-f]{7}\\b`, "g");
  const cleaned = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(generated, "$1");
    if (Array.isArray(value)) return value.map(cleaned);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleaned(item)]));
  };
  const side = (state: ResourceState | undefined): ResourceState | undefined =>
    state?.inputs === undefined ? state : { ...state, inputs: cleaned(state.inputs) as Properties };
  return { ...step, oldState: side(step.oldState), newState: side(step.newState) };
}

/** Whether nothing of a change can be read before the update. */
export function isUnreadable({ after, lines }: PropertyChange): boolean {
  return lines === undefined && after === unknown;
}

/** The name of a resource for a list of several. */
export function shortName(step: Step, prefix: string): string {
  const name = nameOf(step.urn);
  return name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name;
}
