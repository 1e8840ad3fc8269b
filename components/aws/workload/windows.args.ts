import { expandSchedule } from "../../model";

/** The hours (UTC) in which AWS itself may save and change a store. */
export interface Windows {
  /** Daily, as RDS and ElastiCache write it: `02:00-03:00`. */
  readonly backup: string;
  /** Weekly, never across the backup's: `sun:04:00-sun:05:00`. */
  readonly maintenance: string;
}

const hour = 60;
const day = 24 * hour;

function clock(minutes: number): string {
  const wrapped = ((minutes % day) + day) % day;
  const part = (value: number) => String(value).padStart(2, "0");
  return `${part(Math.floor(wrapped / 60))}:${part(wrapped % 60)}`;
}

/**
 * The windows of a store: saved in the hour that its backup's schedule begins, changed two hours after that on a Sunday.
 *
 * @param schedule five-field cron (UTC) of the backup; absent: `0 2 * * *`
 */
export function windowsOf(schedule = "0 2 * * *"): Windows {
  const { hours, minutes } = expandSchedule(schedule);
  const start = (hours[0] ?? 2) * hour + (minutes[0] ?? 0);
  const change = start + 2 * hour;
  const days = ["sun", "mon"];
  const dayOf = (at: number) => days[Math.floor(at / day)] ?? "mon";
  return {
    backup: `${clock(start)}-${clock(start + hour)}`,
    maintenance: `${dayOf(change)}:${clock(change)}-${dayOf(change + hour)}:${clock(change + hour)}`,
  };
}
