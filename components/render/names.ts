import { createHash } from "node:crypto";

const digits = 7;

function ending(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, digits);
}

/** As much of a name as has room, and after it the hash of something that tells it from others of the same name. */
export function hashed(name: string, most: number, of: string): string {
  return `${name.slice(0, most - digits - 1).replace(/[^A-Za-z0-9]+$/, "")}-${ending(of)}`;
}

/**
 * A name of at most so many characters: of a longer one the end becomes a hash of the whole, so that two long names stay
 * two. One that fits stays as it is.
 */
export function shortened(name: string, most: number): string {
  return name.length <= most ? name : hashed(name, most, name);
}

/**
 * What each of several things is called where fewer characters are allowed than it is told by.
 *
 * @param form what a thing would be called by itself
 * @param taken what others are called already
 * @returns names by thing, of which no two are alike: those that would be end in a hash
 */
export function distinct(
  things: readonly string[],
  form: (thing: string) => string,
  most: number,
  taken: readonly string[] = [],
): ReadonlyMap<string, string> {
  const wanted = [...new Set(things)].map((thing) => ({ thing, name: form(thing) }));
  const count = (name: string): number =>
    wanted.filter((other) => other.name === name).length + taken.filter((other) => other === name).length;
  return new Map(
    wanted.map(({ thing, name }) => [
      thing,
      name.length > most || count(name) > 1 ? hashed(name, most, thing) : name,
    ]),
  );
}
