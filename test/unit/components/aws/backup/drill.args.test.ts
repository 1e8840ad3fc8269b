import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { drillSteps, expectedAge } from "../../../../../components/aws/backup/drill.args";
import { grammar, Place } from "../../../../support/programs";
import { attachments, daily, database, files } from "../../../../support/saved-simplr";

const where = { prefix: "simplr-aws", bucket: "simplr-aws-backups", region: "eu-west-1" };

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  place.remove();
});

const metrics = (out: string) => {
  const line = out.split("\n").find((one) => one.startsWith('{"_aws"'));
  return JSON.parse(line ?? "{}") as Record<string, unknown>;
};

describe("expectedAge", () => {
  it("is the pause of the schedule and an hour for the run", () => {
    expect(expectedAge({ schedule: "0 2 * * *" })).toBe(25 * 3600);
  });
});

describe("the drill of files", () => {
  const program = drillSteps(attachments, files, where).at(-1)?.program ?? "";
  const sum = (text: string) => createHash("sha256").update(text).digest("hex");

  it("succeeds when every listed file came back, and tells CloudWatch", () => {
    place.write("fetched/files/a.txt", "one");
    place.write("fetched/files.tsv", `${sum("one")}  ./a.txt\n`);
    const { code, out } = place.run(program, { SYSTEM: "simplr-aws" });
    expect(out).toContain("1 files were fetched and are what was saved");
    expect(code).toBe(0);
    expect(metrics(out)).toMatchObject({
      System: "simplr-aws",
      Backup: "attachments-daily",
      DrillSucceeded: 1,
      DrillFailed: 0,
    });
  });

  it("fails, names the file and tells CloudWatch when one is not what was saved", () => {
    place.write("fetched/files/a.txt", "two");
    place.write("fetched/files.tsv", `${sum("one")}  ./a.txt\n`);
    const { code, out } = place.run(program, { SYSTEM: "simplr-aws" });
    expect(code).not.toBe(0);
    expect(out).toContain("./a.txt: FAILED");
    expect(metrics(out)).toMatchObject({ DrillSucceeded: 0, DrillFailed: 1 });
  });

  it("fails when nothing was fetched", () => {
    const { code, out } = place.run(program, { SYSTEM: "simplr-aws" });
    expect(code).not.toBe(0);
    expect(metrics(out)).toMatchObject({ DrillFailed: 1 });
  });
});

it("tells nothing of the newest where an older one is tried out", () => {
  const program = drillSteps(attachments, files, where).at(-1)?.program ?? "";
  place.write("fetched/files/a.txt", "one");
  place.write("fetched/files.tsv", `${createHash("sha256").update("one").digest("hex")}  ./a.txt\n`);
  const { code, out } = place.run(program, { SYSTEM: "simplr-aws", TRIED: "1" });
  expect(code).toBe(0);
  expect(out).not.toContain("_aws");
});

describe("the drill of a database", () => {
  const steps = drillSteps(daily, database, where);

  it("fetches the newest backup, and restores it beside the store even to say that there is none", () => {
    expect(steps.map(({ name, after }) => `${name} ${after ?? "SUCCESS"}`)).toEqual([
      "prepare-work SUCCESS",
      "fetch SUCCESS",
      "drill COMPLETE",
    ]);
  });

  it("restores into a scratch database, and drops it again", () => {
    const program = steps.at(-1)?.program ?? "";
    const lines = program.split("\n").filter((line) => line.startsWith("sh /opt/backup/main.sh"));
    expect(lines).toEqual([
      'sh /opt/backup/main.sh drop "$scratch"',
      'sh /opt/backup/main.sh restore "$name" "$scratch"',
      'sh /opt/backup/main.sh drop "$scratch"',
    ]);
    expect(program).toContain("-le 90000 ]");
  });

  it("holds the time that was promised for a restore", () => {
    const drill = { schedule: "0 4 * * 0", within: "15m" } as const;
    const program = drillSteps({ ...daily, drill }, database, where).at(-1)?.program ?? "";
    expect(program).toContain("[ $took -le 900 ]");
  });
});

it("all programs are valid shell", () => {
  const all = [
    ...drillSteps(daily, database, where),
    ...drillSteps(attachments, files, where),
    ...drillSteps({ ...attachments, form: "archive" }, files, where),
  ];
  for (const { program } of all) expect(grammar(program)).toBe("");
});
