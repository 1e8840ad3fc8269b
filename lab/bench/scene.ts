import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { labelNames } from "../../components/model";
import { PlainError } from "../../setup/errors";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { packArguments } from "../../cli/stack/policies";
import { projectRoot } from "../../setup/workspace";
import type { Command } from "./command";
import { composeProject } from "./compose";
import type { ComposeCli } from "./compose-cli";
import { writeEmptyProgram, type EmptyProgram } from "./empty";
import { configuration, planOf } from "./stack";

/** What is measured of a Pulumi program. */
export type Operation = "preview" | "up";

const operations: Readonly<Record<Operation, readonly string[]>> = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
};

/** SyftHub's development stack, the same as a compose file, and the empty programs: all up, away from the user's own. */
export class Scene {
  /** Where everything of the benchmark lies. */
  readonly folder = mkdtempSync(join(tmpdir(), "trireme-bench-"));
  /** Of the stacks and of Compose's project: two benchmarks on one engine do not touch each other. */
  private readonly name = `bench-${randomBytes(3).toString("hex")}`;
  private readonly env: NodeJS.ProcessEnv;
  private readonly made: { ours?: true; compose?: true } = {};
  private closed = false;

  constructor(
    env: NodeJS.ProcessEnv,
    private readonly compose: ComposeCli,
  ) {
    const state = join(this.folder, "state");
    mkdirSync(state);
    this.env = {
      ...env,
      PULUMI_STACK: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
    };
  }

  /** Brings everything up. */
  async setUp(progress: Progress): Promise<void> {
    const steps: readonly (readonly [string, () => Promise<void>])[] = [
      ["Making the empty TypeScript program", () => this.createEmpty("typescript")],
      ["Making the empty JavaScript program", () => this.createEmpty("javascript")],
      ["Bringing SyftHub's development stack up with Pulumi", () => this.createOurs()],
      ["Bringing the same up with Docker Compose", () => this.createCompose()],
    ];
    for (const [title, make] of steps) await this.run(() => progress.step(title, make));
  }

  /** Lets nothing more begin. */
  close(): void {
    this.closed = true;
  }

  /**
   * Runs one thing on the scene.
   *
   * @throws PlainError when the scene is closed
   */
  async run<T>(body: () => Promise<T>): Promise<T> {
    if (this.closed) throw new PlainError("The benchmark was interrupted.");
    return await body();
  }

  /**
   * Removes everything again.
   *
   * @throws PlainError telling what could not be removed and how to do it by hand; the benchmark's folder is kept then
   */
  async tearDown(progress: Progress): Promise<void> {
    const failures: string[] = [];
    const attempt = async (title: string, label: string, remove: () => Promise<void>) => {
      try {
        await progress.step(title, remove);
      } catch (error) {
        const byHand = `docker rm --force --volumes $(docker ps --all --quiet --filter label=${label})`;
        failures.push(`${(error as Error).message}\nRemove what is left by hand: ${byHand}`);
      }
    };
    // First Compose: its containers run images that the stack built.
    if (this.made.compose) {
      const label = `com.docker.compose.project=${this.name}`;
      await attempt("Removing the containers of Docker Compose", label, () => this.removeCompose());
    }
    if (this.made.ours) {
      await attempt("Removing the stack", `${labelNames.stack}=${this.name}`, () => this.removeOurs());
    }
    if (failures.length > 0) throw new PlainError(failures.join("\n\n"));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** An operation on our stack; nothing may change. */
  ours(operation: Operation, options: readonly string[] = []): Command {
    const title = ["Trireme, SyftHub's `dev`", ...options.map((option) => `\`${option}\``)].join(", ");
    return { title, ...this.pulumi([...operations[operation], "--expect-no-changes", ...options]) };
  }

  /** An operation on our stack, checked by the policy pack. */
  checked(operation: Operation): Command {
    const config = join(this.folder, "policies.json");
    const pack = packArguments(config, "development", {}, this.env);
    const title = "Trireme, SyftHub's `dev`, with the policy pack";
    return { title, ...this.pulumi([...operations[operation], "--expect-no-changes", ...pack]) };
  }

  /** An operation on an empty program. */
  empty(kind: EmptyProgram, operation: Operation): Command {
    const name = { typescript: "TypeScript", javascript: "JavaScript" }[kind];
    return {
      title: `empty ${name} program`,
      file: "pulumi",
      args: [...operations[operation], "--stack", this.name, "--non-interactive"],
      cwd: join(this.folder, kind),
      env: this.env,
    };
  }

  /** `docker compose up -d` with everything up. */
  composeUp(): Command {
    const [file, args, { cwd, env }] = this.composeCall(["up", "--detach"]);
    return { title: "`docker compose up -d`", file, args, cwd, env };
  }

  private pulumi(args: readonly string[]): Omit<Command, "title"> {
    const config = ["--config-file", join(this.folder, "ours", `Pulumi.${this.name}.yaml`)];
    return {
      file: "pulumi",
      args: [...args, "--stack", this.name, ...config, "--non-interactive"],
      cwd: projectRoot,
      env: this.env,
    };
  }

  private composeCall(
    args: readonly string[],
  ): [string, readonly string[], { readonly cwd: string; readonly env: NodeJS.ProcessEnv }] {
    const [file, ...first] = this.compose;
    return [file, [...first, ...args], { cwd: join(this.folder, "compose"), env: this.env }];
  }

  private async removeCompose(): Promise<void> {
    await run(...this.composeCall(["--profile", "*", "down", "--volumes", "--timeout", "2"]));
  }

  private async removeOurs(): Promise<void> {
    const { file, args, cwd, env } = this.pulumi(["destroy", "--yes", "--skip-preview"]);
    await run(file, args, { cwd, env });
  }

  private async createEmpty(kind: EmptyProgram): Promise<void> {
    const folder = join(this.folder, kind);
    writeEmptyProgram(kind, folder);
    await run("pulumi", ["stack", "init", this.name], { cwd: folder, env: this.env });
    const { file, args, cwd, env } = this.empty(kind, "up");
    await run(file, args, { cwd, env });
  }

  private async createOurs(): Promise<void> {
    // A project of the same name: the CLI writes the stack's salt beside its file, which is not to be the checkout's.
    const folder = join(this.folder, "ours");
    mkdirSync(folder);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: trireme\nruntime: nodejs\n");
    await run("pulumi", ["stack", "init", this.name], { cwd: folder, env: this.env });
    appendFileSync(join(folder, `Pulumi.${this.name}.yaml`), await configuration());
    this.made.ours = true;
    const { file, args, cwd, env } = this.pulumi(operations.up);
    await run(file, args, { cwd, env });
  }

  private async createCompose(): Promise<void> {
    const { text, files, jobs } = composeProject(this.name, await planOf(await configuration(), this.name));
    const folder = join(this.folder, "compose");
    for (const [name, content] of Object.entries({ ...files, "compose.yaml": text })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    this.made.compose = true;
    for (const job of jobs) await run(...this.composeCall(["run", "--rm", "--no-TTY", job]));
    await run(...this.composeCall(["up", "--detach", "--wait"]));
  }
}
