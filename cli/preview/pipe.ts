import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Ends the reading; a log of JSON lines holds no such character. */
const end = "\u0004";

/**
 * Runs `body` with a path that it may have written to, once, and gives what was written. It is a named pipe: what passes
 * through stays in memory, and nothing of it on a disk.
 */
export async function throughPipe<T>(
  body: (path: string) => Promise<T>,
): Promise<{ readonly result: T; readonly text: string }> {
  const folder = mkdtempSync(join(tmpdir(), "trireme-pipe-"));
  try {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", ["-m", "600", path]);
    // Open for both, it neither waits for a writer nor ends with one; a blocked read would keep this process from ending.
    const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const stream = new Socket({ fd: pipe, readable: true, writable: false });
    stream.setEncoding("utf8");
    let text = "";
    const read = new Promise<void>((resolve, reject) => {
      stream.on("error", reject);
      stream.on("data", (chunk: string) => {
        text += chunk;
        if (text.endsWith(end)) resolve();
      });
    });
    try {
      const result = await body(path);
      await writeEnd(pipe);
      await read;
      return { result, text: text.slice(0, -end.length) };
    } finally {
      stream.destroy();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A pipe that is full takes nothing until it has been read from. */
async function writeEnd(pipe: number): Promise<void> {
  for (;;) {
    try {
      writeSync(pipe, end);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      await delay(10);
    }
  }
}
