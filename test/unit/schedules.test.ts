import { Cron } from "croner";
import fc from "fast-check";
import { expect, it } from "vitest";
import { awsCron } from "../../components/aws/workload/schedule.args";
import { clusterCron } from "../../components/kubernetes/workload/schedule.args";
import { expandSchedule } from "../../components/model";
import { renderSettings } from "../../components/render/backup/settings";
import { firstMoments, ofCron, ofEventBridge, ofKubernetes, ofScript, type Moments } from "../support/crons";
import { db, dbBackup } from "../support/valid";

const dayNames = ["sun", "mon", "tue", "WED", "thu", "Fri", "sat"];
const monthNames = ["jan", "FEB", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "Dec"];

interface Shape {
  readonly min: number;
  readonly max: number;
  readonly word?: (value: number) => string;
}

/** One field: stars, numbers, names, ranges, steps, lists of those. */
function field({ min, max, word = String }: Shape): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const named = fc.tuple(value, fc.boolean()).map(([at, name]) => (name ? word(at) : String(at)));
  const step = fc.integer({ min: 1, max: Math.min(max, 12) });
  const range = fc
    .tuple(value, value, fc.boolean())
    .map(([a, b, name]) =>
      [Math.min(a, b), Math.max(a, b)].map((at) => (name ? word(at) : String(at))).join("-"),
    );
  const item = fc.oneof(
    named,
    range,
    fc.tuple(range, step).map(([span, by]) => `${span}/${by}`),
    fc.tuple(value, step).map(([from, by]) => `${from}/${by}`),
    step.map((by) => `*/${by}`),
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant("*") },
    { weight: 3, arbitrary: item },
    { weight: 1, arbitrary: fc.array(item, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(",")) },
  );
}

const orQuestion = (days: fc.Arbitrary<string>) => days.map((text) => (text === "*" ? "?" : text));
const dayOfMonth = field({ min: 1, max: 31 });
const weekday = field({ min: 0, max: 7, word: (value) => dayNames[value % 7] ?? "" });
const expressions = fc
  .tuple(
    field({ min: 0, max: 59 }),
    field({ min: 0, max: 23 }),
    fc.oneof(dayOfMonth, orQuestion(dayOfMonth)),
    field({ min: 1, max: 12, word: (value) => monthNames[value - 1] ?? "" }),
    fc.oneof(weekday, orQuestion(weekday)),
  )
  // 0-7 in names would be one Sunday.
  .filter((fields) => !fields[4].includes("sun-sun"))
  .map((fields) => fields.join(" "));

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
