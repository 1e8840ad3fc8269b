/** A length of time: `"500ms"`, `"30s"`, `"5m"`, `"2h"`, `"7d"`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/** An amount of memory or storage in binary units: `"512Ki"`, `"256Mi"`, `"1Gi"`, `"2Ti"`. */
export type Bytes = `${number}${"Ki" | "Mi" | "Gi" | "Ti"}`;

const milliseconds = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

const binary = new Map([
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
]);

function scale(text: string, factors: ReadonlyMap<string, number>): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : factors.get(unit);
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

/** Whether the text is a {@link Duration}. */
export function isDuration(text: string): text is Duration {
  return scale(text, milliseconds) !== undefined;
}

/** Whether the text is an amount of {@link Bytes}. */
export function isBytes(text: string): text is Bytes {
  return scale(text, binary) !== undefined;
}

/**
 * A duration in seconds, fractions kept.
 *
 * @throws RangeError when the text is not a valid duration
 */
export function seconds(duration: Duration): number {
  const value = scale(duration, milliseconds);
  if (value === undefined)
    throw new RangeError(`"${duration}" is not a valid duration; write for example "30s" or "5m"`);
  return value / 1_000;
}

/**
 * An amount in bytes.
 *
 * @throws RangeError when the text is not an amount
 */
export function bytes(amount: Bytes): number {
  const value = scale(amount, binary);
  if (value === undefined)
    throw new RangeError(`"${amount}" is not a valid size; write for example "256Mi" or "1Gi"`);
  return value;
}

/** An amount in mebibytes, rounded up. */
export function mebibytes(amount: Bytes): number {
  return Math.ceil(bytes(amount) / 2 ** 20);
}
