import { execFileSync } from "node:child_process";
import { createWriteStream, existsSync, statSync } from "node:fs";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { throughPipe } from "../../../../cli/preview/pipe";

async function write(path: string, text: string): Promise<void> {
  const stream = createWriteStream(path, { flags: "w" });
  stream.end(text);
  await once(stream, "close");
}

describe("a pipe", () => {
  it("hands over more than it can hold, and is not a file", async () => {
    let kind = "";
    let used = "";
    const long = "ä".repeat(300_000);
    const { result, text } = await throughPipe(async (path) => {
      used = path;
      kind = statSync(path).isFIFO() ? "pipe" : "file";
      await write(path, long);
      return 7;
    });
    expect([result, kind, existsSync(used)]).toEqual([7, "pipe", false]);
    expect(text).toBe(long);
  });

  it("takes what another process writes", async () => {
    const { text } = await throughPipe((path) =>
      Promise.resolve(execFileSync("sh", ["-c", 'echo one > "$0"', path])),
    );
    expect(text).toBe("one\n");
  });

  it("keeps no process from ending", () => {
    const program = `
      import pipe from "./cli/preview/pipe.ts";
      import { writeFileSync } from "node:fs";
      const { text } = await pipe.throughPipe(async (path) => writeFileSync(path, "one"));
      console.log(text);`;
    const args = ["--import", "tsx", "--input-type=module", "--eval", program];
    expect(execFileSync("node", args, { encoding: "utf8", timeout: 9_000 })).toBe("one\n");
  });

  it("is empty where nobody wrote, and gone where someone failed", async () => {
    expect((await throughPipe(() => Promise.resolve())).text).toBe("");
    let used = "";
    await expect(
      throughPipe((path) => {
        used = path;
        return Promise.reject(new Error("no plan"));
      }),
    ).rejects.toThrow("no plan");
    expect(existsSync(used)).toBe(false);
  });
});
