import type { Environment, System } from "../../components/model";

/** A system as its folder offers it to the registry. */
interface SystemDefinition<Name extends string> {
  /** What `trireme:system` says: the name of its folder, and of the system that `system` returns. */
  readonly name: Name;
  /** Its name for people. @example "SyftHub" */
  readonly title: string;
  /** What it is, in a few words without a full stop; editors show it beside the name. */
  readonly summary: string;
  /** The system in an environment, as data: called several times, so it keeps nothing and reads nothing but its argument. */
  readonly system: (environment: Environment) => System;
}

/**
 * The default export of `stacks/systems/<name>/index.ts`. `npx trireme reference` then enters it wherever systems
 * are listed: registry, schema, `Pulumi.yaml`.
 *
 * @example
 * export default defineSystem({
 *   name: "guestbook",
 *   title: "Guestbook",
 *   summary: "a page on which visitors sign",
 *   system: guestbook,
 * });
 */
export function defineSystem<const Name extends string>(
  definition: SystemDefinition<Name>,
): SystemDefinition<Name> {
  return definition;
}
