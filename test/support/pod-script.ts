import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A pod's folders, below one of our own. */
export interface Pod {
  write(path: string, text: string): void;
  /** What a file has; undefined where there is none. */
  read(path: string): string | undefined;
  /** Which file it is: another one where it was replaced. */
  inode(path: string): number;
  /** Waits until a file has what it should. */
  until(path: string, text: string): Promise<void>;
}

/**
 * Runs the script of a pod with its absolute paths in a folder of its own, and quicker, while the body runs.
 *
 * @param programs what the script calls and this machine has not, by name or path, as scripts
 */
export async function inPod(
  script: string,
  given: Readonly<Record<string, string>>,
  programs: Readonly<Record<string, string>>,
  body: (pod: Pod) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "trireme-pod-"));
  const pod: Pod = {
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined),
    inode: (path) => statSync(join(root, path)).ino,
    until: async (path, text) => {
      for (const end = Date.now() + 10_000; pod.read(path) !== text; await delay(20))
        if (Date.now() > end) throw new Error(`${path} has ${pod.read(path) ?? "nothing"}`);
    },
  };
  mkdirSync(join(root, "tmp"));
  for (const [path, text] of Object.entries(given)) pod.write(path, text);
  for (const [name, text] of Object.entries(programs)) {
    pod.write(`bin/${name}`, `#!/bin/sh\n${text}\n`);
    chmodSync(join(root, "bin", name), 0o755);
  }
  const moved = script
    .replace(/(?<![\w.$/}])\/(?=(?:run|var|tmp|plugins-local)\/)/g, `${root}/`)
    .replaceAll(/\/usr\/local\/\S+\//g, "")
    .replaceAll(/sleep [12]\b/g, "sleep 0.05");
  const env = { ...process.env, PATH: `${join(root, "bin")}:${process.env.PATH ?? ""}`, ROOT: root };
  const child = spawn("sh", ["-c", moved, "sh"], { env, detached: true, stdio: "ignore" });
  try {
    await body(pod);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    rmSync(root, { recursive: true, force: true });
  }
}
