import { describe, expect, it } from "vitest";
import { drillsFailed } from "../../../../cli/commands/drill";

const none =
  "2026-01-01T00:00:00Z drill of x FAILED: there is no backup yet by which a moment can be restored, but those before releases alone";

describe("drills that failed", () => {
  it("are told with a way to a backup, where there is none to try out", () => {
    expect(drillsFailed("prod", { nightly: none })).toBe(
      "Of nightly there is no backup yet that a drill can try out. Take one, and then try again: npx trireme backup prod nightly",
    );
  });

  it("are told apart from backups that cannot be restored", () => {
    const lines = drillsFailed("prod", { nightly: none, files: "the checksum of x is wrong" }).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(
      "The newest backup of files cannot be restored. List what there is: npx trireme restore prod",
    );
  });
});
