import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  restoreArchive,
  restoreFiles,
  restoreSteps,
} from "../../../../../components/aws/backup/restore.args";
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

describe("the restore of a database", () => {
  const last = restoreSteps(daily, database, where).at(-1)?.program ?? "";
  /** What it has the scripts do, which are not there: each call is written down. */
  const asked = (env: Readonly<Record<string, string>>) => {
    const body = last.slice(last.lastIndexOf("TRIREME_END_OF_FILE\n") + "TRIREME_END_OF_FILE\n".length);
    place.write("fetched/20260101T020000Z.00000007/dump", "");
    const { code, out } = place.run(`set -eu\n${body.replaceAll("sh /opt/backup/main.sh", "echo asked:")}`, {
      PGDATABASE: "shop",
      ...env,
    });
    expect(code).toBe(0);
    return out.split("\n").flatMap((line) => (line.startsWith("asked: ") ? [line.slice(7)] : []));
  };

  it("keeps what was in force beside what takes its place, under the names that were told", () => {
    expect(asked({ MOMENT: "20260131t134509z" })).toEqual([
      "restore 20260101T020000Z.00000007 shop_restore_20260131t134509z",
      "swap shop_restore_20260131t134509z shop_before_20260131t134509z",
    ]);
  });

  it("restores beside it where it is told to", () => {
    expect(asked({ MOMENT: "20260131t134509z", BESIDE: "1" })).toEqual([
      "restore 20260101T020000Z.00000007 shop_scratch_20260131t134509z",
    ]);
  });

  it("removes what an earlier one has kept, and restores nothing", () => {
    expect(asked({ FORGET: "shop_before_20260131t134509z" })).toEqual(["drop shop_before_20260131t134509z"]);
  });

  it("names nothing longer than Postgres takes", () => {
    const [restored = ""] = asked({ MOMENT: "20260131t134509z", PGDATABASE: "x".repeat(63) });
    expect(restored.split(" ").at(-1)?.length).toBeLessThanOrEqual(63);
  });
});

describe("the restore of files", () => {
  const sum = (text: string) => createHash("sha256").update(text).digest("hex");
  const program = restoreFiles({ ...attachments, folder: undefined }, where).at(-1)?.program ?? "";
  const read = (path: string) => readFileSync(join(place.root, path), "utf8");

  beforeEach(() => {
    place.write("fetched/files/a.txt", "saved");
    place.write("fetched/files.tsv", `${sum("saved")}  ./a.txt\n`);
    place.write("saved/a.txt", "present");
    place.write("saved/.before_20250101t000000z/a.txt", "earlier");
  });

  it("puts those of the bucket in the place of what is there, which stays beside them", () => {
    const { code, out } = place.run(program, { MOMENT: "20260131t134509z" });
    expect(out).toContain("are kept in .before_20260131t134509z");
    expect(code).toBe(0);
    expect(read("saved/a.txt")).toBe("saved");
    expect(read("saved/.before_20260131t134509z/a.txt")).toBe("present");
    expect(read("saved/.before_20250101t000000z/a.txt")).toBe("earlier");
  });

  it("changes nothing where a file is not what was saved", () => {
    place.write("fetched/files/a.txt", "torn");
    expect(place.run(program).code).not.toBe(0);
    expect(read("saved/a.txt")).toBe("present");
  });

  it("puts the files of before back where the others cannot be copied", () => {
    place.stub("cp", "exit 1");
    expect(place.run(program, { MOMENT: "20260131t134509z" }).code).not.toBe(0);
    expect(read("saved/a.txt")).toBe("present");
    expect(existsSync(join(place.root, "saved/.before_20260131t134509z"))).toBe(false);
  });

  it("removes what an earlier restore has kept, and says where there is nothing of that name", () => {
    expect(place.run(program, { FORGET: "before_20250101t000000z" }).code).toBe(0);
    expect(existsSync(join(place.root, "saved/.before_20250101t000000z"))).toBe(false);
    const { code, out } = place.run(program, { FORGET: "before_20250101t000000z" });
    expect([code, out]).toEqual([1, "the volume has no .before_20250101t000000z\n"]);
  });
});

it("of an archive puts the old files back where it fails", () => {
  const [restore] = restoreArchive(attachments, files, where).slice(-1);
  expect(restore?.program).toContain(
    'replace "$name" before_$moment || { sh /opt/backup/main.sh putback before_$moment; exit 1; }',
  );
  expect(restore?.mounts.find(({ volume }) => volume === "saved")?.readOnly).toBeUndefined();
});

it("all programs are valid shell", () => {
  const all = [
    ...restoreSteps(daily, database, where),
    ...restoreArchive(attachments, files, where),
    ...restoreFiles(attachments, where),
  ];
  for (const { program } of all) expect(grammar(program)).toBe("");
});
