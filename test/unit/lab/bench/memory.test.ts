import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { descendants, footprint } from "../../../../lab/bench/memory";

describe("descendants", () => {
  const parents = new Map([
    [1, 0],
    [10, 1],
    [11, 10],
    [12, 11],
    [20, 1],
    [30, 999],
  ]);

  it("are children and children's children, and nobody else", () => {
    expect([...descendants(10, parents)].sort()).toEqual([11, 12]);
    expect([...descendants(1, parents)].sort()).toEqual([10, 11, 12, 20]);
    expect(descendants(20, parents)).toEqual([]);
  });
});

describe.runIf(existsSync("/proc/self/smaps_rollup"))("the footprint of a command", () => {
  it("holds what its processes hold, and tells no program where there is none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "trireme-footprint-"));
    try {
      const script = "const held = Buffer.alloc(200 * 2 ** 20, 1); setTimeout(() => held.length, 500)";
      const args = ["-c", `"${process.execPath}" -e '${script}'; true`];
      const { wholeMebibytes, program } = await footprint(
        { title: "sh", file: "sh", args, cwd: "/", env: process.env },
        folder,
      );
      expect(wholeMebibytes).toBeGreaterThan(200);
      expect(wholeMebibytes).toBeLessThan(400);
      expect(program).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
