import { describe, expect, it } from "vitest";
import { sslModeOf } from "../../../../components/shared/backups";

describe("how a Postgres that runs elsewhere is spoken with", () => {
  it.each([
    ["postgresql://u:p@db.example.com/shop", "require"],
    ["postgresql://u:p@db.example.com/shop?sslmode=verify-full", "verify-full"],
    ["postgresql://u:p@db.example.com/shop?application_name=a&sslmode=disable", "disable"],
    ["not a URL", "require"],
  ])("%s: %s", (url, mode) => expect(sslModeOf(url)).toBe(mode));
});
