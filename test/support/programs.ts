import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** A place where programs of containers run without one: their folders lie below it, and commands may be stood in for. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), "trireme-program-"));
  private readonly folders = ["stage", "fetched", "backup", "scratch", "saved"];

  constructor() {
    for (const folder of [...this.folders, "bin", "tmp"]) mkdirSync(join(this.root, folder));
  }

  /** Puts a shell script in the place of a command. */
  stub(command: string, script: string): void {
    const path = join(this.root, "bin", command);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }

  write(path: string, text: string): void {
    const whole = join(this.root, path);
    mkdirSync(join(whole, ".."), { recursive: true });
    writeFileSync(whole, text);
  }

  run(program: string, env: Readonly<Record<string, string>> = {}): Ran {
    const here = program.replace(
      new RegExp(`(?<![\\w.])/(${[...this.folders, "tmp"].join("|")})(?=[/\\s"')]|$)`, "gm"),
      `${this.root}/$1`,
    );
    const { status, stdout, stderr } = spawnSync("sh", ["-c", here], {
      env: { PATH: `${this.root}/bin:${process.env.PATH ?? ""}`, ROOT: this.root, ...env },
      encoding: "utf8",
    });
    return { code: status, out: stdout + stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** What `sh` says of a program's grammar; empty where it is valid. */
export function grammar(program: string): string {
  return spawnSync("sh", ["-n"], { input: program, encoding: "utf8" }).stderr;
}
