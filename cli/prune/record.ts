import { pinned, referencesOf, type Pins, type System } from "../../components/model";
import { goodReleases, pinsOf, type PastUpdate, type Release } from "../release/releases";
import { plainName, repositoryOf, type ReleaseRecord } from "./choice";

/** How many releases before the running one keep their images, where the stack's file says nothing. */
export const keptReleases = 3;

export interface Present {
  readonly system: System;
  /** Tag of the release. */
  readonly tag?: string;
  readonly pins: Pins;
  /** Whether the system's own images are pulled. */
  readonly pulled: boolean;
  /** How many releases before the running one are kept. */
  readonly keep: number;
}

/** `repository:tag`, or `repository@sha256:…` for a release that is a digest. */
function named(repository: string, tag: string): string {
  return `${repository}${tag.startsWith("sha256:") ? "@" : ":"}${tag}`;
}

/** What a release is pulled by. */
function namesOf(repositories: readonly string[], { tag, pins = {} }: Pick<Release, "tag" | "pins">) {
  const byDigest = Object.keys(pins).map((reference) => pinned(reference, pins));
  return [...repositories.map((repository) => named(repository, tag)), ...byDigest].map(plainName);
}

/** What a stack's file and its history say of the images of its releases. */
export function recordOf(
  { system, tag, pins, pulled, keep }: Present,
  history: readonly PastUpdate[],
): ReleaseRecord {
  const { services, jobs, sites } = system;
  const references = [...services, ...jobs, ...sites].map(({ image }) => image.reference);
  const repositories = pulled ? [...new Set(references.map(repositoryOf))] : [];
  const earlier = goodReleases(history).filter((release) => release.tag !== tag);
  const { engines } = referencesOf(system);
  const present = [...references, ...engines].flatMap((reference) => [reference, pinned(reference, pins)]);
  const tried = history.flatMap(({ kind, config }) => {
    const past = config?.["trireme:imageTag"]?.value;
    if (kind !== "update" || past === undefined) return [];
    const of = { tag: past, pins: pinsOf(config) };
    return namesOf(repositories, of).map((name) => [name, past] as const);
  });
  return {
    kept: new Set([
      ...present.map(plainName),
      ...earlier.slice(0, keep).flatMap((release) => namesOf(repositories, release)),
    ]),
    // The first word on a name stays: the latest.
    tried: new Map([...tried].reverse()),
    repositories: new Set(repositories),
  };
}
