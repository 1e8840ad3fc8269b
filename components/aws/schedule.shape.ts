/** Five fields of cron, UTC. */
type Fields = readonly [minute: string, hour: string, day: string, month: string, weekday: string];

/** Sunday is 0 or 7 for cron, 1 for AWS. */
function weekdays(field: string): string {
  return field
    .split(",")
    .map((part) => {
      const [range = "", step] = part.split("/");
      const shifted = range.replace(/\d+/g, (day) => String((Number(day) % 7) + 1));
      return step === undefined ? shifted : `${shifted}/${step}`;
    })
    .join(",");
}

/**
 * A schedule as EventBridge writes it: `0 3 * * 0` becomes `cron(0 3 ? * 1 *)`.
 *
 * @throws RangeError where it names days of the month and of the week: cron means either, AWS takes one of them
 */
export function awsCron(schedule: string): string {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) throw new RangeError(`"${schedule}" has ${fields.length} fields; cron has five`);
  const [minute, hour, day, month, weekday] = fields as unknown as Fields;
  if (day !== "*" && weekday !== "*")
    throw new RangeError(
      `"${schedule}" names days of the month and of the week; EventBridge takes one of them, so put * in place of the other`,
    );
  const days = weekday === "*" ? [day, month, "?"] : ["?", month, weekdays(weekday)];
  return `cron(${[minute, hour, ...days].join(" ")} *)`;
}
