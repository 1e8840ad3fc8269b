import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { inject } from "vitest";
import { type Outcome, run } from "../../setup/processes";
import { root } from "./sources";

const STACK = "suite";

/** What an update did, as the CLI counts it: `create`, `update`, `replace`, `same`, … */
export type Changes = Readonly<Record<string, number>>;

/** A resource in a stack's state. */
export interface StateResource {
  readonly type: string;
  readonly urn: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A suite's small program in a folder and with a state of its own. */
export class Program {
  private constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param program its folder in the checkout: an `index.cjs`, or an `index.ts` that is bundled with what it imports */
  static async create(program: string, config: Readonly<Record<string, string>>): Promise<Program> {
    const folder = mkdtempSync(join(tmpdir(), "trireme-program-"));
    cpSync(join(root, program), folder, { recursive: true });
    const entry = join(root, program, "index.ts");
    if (existsSync(entry))
      await build({
        entryPoints: [entry],
        outfile: join(folder, "index.cjs"),
        bundle: true,
        platform: "node",
        packages: "external",
        logLevel: "silent",
      });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const made = await Program.in(folder, STACK);
    await made.pulumi("config", "set", "--secret", "key", "not-to-be-seen");
    await made.set(config);
    return made;
  }

  /**
   * What a folder describes, with a new stack and a state of its own.
   *
   * @param more variables of its environment, before those of the suite
   */
  static async in(folder: string, stack: string, more: NodeJS.ProcessEnv = {}): Promise<Program> {
    const state = join(folder, ".state");
    mkdirSync(state);
    // A suite whose set-up provides none runs with what the tests were started with.
    const given: NodeJS.ProcessEnv | undefined = inject("env");
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...env } = given ?? process.env;
    const made = new Program(folder, {
      ...env,
      ...more,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "suite",
      // The salt goes to the state, and the stack's file stays as it is.
      PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    });
    await made.pulumi("stack", "init", stack);
    return made;
  }

  async set(config: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(config)) await this.pulumi("config", "set", name, value);
  }

  /** Runs the CLI; fails where it does. */
  async pulumi(...args: readonly string[]): Promise<Outcome> {
    return await run("pulumi", [...args, "--non-interactive"], { cwd: this.folder, env: this.env });
  }

  /** Runs the CLI and returns all that it said, whether it failed or not. */
  async attempt(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
    const outcome = await run("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: this.env,
      allowFailure: true,
    });
    return { code: outcome.code, output: outcome.stdout + outcome.stderr };
  }

  /** Brings the stack up. */
  async up(...options: readonly string[]): Promise<Changes> {
    await this.pulumi("up", "--yes", "--skip-preview", ...options);
    const { stdout } = await this.pulumi("stack", "history", "--json", "--page-size", "1");
    const [last] = JSON.parse(stdout) as { resourceChanges: Changes }[];
    return last?.resourceChanges ?? {};
  }

  /** What an up would do. */
  async preview(...options: readonly string[]): Promise<Changes> {
    const { stdout } = await this.pulumi("preview", "--json", ...options);
    return (JSON.parse(stdout) as { changeSummary: Changes }).changeSummary;
  }

  async outputs(): Promise<Readonly<Record<string, string>>> {
    return JSON.parse((await this.pulumi("stack", "output", "--json")).stdout) as Record<string, string>;
  }

  /** The whole state, as it is kept: secrets are ciphertext. */
  async state(): Promise<{ readonly text: string; readonly resources: readonly StateResource[] }> {
    const { stdout } = await this.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: StateResource[] } };
    return { text: stdout, resources: deployment.resources ?? [] };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
