import { expect, it } from "vitest";
import { planOf } from "../../../../cli/backup/rebuild";
import type { Listed } from "../../../../cli/backup/listing";
import type { Saved } from "../../../../cli/backup/saved";
import { backup, postgres, volume, type BackupProps, type Store } from "../../../../components/model";

const props: Omit<BackupProps, "of"> = {
  schedule: "0 2 * * *",
  keep: { count: 3 },
  destinations: [{ to: "volume" }],
};
const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const files = volume("files", { size: "1Gi" });
const before = new Date("2026-01-31T12:00:00Z");

const saved = (name: string, store: Store, more: Partial<BackupProps> = {}): Saved =>
  ({ backup: backup(name, { ...props, of: store, ...more }), store }) as unknown as Saved;
const copy = (of: string, time: string, number: number, more: Partial<Listed> = {}): Listed => ({
  ...{ backup: of, where: "bucket", time: `2026-01-${time}Z` },
  name: `202601${time.replace(/[-:]/g, "")}Z.${String(number).padStart(8, "0")}`,
  ...more,
});
const names = (plan: ReturnType<typeof planOf>): readonly string[] =>
  plan.returns.map(({ saved: { backup: of }, from }) => `${of.name} ${from.name}`);

it("takes the newest copy in the bucket from before the loss, and not those that the deployment took of empty stores", () => {
  const listed = [
    copy("db-daily", "30T02:00:00", 1),
    copy("db-daily", "31T02:00:00", 2),
    copy("db-daily", "31T12:00:30", 3),
    copy("db-daily", "31T03:00:00", 4, { where: "volume" }),
    copy("db-daily", "31T04:00:00", 5, { fault: "dump is damaged" }),
  ];
  const plan = planOf([saved("db-daily", db)], listed, before);
  expect(names(plan)).toEqual(["db-daily 20260131T020000Z.00000002"]);
  expect(plan.missing).toEqual([]);
});

it("believes the number more than a clock that was wrong", () => {
  const listed = [copy("db-daily", "31T02:00:00", 7), copy("db-daily", "30T02:00:00", 8)];
  expect(names(planOf([saved("db-daily", db)], listed, before))).toEqual([
    "db-daily 20260130T020000Z.00000008",
  ]);
});

it("counts several backups of the same data as one, and folders of a volume apart", () => {
  const all = [
    saved("db-daily", db),
    saved("db-weekly", db),
    saved("a", files, { folder: "a" }),
    saved("b", files, { folder: "b" }),
  ];
  const listed = [
    copy("db-daily", "29T02:00:00", 9),
    copy("db-weekly", "30T02:00:00", 1),
    copy("a", "30T02:00:00", 1),
  ];
  const plan = planOf(all, listed, before);
  expect(names(plan)).toEqual(["db-weekly 20260130T020000Z.00000001", "a 20260130T020000Z.00000001"]);
  expect(plan.missing).toEqual(["b"]);
});

it("takes copies of another stack from its volumes as well, once where both have one", () => {
  const listed = [
    copy("db-daily", "30T02:00:00", 1, { where: "volume" }),
    copy("db-daily", "31T02:00:00", 2, { where: "volume" }),
    copy("db-daily", "31T02:00:00", 2),
    copy("db-daily", "31T03:00:00", 3, { where: "fetched" }),
  ];
  const { returns } = planOf([saved("db-daily", db)], listed, before, ["volume", "bucket"]);
  expect(returns.map(({ from: { name, where } }) => [name, where])).toEqual([
    ["20260131T020000Z.00000002", "volume"],
  ]);
});

it("leaves a store alone that runs elsewhere", () => {
  const elsewhere = postgres("db", {
    version: "16",
    database: "shop",
    user: "shop",
    external: { url: "x" },
  } as never);
  const plan = planOf([saved("db-daily", elsewhere)], [copy("db-daily", "30T02:00:00", 1)], before);
  expect(plan).toEqual({ returns: [], missing: [], external: ["db"] });
});
