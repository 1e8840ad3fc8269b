import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { dataScript, handoverMount } from "../../../../components/render/handover";

describe("the script that hands a volume over", () => {
  it("is shell that a shell can read, about one folder", () => {
    execFileSync("sh", ["-n"], { input: dataScript });
    expect(dataScript).toContain(`volume=${handoverMount}\n`);
  });
});
