import { UsageError } from "../../setup/errors";

/**
 * A moment of the operator's: ISO 8601, and UTC where it names no zone.
 *
 * @throws UsageError where it is none
 */
export function moment(text: string): Date {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const date = new Date(zoned.replace(" ", "T"));
  if (Number.isNaN(date.getTime()))
    throw new UsageError(
      `"${text}" is not a valid time; write 2026-01-31T13:45:00Z (without a zone it is UTC).`,
    );
  return date;
}

const units = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * A moment of the operator's, or how long ago it was: `90s`, `15m`, `2h`, `3d`.
 *
 * @throws UsageError where it is neither
 */
export function pastMoment(text: string, now: Date): Date {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return moment(text);
  return new Date(now.getTime() - Number(amount) * units[unit as keyof typeof units] * 1000);
}
