import { createHash } from "node:crypto";
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyClone } from "../../support/clone";
import { root } from "../../support/sources";

/** The copy has a state and a passphrase of its own, whatever this process was given. */
const ownState = {
  PULUMI_BACKEND_URL: undefined,
  PULUMI_CONFIG_PASSPHRASE: undefined,
  PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
};

/** The copy shares our packages: installing others there would remove ours. */
function assertInstalled(): void {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".trireme-lock");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock)
    throw new Error(
      "package-lock.json has changed since the packages were installed: run npm test -- types once.",
    );
}

/** How a command ended and what it wrote. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** A copy of the project as a fresh clone has it, in which commands run as a user runs them. */
export class Checkout {
  private constructor(readonly folder: string) {}

  /** Copies what git would clone, uncommitted changes included, with the packages that are installed here. */
  static create(): Checkout {
    const folder = mkdtempSync(join(tmpdir(), "trireme-checkout-"));
    copyClone(folder);
    cpSync(join(root, "examples", "sample", "dist"), join(folder, "examples", "sample", "dist"), {
      recursive: true,
    });
    assertInstalled();
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    execFileSync("git", ["init", "-q"], { cwd: folder });
    return new Checkout(folder);
  }

  /** Commits a file, so that commands know what it was before the CLI wrote into it. */
  commit(file: string): void {
    const author = ["-c", "user.name=suite", "-c", "user.email=suite@example.com"];
    execFileSync("git", ["add", file], { cwd: this.folder });
    execFileSync("git", [...author, "commit", "-q", "-m", "Describe the suite's stack", "--", file], {
      cwd: this.folder,
    });
  }

  static at(folder: string): Checkout {
    return new Checkout(folder);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Runs `npx trireme <command> <args>` in the copy. */
  trireme(command: string, ...args: string[]): Promise<Outcome> {
    return this.run("node", ["cli/bootstrap.mjs", command, ...args]);
  }

  /** Runs the plain Pulumi CLI as `eval "$(npx trireme env)"` sets it up. */
  async pulumi(...args: string[]): Promise<Outcome> {
    const { output } = await this.run("node", ["cli/bootstrap.mjs", "env"], { stderr: false });
    return this.run("sh", [
      "-c",
      `${output}\nexec pulumi "$@"`,
      "sh",
      ...args,
      "--non-interactive",
      "--color",
      "never",
    ]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(
    command: string,
    args: readonly string[],
    options: { readonly stderr?: boolean } = {},
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd: this.folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ...ownState },
      });
      let output = "";
      const collect = (chunk: Buffer): void => {
        output += chunk.toString();
      };
      child.stdout.on("data", collect);
      if (options.stderr !== false) child.stderr.on("data", collect);
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? 1, output }));
    });
  }
}
