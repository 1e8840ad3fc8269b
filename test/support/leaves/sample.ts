import { thorough } from "../../e2e/production/support/thorough";

/**
 * Some of the properties, others in each run; all in a thorough one. Prints the seed by which `TRIREME_SEED` draws the same ones again.
 *
 * @param share how many of them, from 0 to 1
 */
export function sample(paths: readonly string[], share: number): readonly string[] {
  if (thorough) return paths;
  const given = process.env.TRIREME_SEED;
  const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
  // The generator of "Numerical Recipes": good enough to draw, and the same everywhere.
  let state = seed;
  const drawn = paths.filter(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 < share;
  });
  console.log(`TRIREME_SEED=${seed}: ${drawn.length} of ${paths.length} properties`);
  return drawn;
}
