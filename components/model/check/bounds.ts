import { isDuration, seconds, type Duration } from "../values/units";
import type { Problem } from "./problem";

/** Least and most that a target takes, ends included. */
export type Bounds = readonly [least: number, most: number];

/** A duration that a target would round, or bring within its bounds: it is refused instead. */
export function boundedDuration(
  path: string,
  text: Duration | undefined,
  [least, most]: Bounds,
  who: string,
): readonly Problem[] {
  if (text === undefined || !isDuration(text)) return [];
  const value = seconds(text);
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [
    {
      path,
      message: `"${text}" is out of range; ${who} allows whole seconds from "${least}s" to "${most}s"`,
    },
  ];
}
