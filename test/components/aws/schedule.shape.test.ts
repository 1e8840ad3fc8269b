import { describe, expect, it } from "vitest";
import { awsCron } from "../../../components/aws/schedule.shape";

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
    expect(() => awsCron("0 9 1 *")).toThrow('"0 9 1 *" has 4 fields; cron has five');
  });
});
