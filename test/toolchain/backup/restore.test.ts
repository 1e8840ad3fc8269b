import { expect, it } from "vitest";
import { besideName, stamp } from "../../../toolchain/backup/restore";

const now = new Date("2026-01-31T13:45:09.123Z");

it("stamps names with the moment", () => expect(stamp(now)).toBe("20260131t134509z"));

it("keeps the names of databases within Postgres' 63 bytes", () => {
  expect(besideName("shop", "before", now)).toBe("shop_before_20260131t134509z");
  expect(besideName("x".repeat(63), "restore", now).length).toBeLessThanOrEqual(63);
});
