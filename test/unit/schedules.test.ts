import { Cron } from "croner";
import fc from "fast-check";
import { expect, it } from "vitest";
import { awsCron } from "../../components/aws/workload/schedule.args";
import { clusterCron } from "../../components/kubernetes/workload/schedule.args";
import { expandSchedule } from "../../components/model";
import { renderSettings } from "../../components/render/backup/settings";
import { expressions } from "../support/arbitrary.schedules";
import { firstMoments, ofCron, ofEventBridge, ofKubernetes, ofScript, type Moments } from "../support/crons";
import { db, dbBackup } from "../support/valid";

/** The same in croner's words: it has no `5/10`, and takes a star with a step of 1, or in a list, for a restriction. */
function forCroner(text: string): string {
  const maxima = [59, 23, 31, 12, 6];
  return text
    .split(" ")
    .map((words, index) => {
      const parts = words.split(",");
      if (parts.includes("*/1")) return "*";
      return parts
        .map((item) =>
          item.replace(
            /^(\d+)\/(\d+)$/,
            (_, from, by) => `${from}-${Math.max(maxima[index] ?? 0, Number(from))}/${by}`,
          ),
        )
        .join(",");
    })
    .join(" ");
}

const dates = fc.date({ min: new Date("2024-01-01"), max: new Date("2031-01-01"), noInvalidDate: true });
const scriptOf = (schedule: string) => renderSettings({ ...dbBackup, schedule }, db, "");

it("means the same moments on every target, over 10,000 expressions", () => {
  let refusedByAws = 0;
  const differing: string[] = [];
  const property = fc.property(expressions, dates, (text, date) => {
    const expected = firstMoments(ofCron(text), date, 4).join();
    const compare = (what: string, moments: Moments) => {
      if (firstMoments(moments, date, 4).join() !== expected) differing.push(`${what} of "${text}"`);
    };
    compare(clusterCron(text), ofKubernetes(clusterCron(text)));
    compare("the script", ofScript(scriptOf(text)));
    if (expandSchedule(text).eitherDay) {
      refusedByAws++;
      expect(() => awsCron(text)).toThrow(/names days of the month and of the week/);
    } else compare(awsCron(text), ofEventBridge(awsCron(text)));
    expect(differing).toEqual([]);
  });
  fc.assert(property, { numRuns: 10_000 });
  expect(refusedByAws).toBeGreaterThan(1000);
  expect(refusedByAws).toBeLessThan(6000);
}, 60_000);

it("is what croner, a cron of its own, runs as well", () => {
  fc.assert(
    fc.property(expressions, dates, (text, date) => {
      date.setUTCHours(0, 0, 0, 0);
      const cron = new Cron(forCroner(text), { paused: true, timezone: "UTC" });
      // Croner tells what comes after a moment, and midnight itself counts here.
      const expected = cron.nextRuns(2, new Date(date.getTime() - 1000)).map((moment) => moment.getTime());
      expect(firstMoments(ofCron(text), date, 2), text).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
