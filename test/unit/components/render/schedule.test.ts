import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it, vi } from "vitest";
import { expandSchedule, longestGap } from "../../../../components/model";
import { proberFolder } from "../../../../components/render/probe";
import {
  aliveFile,
  renderScheduleSettings,
  renderWords,
  scheduleFolder,
  scheduleScript,
  scheduleState,
  stillRunning,
} from "../../../../components/render/schedule";
import { metricsFolder } from "../../../../components/render/proxy/reload";
import { expressions } from "../../../support/arbitrary.schedules";
import { ofCron } from "../../../support/crons";

/** Stands for busybox: the name of a tool, and what it is called with. */
const tools = `#!/bin/sh\ntool=$1\nshift\nexec "$tool" "$@"\n`;

const home = mkdtempSync(join(tmpdir(), "trireme-schedule-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A scheduler with folders of its own. */
class Scheduler {
  readonly folder = mkdtempSync(join(home, "one-"));
  readonly script = join(this.folder, "schedule.sh");
  private readonly moved = scheduleScript
    .replaceAll(scheduleFolder, this.folder)
    .replaceAll(scheduleState, join(this.folder, "state"))
    .replaceAll(metricsFolder, join(this.folder, "metrics"))
    .replaceAll(`${proberFolder}/busybox`, join(this.folder, "tools"))
    .replaceAll(aliveFile, join(this.folder, "alive"));

  constructor(schedule: string, job: Omit<Parameters<typeof renderScheduleSettings>[0], "name"> = {}) {
    for (const name of ["state", "metrics"]) mkdirSync(join(this.folder, name));
    writeFileSync(join(this.folder, "tools"), tools, { mode: 0o755 });
    writeFileSync(
      join(this.folder, "settings.sh"),
      renderScheduleSettings({ name: "vacuum", ...job }, schedule),
    );
    writeFileSync(this.script, this.moved);
  }

  does(...words: readonly string[]): this {
    writeFileSync(join(this.folder, "command"), renderWords(words));
    return this;
  }

  state(key: string, value: string | number): this {
    writeFileSync(join(this.folder, "state", key), `${value}\n`);
    return this;
  }

  run(...args: readonly string[]): { readonly code: number; readonly output: string } {
    const { status, stdout, stderr } = spawnSync("sh", [this.script, ...args], { encoding: "utf8" });
    return { code: status ?? -1, output: stdout + stderr };
  }

  /** Runs functions of the script instead of a command. */
  shell(text: string): string {
    writeFileSync(
      join(this.folder, "functions.sh"),
      `${this.moved.replace(/^case \$1 in[^]*$/m, "")}\n${text}\n`,
    );
    return spawnSync("sh", [join(this.folder, "functions.sh")], { encoding: "utf8" }).stdout.trim();
  }

  /** Loops until it has said something, or has a file, and tells it to stop; returns what it said. */
  async loop(until: RegExp | string = "metrics/job-vacuum.prom"): Promise<string> {
    const met = (): boolean =>
      typeof until === "string" ? existsSync(join(this.folder, until)) : until.test(said);
    rmSync(join(this.folder, "metrics", "job-vacuum.prom"), { force: true });
    const child = spawn("sh", [this.script, "loop"], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise((resolve) => child.on("close", resolve));
    try {
      await vi.waitFor(() => expect(met(), said).toBe(true), { timeout: 30_000, interval: 50 });
    } finally {
      child.kill("SIGTERM");
      await ended;
    }
    return said;
  }

  status(): Readonly<Record<string, string>> {
    const lines = this.run("status").output.trimEnd().split("\n");
    return Object.fromEntries(lines.map((line) => line.split("\t") as [string, string]));
  }

  metrics(): string {
    return readFileSync(join(this.folder, "metrics", "job-vacuum.prom"), "utf8");
  }
}

const minute = 60_000;

describe("the last moment of a schedule", { timeout: 120_000 }, () => {
  /** The same by looking at every day, from the last to the first. */
  function latest(schedule: string, at: number): number | undefined {
    const { minutes, hours, onDay } = ofCron(schedule);
    const times = [...hours]
      .flatMap((hour) => [...minutes].map((one) => hour * 60 + one))
      .sort((a, b) => b - a);
    for (let day = Math.floor(at / 1440); day > 0; day--) {
      const date = new Date(day * 1440 * minute);
      const is = { month: date.getUTCMonth() + 1, date: date.getUTCDate(), weekday: date.getUTCDay() };
      const time = onDay(is) ? times.find((one) => day * 1440 + one <= at) : undefined;
      if (time !== undefined) return day * 1440 + time;
    }
    return undefined;
  }

  it("is the one that cron knows, for any schedule at any time of this century", () => {
    const start = Date.parse("2015-01-01T00:00:00Z") / minute;
    const times = fc.integer({ min: start, max: Date.parse("2099-12-31T00:00:00Z") / minute });
    const valid = expressions.filter((cron) => longestGap(expandSchedule(cron)) !== undefined);
    fc.assert(
      fc.property(valid, times, (cron, at) => {
        expect(new Scheduler(cron).shell(`latest ${at}`), `${cron} at ${at}`).toBe(String(latest(cron, at)));
      }),
      { numRuns: 40 },
    );
  });

  it("is found for the leap day, eight years back", () => {
    const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / minute;
    expect(new Scheduler("0 0 29 2 *").shell(`latest ${day("2104-02-28")}`)).toBe(String(day("2096-02-29")));
  });
});

describe("a run", { timeout: 60_000 }, () => {
  it("gives the command its words, keeps its last lines, and ends with its exit code", () => {
    const words = ["sh", "-c", 'printf "%s\\n" "$@"; seq 30; exit 3', "sh", "it's $HOME", "`id`", "a\nb", ""];
    const one = new Scheduler("0 3 * * *").does(...words);
    const { code, output } = one.run("now");
    expect(code).toBe(3);
    expect(output).toContain("it's $HOME\n`id`\na\nb\n\n1\n2\n");
    expect(output).toMatch(/vacuum: ended with exit code 3 after \d+ s\n$/);
    expect(one.status()).toMatchObject({ code: "3", kind: "manual", runs: "1", failures: "1", running: "" });
    const kept = one.run("status").output.match(/^output\t.*$/gm) ?? [];
    expect(kept).toEqual(Array.from({ length: 20 }, (_, i) => `output\t${i + 11}`));
    expect(one.metrics()).toContain('scheduled_job_last_exit_code{name="vacuum"} 3\n');
    expect(one.metrics()).not.toContain("last_success");
  });

  it("succeeds, and says when", () => {
    const one = new Scheduler("0 3 * * *").does("true");
    expect(one.run("now").code).toBe(0);
    expect(one.status().code).toBe("0");
    expect(one.metrics()).toMatch(/scheduled_job_last_success_timestamp_seconds\{name="vacuum"\} \d{10}\n/);
  });

  it("never overlaps another", () => {
    const one = new Scheduler("0 3 * * *").does(
      "sh",
      "-c",
      'while [ ! -e "$0" ]; do sleep 0.1; done',
      join(home, "go"),
    );
    const both = `sh "$0" now & first=$!
      until [ -s "$1/state/running" ]; do sleep 0.1; done
      sh "$0" now; echo "second: $?"; touch "$2"; wait $first; echo "first: $?"`;
    const { stdout } = spawnSync("sh", ["-c", both, one.script, one.folder, join(home, "go")], {
      encoding: "utf8",
    });
    expect(stdout).toContain(`is still running, and was not started again\nsecond: ${stillRunning}\n`);
    expect(stdout).toContain("first: 0\n");
    expect(one.status()).toMatchObject({ runs: "1", overlaps: "1" });
  });

  it("starts although the one before was killed", () => {
    const one = new Scheduler("0 3 * * *").does("true");
    mkdirSync(join(one.folder, "state", "lock"));
    writeFileSync(join(one.folder, "state", "lock", "pid"), "999999999\n");
    expect(one.run("now").code).toBe(0);
  });

  it("ends at its time limit with all that it started", () => {
    const one = new Scheduler("0 3 * * *", { timeout: "1s" }).does("sh", "-c", "sleep 30 | cat");
    const { code, output } = one.run("now");
    expect(Number(one.status().duration)).toBeLessThan(20);
    expect(code).toBe(143);
    expect(output).toContain("ended after its time limit of 1 s");
  });
});

describe("the loop", { timeout: 120_000 }, () => {
  const now = () => Math.floor(Date.now() / minute);
  const yearly = "0 0 1 1 *";

  it("makes up for nothing at its first start", async () => {
    const one = new Scheduler(yearly).does("true");
    expect(await one.loop()).not.toContain("begins");
    expect(Number(one.status().handled) * minute).toBe(Date.UTC(new Date().getUTCFullYear(), 0, 1));
  });

  it("makes up once for what was missed", async () => {
    const one = new Scheduler(yearly).does("true").state("handled", 1);
    expect(await one.loop(/ended with/)).toContain("begins (made-up)");
    expect(await one.loop()).not.toContain("begins");
    expect(one.status()).toMatchObject({ kind: "made-up", runs: "1", missed: "" });
  });

  it("leaves out what was missed where the job says so, and counts it", async () => {
    const one = new Scheduler(yearly, { missed: "skip" }).does("true").state("handled", 1);
    const said = await one.loop(/was not run at .*\n/);
    expect(said).toMatch(/was not run at \d{4}-01-01T00:00:00Z: nothing looked at the clock/);
    expect(one.status()).toMatchObject({ missed: "1", runs: "" });
    await one.loop();
    expect(one.metrics()).toContain('scheduled_job_missed_total{name="vacuum"} 1\n');
  });

  it("makes up for a run that was stopped, or cut short by a crash", async () => {
    const one = new Scheduler(yearly).does("sleep", "30").state("handled", 1);
    expect(await one.loop("state/.group")).toContain("was stopped after");
    one.does("true");
    const again = await one.loop(/ended with/);
    expect(again).toContain("was cut short in its run of");
    expect(again).toContain("begins (made-up)");
    expect(one.status()).toMatchObject({ code: "0", runs: "1", failures: "" });
  });

  it("goes on when a clock that was ahead is set right", async () => {
    const one = new Scheduler(yearly).does("true").state("handled", now() + 100_000);
    await one.loop(/the clock was ahead/);
    await one.loop();
    expect(Number(one.status().handled)).toBeLessThanOrEqual(now());
  });
});
