import { unknown, type Subject } from "./subject";

/** A resource as the policy SDK hands it over, with marks for secrets and unknown values. */
export interface Received {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly props: unknown;
  readonly opts: { readonly protect: boolean };
}

/** Texts that the engine sends for values which a preview cannot know, one for each kind of value. */
const unknowns: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Opens secrets and tells unknown values apart, noting where secrets stand. */
function plain(
  value: unknown,
  path: string,
  isSecret: (value: object) => boolean,
  secrets: string[],
): unknown {
  if (unknowns.has(value)) return unknown;
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) {
    secrets.push(path);
    return plain((value as { value: unknown }).value, path, isSecret, []);
  }
  if (Array.isArray(value))
    return value.map((element: unknown, index) => plain(element, `${path}[${index}]`, isSecret, secrets));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      plain(member, path === "" ? name : `${path}.${name}`, isSecret, secrets),
    ]),
  );
}

/**
 * A resource as policies read it.
 *
 * @param isSecret whether an object is the mark around a secret, with the `value` in it
 */
export function subjectOf(received: Received, isSecret: (value: object) => boolean): Subject {
  const secrets: string[] = [];
  const props = plain(received.props, "", isSecret, secrets) as Subject["props"];
  const { urn, name, type, opts } = received;
  return { urn, name, type, props, secrets, protect: opts.protect };
}
