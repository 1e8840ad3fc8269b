import { describe, expect, it } from "vitest";
import { SetupError } from "../../../setup/errors";

describe("the message about what is missing", () => {
  it("lists everything at once, each with every way to get it", () => {
    const error = new SetupError([
      { what: "There is no Go.", remedies: ["install Go", "install the Pulumi CLI"] },
      { what: "Port 8080 is taken by nginx (process 7).", remedies: ["stop what uses it"] },
    ]);
    expect(error.message).toBe(`2 things are missing:

  ✗ There is no Go.
    → install Go
      or install the Pulumi CLI

  ✗ Port 8080 is taken by nginx (process 7).
    → stop what uses it`);
  });

  it("counts a single one in words", () => {
    expect(new SetupError([{ what: "x", remedies: [] }]).message).toMatch(/^One thing is missing:/);
  });
});
