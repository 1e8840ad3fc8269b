import { cronFields, expandSchedule, ranges } from "../../model";

/**
 * A schedule as a CronJob takes it (batch/v1): its weekdays are 0 to 6, and in its fields of days a `*` says "whatever the
 * other one is", so neither gets a step.
 *
 * @throws RangeError where the schedule cannot be read
 */
export function clusterCron(text: string): string {
  const { minute, hour, day, month, weekdays } = cronFields(expandSchedule(text));
  return [minute, hour, day, month, weekdays === "*" ? "*" : ranges(weekdays)].join(" ");
}
