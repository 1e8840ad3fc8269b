import { describe, expect, it } from "vitest";
import { restoreRequest } from "../../../toolchain/commands/restore";

describe("the arguments of restore", () => {
  it("are a backup and where it goes", () => {
    expect(restoreRequest(["--from", "latest", "--to", "scratch", "--yes"])).toMatchObject({
      from: "latest",
      scratch: true,
      yes: true,
    });
  });
  it("take a moment without a zone as UTC", () => {
    expect(restoreRequest(["--at", "2026-01-31 13:45:00"]).at?.toISOString()).toBe(
      "2026-01-31T13:45:00.000Z",
    );
    expect(restoreRequest(["--at", "2026-01-31T13:45:00+02:00"]).at?.toISOString()).toBe(
      "2026-01-31T11:45:00.000Z",
    );
  });
  it.each([
    [["--at", "yesterday"], /no moment/],
    [["--from", "a", "--at", "2026-01-31"], /Only one/],
    [["--to", "scratch"], /--from/],
    [["--from", "a", "--to", "elsewhere"], /scratch/],
    [["--form", "a"], /restore STACK/],
  ])("refuse %j", (args, message) => expect(() => restoreRequest(args)).toThrow(message));
});
