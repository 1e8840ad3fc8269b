import { expect, it } from "vitest";
import { besideName, kept, stamp } from "../../../../cli/backup/restore";

const now = new Date("2026-01-31T13:45:09.123Z");

it("stamps names with the moment", () => expect(stamp(now)).toBe("20260131t134509z"));

it("keeps the names of databases within Postgres' 63 bytes", () => {
  expect(besideName("shop", "before", now)).toBe("shop_before_20260131t134509z");
  expect(besideName("x".repeat(63), "restore", now).length).toBeLessThanOrEqual(63);
});

it.each(["shop", "My-Shop.v2", "_shop", "X", "x".repeat(63)])(
  "forgets what it has kept of %s",
  (database) => {
    for (const what of ["before", "scratch", "restore"] as const)
      expect(besideName(database, what, now)).toMatch(kept);
  },
);

it.each(["shop", "../shop_before_20260131t134509z", "a b_before_20260131t134509z", "before_2026"])(
  "does not forget %s, which no restore has kept",
  (name) => {
    expect(name).not.toMatch(kept);
  },
);
