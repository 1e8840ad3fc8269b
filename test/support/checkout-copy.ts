import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyClone } from "./clone";
import { root } from "./sources";

/** A copy of the checkout with the packages of this one, in a folder of its own, to try changes in. */
export class CheckoutCopy {
  private readonly home = mkdtempSync(join(tmpdir(), "trireme-copy-"));
  readonly folder = join(this.home, "trireme");

  constructor() {
    copyClone(this.folder);
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Writes a file by its path in the checkout; returns the copy's folder. */
  write(file: string, text: string): string {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
    return this.folder;
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Runs a TypeScript file of the copy; returns what it prints. */
  run(file: string, ...args: readonly string[]): string {
    return execFileSync(process.execPath, ["node_modules/tsx/dist/cli.mjs", file, ...args], {
      cwd: this.folder,
      encoding: "utf8",
    });
  }

  /** Runs a command of the copy. */
  command(...args: readonly string[]): string {
    return this.run("cli/main.ts", ...args);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
