import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAlive, processBirth, withLock } from "../../../setup/lock";

/** No Linux process has this id: it is above the largest that the kernel allows. */
const nobody = 2 ** 22 + 1;
let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "trireme-lock-"))));
afterEach(() => rmSync(folder, { recursive: true }));

describe("the owner of a lock", () => {
  it("is alive while its process runs", () => {
    expect(isAlive({ pid: process.pid, born: processBirth(process.pid) })).toBe(true);
    expect(isAlive({ pid: nobody, born: "" })).toBe(false);
  });

  it("is dead when another process got its id", () => {
    expect(isAlive({ pid: process.pid, born: "1" })).toBe(false);
  });
});

describe("a lock", () => {
  it("lets one in at a time and is gone afterwards", async () => {
    const path = join(folder, "locks", "cli");
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} in`);
      await new Promise(setImmediate);
      log.push(`${name} out`);
    };
    await Promise.all([withLock(path, work("a")), withLock(path, work("b"))]);
    expect(log).toEqual(["a in", "a out", "b in", "b out"]);
    expect(existsSync(path)).toBe(false);
  });

  it("of a dead process is broken", async () => {
    const path = join(folder, "cli");
    writeFileSync(path, JSON.stringify({ pid: nobody, born: "" }));
    await expect(withLock(path, () => Promise.resolve("done"))).resolves.toBe("done");
  });

  it("is released when the work fails", async () => {
    const path = join(folder, "cli");
    await expect(withLock(path, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(existsSync(path)).toBe(false);
  });

  it("tells who is waited for", async () => {
    const path = join(folder, "cli");
    const waited: number[] = [];
    let release: () => void = () => undefined;
    const first = withLock(path, () => new Promise<void>((resolve) => (release = resolve)));
    const second = withLock(
      path,
      () => Promise.resolve(),
      (pid) => {
        waited.push(pid);
        release();
      },
    );
    await Promise.all([first, second]);
    expect(waited).toEqual([process.pid]);
  });
});
