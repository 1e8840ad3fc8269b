import type { PropertyChange } from "./properties";
import { holdingOf, refilled } from "./stateful";
import { nameOf, typeOf, type ResourceState, type Step } from "./steps";
import { withoutPrefix } from "./subjects";

/** What a change does to data, the worst first. */
export type Danger = "lost" | "apart" | "format" | "version" | "pause";

/** What a step does to what cannot be made again. */
export interface Risk {
  readonly danger: Danger;
  /** One sentence each: what happens, what stays, what to do. */
  readonly told: readonly string[];
}

/** The worst first. */
export const dangers: readonly Danger[] = ["lost", "apart", "format", "version", "pause"];

type Kind = "delete" | "replace" | "update" | "create";

/** What a step does to data; undefined where none is touched. */
export function riskOf(
  step: Step,
  kind: Kind,
  changes: readonly PropertyChange[],
  prefix: string,
): Risk | undefined {
  if (kind === "create") return undefined;
  const holding = holdingOf(step);
  if (holding === "data" && kind !== "update") return ofHolder(step, kind);
  if (holding === "engine") return ofEngine(step, kind, changes, prefix);
  return undefined;
}

function ofHolder(step: Step, kind: "delete" | "replace"): Risk {
  const { protect, retainOnDelete } = step.oldState ?? {};
  const empty = kind === "replace" ? " An empty one takes its place." : "";
  return {
    danger: retainOnDelete === true ? "apart" : "lost",
    told: [
      retainOnDelete === true
        ? `The stack no longer manages it; it stays where it is, with its data.${empty}`
        : `ITS DATA IS LOST.${empty}`,
      ...(protect === true ? ["It is protected: up refuses to do this."] : []),
    ],
  };
}

function ofEngine(
  step: Step,
  kind: "delete" | "replace" | "update",
  changes: readonly PropertyChange[],
  prefix: string,
): Risk | undefined {
  const [old, next] = [step.oldState, step.newState].map((state) => volumesOf(state, prefix)) as [
    Names,
    Names,
  ];
  if (kind === "delete") return { danger: "apart", told: [`The store ends. Its data was in ${list(old)}.`] };
  const left = old.filter((name) => !next.includes(name));
  const taken = next.filter((name) => !old.includes(name));
  if (left.length > 0)
    return {
      danger: "apart",
      told: [
        `The store leaves ${list(left)} and starts on ${list(taken)}: what is in the one is not in the other.`,
        "Keep the name of the volume, or save the data before and restore it after.",
      ],
    };
  const made = formats(changes);
  if (made.length > 0)
    return {
      danger: "format",
      told: [
        `Its files do not fit the new server: ${made.join("; ")}.`,
        "Another user cannot open them; another image's C library sorts text differently, so indexes miss rows.",
        "Give the store another name, restore a backup into it, and delete the old volume after; up refuses to do this.",
      ],
    };
  const version = versions(changes);
  if (version !== undefined)
    return {
      danger: "version",
      told: [
        `From ${version.from} to ${version.to}: most engines do not read the files of another major version, and none goes back.`,
        "Take a backup first, and try its restore with the new version.",
      ],
    };
  if (kind === "update") return undefined;
  return {
    danger: "pause",
    told: [`The store stops and starts again on the same data (${list(next)}).`],
  };
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "no volume" : names.map((name) => `volume ${name}`).join(", ");
}

type Names = readonly string[];

/** The volumes with data that a container was made with, by the names of their resources. */
function volumesOf(state: ResourceState | undefined, prefix: string): Names {
  return (state?.propertyDependencies?.volumes ?? [])
    .filter((urn) => typeOf(urn) === "docker:index/volume:Volume")
    .map((urn) => withoutPrefix(nameOf(urn), prefix))
    .filter((name) => !refilled.test(name))
    .sort();
}

/** What only an empty folder of data reads. */
const readOnce = /^env (?:POSTGRES_(?:DB|USER|INITDB_ARGS)|PGDATA|LANG|LC_\w+)$/;

/** What changes of how the files of a store are made. */
function formats(changes: readonly PropertyChange[]): readonly string[] {
  return changes
    .filter(({ what, before }) => before !== undefined && (what === "user" || readOnce.test(what)))
    .map(({ what, before = "", after }) => `${what} from ${before} to ${after ?? "none"}`);
}

/** The major versions between which an image changes. */
function versions(
  changes: readonly PropertyChange[],
): { readonly from: string; readonly to: string } | undefined {
  const image = changes.find(({ what }) => what === "image");
  const [from, to] = [major(image?.before), major(image?.after)];
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

function major(reference: string | undefined): string | undefined {
  return /:(?:pg|v)?(\d+)[^:/]*$/.exec(reference?.replace(/@sha256:.*/, "") ?? "")?.[1];
}
