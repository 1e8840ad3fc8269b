import { seconds, type Duration } from "../../model";

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** A duration as Prometheus and its relatives write it: a whole number of the largest unit that it is a multiple of. */
export function promDuration(duration: Duration): string {
  const milliseconds = Math.round(seconds(duration) * 1_000);
  if (milliseconds === 0) return "0s";
  const [unit, length] = units.find(([, size]) => milliseconds % size === 0) ?? ["ms", 1];
  return `${milliseconds / length}${unit}`;
}
