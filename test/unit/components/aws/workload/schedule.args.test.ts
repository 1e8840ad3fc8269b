import { describe, expect, it } from "vitest";
import { awsCron, scheduleRefusals } from "../../../../../components/aws/workload/schedule.args";

describe("a schedule on AWS", () => {
  it.each([
    ["0 3 * * 0", "cron(0 3 ? * 1 *)"],
    ["0 3 * * 7", "cron(0 3 ? * 1 *)"],
    ["30 2 * * *", "cron(30 2 * * ? *)"],
    ["0 5 1 * *", "cron(0 5 1 * ? *)"],
    ["*/5 * * * *", "cron(*/5 * * * ? *)"],
    ["0 9 * * 1-5", "cron(0 9 ? * 2-6 *)"],
    ["0 9 * * 1,3", "cron(0 9 ? * 2,4 *)"],
  ])("%s is %s", (schedule, cron) => {
    expect(awsCron(schedule)).toBe(cron);
  });

  it("with days of the month and of the week is refused", () => {
    expect(() => awsCron("0 9 1 * 1")).toThrow(
      '"0 9 1 * 1" names days of the month and of the week; EventBridge takes one of them, so put * in place of the other',
    );
  });

  it("of another number of fields is refused", () => {
    expect(() => awsCron("0 9 1 *")).toThrow("4 fields");
  });

  it("of every day of the week is daily", () => {
    expect(awsCron("0 3 * * 0-7")).toBe("cron(0 3 * * ? *)");
    expect(awsCron("0 3 * * sun,sat")).toBe("cron(0 3 ? * 1,7 *)");
  });

  it("that cannot be read is left to the model's own check, and what EventBridge cannot say is refused by its path", () => {
    expect(scheduleRefusals("jobs.report.run.schedule", "nightly")).toEqual([]);
    expect(scheduleRefusals("jobs.report.run.schedule", "0 9 1 * 1")).toEqual([
      expect.objectContaining({ path: "jobs.report.run.schedule", set: true }),
    ]);
  });
});
