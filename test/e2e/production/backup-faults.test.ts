import { execFileSync, spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SavedDatabase } from "./support/saved-database";

let db: SavedDatabase;

beforeAll(async () => {
  const props = { keep: { count: 3 }, drill: { schedule: "0 4 * * *" } };
  db = new SavedDatabase(`trireme-faults-${process.pid}`, props, 48 << 20);
  await db.ready();
  db.sql(`create table items (id serial primary key, name text unique not null);
    insert into items (name) select md5(g::text) from generate_series(1, 2000) g;
    create schema "Odd one"; create table "Odd one"."T'x" (a jsonb);
    insert into "Odd one"."T'x" select jsonb_build_object('n', g) from generate_series(1, 10) g;
    create role reader; grant select on items to reader; create view cheap as select * from items where id < 10;`);
});
afterAll(() => db?.remove());

function taken(): string {
  const { code, output } = db.script("take", "scheduled");
  expect(code, output).toBe(0);
  return db.names().complete.at(-1) ?? "";
}

/** Changes the newest backup, lets the drill check it, and puts it right again. */
function checked(name: string, change: string): { readonly code: number; readonly output: string } {
  expect(db.shell(`rm -rf /scratch/copy && cp -a ${name} /tmp/copy && cd ${name} && ${change}`).code).toBe(0);
  const drill = db.script("drill");
  expect(db.metric("restore_drill_success")).toBe(0);
  const restore = db.script("restore", name, "never");
  expect(restore.code).not.toBe(0);
  expect(db.sql("select count(*) from pg_database where datname = 'never'")).toBe("0");
  expect(db.shell(`rm -rf ${name} && mv /tmp/copy ${name}`).code).toBe(0);
  return drill;
}

describe("a backup", () => {
  it("brings every table back after one was dropped", () => {
    const before = db.checksums();
    const name = taken();
    db.sql('drop table items cascade; update "Odd one"."T\'x" set a = \'{}\'');
    expect(db.checksums()).not.toEqual(before);
    expect(db.script("restore", name, "shop_restore")).toMatchObject({ code: 0 });
    expect(db.script("swap", "shop_restore", "shop_before")).toMatchObject({ code: 0 });
    expect(db.checksums()).toEqual(before);
    expect(db.sql("select count(*) from cheap")).toBe("9");
    // What was in force stays beside it.
    expect(db.sql("select to_regclass('items') is null", "shop_before")).toBe("t");
    db.sql("drop database shop_before");
  });

  it("passes its drill", () => {
    taken();
    const drill = db.script("drill");
    expect(drill.code, drill.output).toBe(0);
    expect(db.metric("restore_drill_success")).toBe(1);
    expect(db.metric("restore_drill_marker_age_seconds")).toBeLessThan(300);
    expect(db.shell("ls -A /scratch").output).toBe("");
  });

  it("is one of the newest of its kind", () => {
    expect(db.script("take", "release").code).toBe(0);
    for (let round = 0; round < 4; round++) taken();
    const { complete, remnants } = db.names();
    expect(complete.filter((name) => /Z\.\d+$/.test(name))).toHaveLength(3);
    expect(complete.filter((name) => /-release\.\d+$/.test(name))).toHaveLength(1);
    expect(remnants).toEqual([]);
  });
});

describe("the drill and the restore refuse", () => {
  it.each([
    ["a corrupted dump", "printf x | dd of=dump bs=1 seek=900 conv=notrunc", /checksum .* wrong: dump/],
    ["a truncated dump", "head -c 1500 dump > d && mv d dump", /checksum .* wrong: dump/],
    ["a wrong checksum", "sed -i '/ dump$/s/^......../00000000/' SHA256SUMS", /checksum .* wrong: dump/],
    ["a missing list of checksums", "rm SHA256SUMS", /no list of checksums/],
    [
      "a truncated dump whose checksum was made to fit",
      "head -c 1500 dump > d && mv d dump && sha256sum dump manifest.json > SHA256SUMS",
      /end of file/,
    ],
    [
      "a dump with other rows than its manifest",
      "sed -i 's/^public.items\\t.*/public.items\\t1999/' rows.tsv && sha256sum dump rows.tsv manifest.json > SHA256SUMS",
      /public.items has 2000 rows, the manifest says 1999/,
    ],
  ])("%s", (_, change, reason) => {
    const drill = checked(taken(), change);
    expect(drill.code).not.toBe(0);
    expect(drill.output).toMatch(reason);
  });
});

describe("older backups stay, and the metrics say so,", () => {
  it("when the disk is full", () => {
    taken();
    const before = db.names().complete;
    const failures = db.metric("backup_failures_total");
    db.shell("dd if=/dev/zero of=filler bs=64k");
    const full = db.script("take", "scheduled");
    expect(full.code).not.toBe(0);
    expect(full.output).toMatch(/No space left/);
    expect(db.metric("backup_last_result")).toBe(0);
    expect(db.metric("backup_failures_total")).toBe(failures + 1);
    expect(db.names()).toEqual({ complete: before, remnants: ["filler"] });
    expect(db.shell("rm filler").code).toBe(0);
    taken();
    expect(db.metric("backup_last_result")).toBe(1);
  });

  it("when the database is killed in the middle of the dump", async () => {
    db.sql(
      "create table big as select g, md5(g::text) || md5((g + 1)::text) as text from generate_series(1, 400000) g",
    );
    const before = db.names().complete;
    const take = spawn("docker", ["exec", db.saver, "sh", "/opt/backup/main.sh", "take", "scheduled"]);
    const ended = new Promise<number>((resolve) => take.on("close", (code) => resolve(code ?? 1)));
    // Watched from inside: the dump takes little longer than a command of the engine.
    expect(
      db.shell(
        "set -e; n=0; until test -s .partial-*/dump; do n=$((n + 1)); test $n -lt 3000; sleep 0.01; done",
      ).code,
    ).toBe(0);
    execFileSync("docker", ["kill", db.server]);
    expect(await ended).not.toBe(0);
    expect(db.names()).toEqual({ complete: before, remnants: [] });
    expect(db.metric("backup_last_result")).toBe(0);
    execFileSync("docker", ["start", db.server]);
    await db.ready();
    expect(db.sql("select count(*) from big")).toBe("400000");
    db.sql("drop table big");
    taken();
  });
});
