/** Several measurements of one thing, in its own unit. */
export interface Sample {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/**
 * Sums measurements up.
 *
 * @throws RangeError when there is none
 */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted.at(0), sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError("a sample needs a measurement");
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? max;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? min) + upper) / 2;
  return { median, min, max, count: sorted.length };
}

/** A cost at one size. */
export interface Point {
  readonly size: number;
  readonly cost: number;
}

/**
 * The exponent by which a cost grows above that of size 0: 1 is linear, 2 quadratic. It is the slope of the least-squares
 * line through the points on logarithmic axes.
 *
 * @returns undefined when fewer than two points lie above the base
 */
export function growthExponent(base: number, points: readonly Point[]): number | undefined {
  const logs = points
    .filter(({ size, cost }) => size > 0 && cost > base)
    .map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost - base) }));
  if (logs.length < 2) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map((log) => log.x)), mean(logs.map((log) => log.y))];
  const spread = logs.reduce((sum, log) => sum + (log.x - x) ** 2, 0);
  return spread === 0 ? undefined : logs.reduce((sum, log) => sum + (log.x - x) * (log.y - y), 0) / spread;
}

/** Exponents up to this one count as linear: the noise of a shared machine, and a logarithm, fit below it. */
export const linearUpTo = 1.2;
