import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { BackupMachine } from "../../../../support/backup-machine";

const day = 86_400;
const year = 365 * day;
const start = Date.UTC(2026, 0, 5) / 1000;
const stamp = (epoch: number): string => new Date(epoch * 1000).toISOString().replace(/[-:]|\.\d+/g, "");

let machine: BackupMachine;
afterEach(() => {
  machine.remove();
});

describe("three runs of a clock that is a year ahead, then right again", () => {
  it("push nothing out that is newer in truth, and leave no signal green", () => {
    machine = new BackupMachine({ keep: { count: 3 }, drill: { schedule: "0 4 * * *" } });
    for (let run = 0; run < 3; run++) {
      machine.set(start + year + run * day, run * day);
      expect(machine.take(`ahead ${run}`).code).toBe(0);
    }
    machine.set(start + 3 * day, 3 * day);
    expect(machine.take("right").code).toBe(0);
    expect(machine.contents()).toEqual(expect.arrayContaining(["ahead 1", "ahead 2", "right"]));
    expect(machine.shell('cat "$root/$(newest)/content"').out).toBe("right");
    expect(machine.metric("backup_early_count")).toBe("2");
    expect(machine.status().get("early")).toMatch(/^20270106T\S+ 20270107T\S+ $/);
    const drill = machine.run("drill");
    expect(drill.code).not.toBe(0);
    expect(drill.out).toMatch(/the clock is wrong or was: the time of these has not come yet: 20270106T/);
    expect(machine.metric("restore_drill_success")).toBe("0");
    // Two runs later they have fallen out by their numbers.
    for (const run of [4, 5]) {
      machine.set(start + run * day, run * day);
      machine.take(`right ${run}`);
    }
    expect([...machine.contents()].sort()).toEqual(["right", "right 4", "right 5"]);
    expect(machine.run("drill").out).toMatch(/was restored and is complete/);
    expect(machine.metric("restore_drill_success")).toBe("1");
    expect(machine.metric("backup_early_count")).toBe("0");
  });

  it("are overdue, and have no age", () => {
    machine = new BackupMachine({ keep: { count: 3 } });
    machine.set(start + year, 0);
    machine.take("ahead");
    machine.set(start, 1000);
    machine.run("write_metrics");
    machine.shell("write_metrics");
    expect(machine.metric("backup_age_seconds")).toBe("+Inf");
    expect(machine.metric("backup_last_success_timestamp_seconds")).toBeUndefined();
    expect(machine.status().get("age")).toBe(String(-year));
    expect(machine.shell("overdue && echo due").out).toBe("due\n");
    // A quarter of an hour is between two attempts, whatever the clock says.
    machine.take("right");
    machine.set(start + year, 1100);
    expect(machine.shell("overdue && echo due || echo waits").out).toBe("waits\n");
    machine.set(start + year, 2000);
    expect(machine.shell("overdue && echo due || echo waits").out).toBe("due\n");
  });
});

describe("names without a number", () => {
  it("stand before those with one, and go on falling out", () => {
    machine = new BackupMachine({ keep: { count: 3 } });
    for (const run of [0, 1, 2]) machine.leave(stamp(start + run * day), `old ${run}`);
    machine.set(start + 3 * day, 50);
    machine.take("new");
    expect([...machine.contents()].sort()).toEqual(["new", "old 1", "old 2"]);
    expect(machine.names().at(-1)).toBe(`${stamp(start + 3 * day)}.00000001`);
  });

  it("of a time that has not come push out none that has, until there are enough with a number", () => {
    machine = new BackupMachine({ keep: { count: 2 } });
    machine.leave(stamp(start), "real");
    machine.leave(stamp(start + year), "ahead");
    machine.set(start + day, 50);
    machine.take("first");
    expect([...machine.contents()].sort()).toEqual(["ahead", "first", "real"]);
    machine.set(start + 2 * day, 50 + day);
    machine.take("second");
    expect([...machine.contents()].sort()).toEqual(["first", "second"]);
  });

  it("are as old as they say where an age is kept", () => {
    machine = new BackupMachine({ keep: { age: "3d" } });
    for (const run of [0, 1, 2, 3, 4]) machine.leave(stamp(start + run * day), `old ${run}`);
    machine.set(start + 5 * day, 50);
    machine.take("new");
    machine.set(start + 5 * day + 3600, 3650);
    machine.take("newer");
    expect([...machine.contents()].sort()).toEqual(["new", "newer", "old 2", "old 3", "old 4"]);
  });
});

describe("an age that is kept", () => {
  it("is of the time that the machine has run, not of the clock", () => {
    machine = new BackupMachine({ keep: { age: "2d" } });
    machine.set(start, 100);
    machine.take("first");
    machine.set(start + year, 200);
    machine.take("after a jump");
    expect([...machine.contents()].sort()).toEqual(["after a jump", "first"]);
    machine.set(start + 3 * day, 100 + 3 * day);
    machine.take("three days on");
    expect(machine.contents()).toEqual(["three days on"]);
  });

  it("goes on after the machine was started again, and after its memory of it was lost", () => {
    machine = new BackupMachine({ keep: { age: "2d" } });
    machine.set(start, 100);
    machine.take("first");
    machine.set(start + day, 100 + day);
    machine.take("second");
    machine.boot();
    machine.shell("rm -rf $root/.state");
    machine.set(start + 2 * day, 5);
    machine.take("third");
    machine.set(start + 3 * day, 5 + day + 120);
    machine.take("fourth");
    expect([...machine.contents()].sort()).toEqual(["fourth", "second", "third"]);
  });
});

it("counts on above what the bucket says", () => {
  machine = new BackupMachine({ keep: { count: 3 } });
  machine.set(start, 100);
  machine.shell("put bucket 98");
  machine.take("next");
  expect(machine.names()).toEqual([`${stamp(start)}.00000099`]);
});

interface Step {
  /** Seconds in truth since the run before. */
  readonly after: number;
  /** Seconds by which the clock is wrong. */
  readonly wrong: number;
  readonly kind: "scheduled" | "manual" | "release";
  readonly broken: boolean;
  readonly boots: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  after: fc.integer({ min: 1, max: 3 * day }),
  wrong: fc.oneof(
    fc.constant(0),
    fc.integer({ min: -800 * day, max: 800 * day }),
    fc.integer({ min: -90, max: 90 }),
  ),
  kind: fc.constantFrom("scheduled", "scheduled", "manual", "release"),
  broken: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  boots: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
});
const keep = fc.oneof(
  fc.record({ count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ age: fc.constantFrom("1d" as const, "3d" as const) }),
);

interface Run {
  readonly content: string;
  readonly kind: Step["kind"];
  /** When, in truth. */
  readonly at: number;
}

/** The runs that are promised to be there, of those that succeeded. */
function promised(
  runs: readonly Run[],
  kept: { count: number } | { age: string },
  now: number,
): readonly Run[] {
  if ("age" in kept) return runs.filter(({ at }) => now - at <= Number.parseInt(kept.age) * day);
  return (["scheduled", "manual", "release"] as const).flatMap((kind) =>
    runs.filter((run) => run.kind === kind).slice(-kept.count),
  );
}

/** How many sequences are tried: each run starts the real scripts. */
const numRuns = Number(process.env.TRIREME_BACKUP_SEQUENCES ?? 3);

it("runs under any clock leave what is promised, and the last one is the newest", () => {
  fc.assert(
    fc.property(
      keep,
      fc.integer({ min: 0, max: 3 }),
      fc.array(step, { minLength: 2, maxLength: 6 }),
      (kept, before, steps) => {
        machine = new BackupMachine({ keep: kept });
        try {
          // What a version without numbers has left, under a clock that was right.
          const runs: Run[] = Array.from({ length: before }, (_, index) => {
            const at = start - (before - index) * day;
            machine.leave(stamp(at), `before ${index}`);
            return { content: `before ${index}`, kind: "scheduled", at };
          });
          let now = start;
          let uptime = 100;
          steps.forEach(({ after, wrong, kind, broken, boots }, index) => {
            now += after;
            uptime += after;
            if (boots) {
              machine.boot();
              uptime = 5;
            }
            machine.set(now + wrong, uptime);
            const content = `run ${index}`;
            const { code, out } = machine.take(content, kind, broken);
            expect(code === 0, out).toBe(!broken);
            if (!broken) {
              runs.push({ content, kind, at: now });
              expect(machine.shell('cat "$root/$(newest)/content"').out).toBe(content);
            }
            const there = machine.contents();
            expect(there).toEqual(
              expect.arrayContaining(promised(runs, kept, now).map((run) => run.content)),
            );
            // Nor does anything stay for ever.
            const numbered = machine.names().filter((name) => /Z\.\d+$/.test(name));
            if ("count" in kept && numbered.length >= kept.count && !broken)
              expect(machine.names().filter((name) => /Z(?:\.\d+)?$/.test(name))).toHaveLength(kept.count);
            const age = machine.metric("backup_age_seconds");
            expect(age === "+Inf" || Number(age) >= 0, age).toBe(true);
          });
        } finally {
          machine.remove();
        }
      },
    ),
    { numRuns, endOnFailure: true },
  );
}, 600_000);
