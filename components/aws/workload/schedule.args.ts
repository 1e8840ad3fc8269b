import { cronFields, expandSchedule, ranges } from "../../model";
import type { Refusal } from "../../shared/refusal";

/**
 * A schedule as EventBridge writes it: `0 3 * * 0` becomes `cron(0 3 ? * 1 *)`. Its week begins with Sunday as 1, and one of
 * the two fields of days is always `?`.
 *
 * @throws RangeError where the schedule cannot be read; where it restricts days of the month and of the week: cron means
 * either, EventBridge takes one of them
 */
export function awsCron(text: string): string {
  const schedule = expandSchedule(text);
  if (schedule.eitherDay)
    throw new RangeError(
      `"${text}" names days of the month and of the week; EventBridge takes one of them, so put * in place of the other`,
    );
  const { minute, hour, day, month, weekdays } = cronFields(schedule);
  const days =
    weekdays === "*" ? [day, month, "?"] : ["?", month, ranges(weekdays.map((value) => value + 1))];
  // At most 242 characters, with every list at its longest; EventBridge takes 256.
  return `cron(${[minute, hour, ...days].join(" ")} *)`;
}

/** What EventBridge cannot say of a schedule. What nobody can read, the model's own check tells. */
export function scheduleRefusals(path: string, text: string): readonly Refusal[] {
  try {
    expandSchedule(text);
  } catch {
    return [];
  }
  try {
    awsCron(text);
    return [];
  } catch (error) {
    return [{ path, set: true, message: error instanceof Error ? error.message : String(error) }];
  }
}
