import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { run } from "../../../setup/processes";
import { projectRoot } from "../../../setup/workspace";
import type { Command } from "../command";
import type { Operation } from "../scene";
import { manifestsOf, type Manifest } from "./manifests";

const MANIFESTS = "manifests.json";

function yaml(main: string): string {
  return [
    "name: bench",
    `main: ${main}`,
    "runtime: { name: nodejs, options: { typescript: false } }",
    "options: { refresh: always }",
    "",
  ].join("\n");
}

/** A synthetic system on a cluster, twice: as a stack, and as a file of the same manifests for kubectl. */
export class ClusterScene {
  /** Where everything of the benchmark lies. */
  readonly folder = mkdtempSync(join(tmpdir(), "trireme-bench-"));
  private readonly stack = `bench-${randomBytes(3).toString("hex")}`;
  private readonly env: NodeJS.ProcessEnv;
  private manifests: readonly Manifest[] = [];

  constructor(
    env: NodeJS.ProcessEnv,
    private readonly kubectl: string,
    private readonly image: string,
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
    writeFileSync(join(this.folder, "package.json"), "{}\n");
    writeFileSync(join(this.folder, "Pulumi.yaml"), yaml("index.js"));
    symlinkSync(join(projectRoot, "node_modules"), join(this.folder, "node_modules"));
    const start = (file: string) => JSON.stringify(join(projectRoot, "stacks", "start", file));
    buildSync({
      entryPoints: [join(projectRoot, "lab", "bench", "kubernetes", "program.ts")],
      outfile: join(this.folder, "index.js"),
      bundle: true,
      platform: "node",
      target: "node22",
      packages: "external",
      // As a stack's program is started.
      banner: {
        js: [
          `require(${start("deferred.cjs")}).deferSdkModules();`,
          `require(${start("traces.cjs")}).spareTracesOfPromises();`,
        ].join("\n"),
      },
    });
  }

  /** A stack for a system of so many services; nothing of it is made. */
  async describe(services: number): Promise<void> {
    const settings = [
      ["services", String(services)],
      ["image", this.image],
    ].flatMap(([name, value]) => ["--plaintext", `${name}=${value}`]);
    await this.call("stack", "select", "--create", this.stack);
    await this.call("config", "set-all", ...settings);
  }

  /** What kubectl applies beside the stack; the stack is up. */
  async describeForKubectl(): Promise<void> {
    const { stdout } = await this.call("stack", "export", "--show-secrets");
    this.manifests = manifestsOf(stdout, this.beside);
    const list = { apiVersion: "v1", kind: "List", items: this.manifests };
    writeFileSync(join(this.folder, MANIFESTS), JSON.stringify(list));
  }

  get objects(): number {
    return this.manifests.length;
  }

  operation(operation: Operation, ...options: readonly string[]): Command {
    const words = operation === "preview" ? ["preview"] : ["up", "--yes", "--skip-preview"];
    const title = [`\`pulumi ${operation}\``, ...options.map((option) => `\`${option}\``)].join(", ");
    return this.command(title, "pulumi", [...words, ...options, "--non-interactive"]);
  }

  apply(): Command {
    return this.kubectlCommand("`kubectl apply`", ["apply", "--filename", join(this.folder, MANIFESTS)]);
  }

  dryRun(): Command {
    const args = ["apply", "--dry-run=server", "--filename", join(this.folder, MANIFESTS)];
    return this.kubectlCommand("`kubectl apply --dry-run=server`", args);
  }

  /** Until all that was applied is ready, as an up waits for it. */
  async ready(): Promise<void> {
    const own = ["--namespace", this.beside, "--timeout=600s"];
    for (const { kind, metadata } of this.manifests) {
      if (kind === "Deployment" || kind === "StatefulSet")
        await this.ask("rollout", "status", `${kind}/${metadata.name}`, ...own);
      if (kind === "Job") await this.ask("wait", "--for=condition=Complete", `job/${metadata.name}`, ...own);
    }
  }

  /** Removes the stack and what kubectl made. */
  async tearDown(): Promise<void> {
    await this.ask("delete", "namespace", this.beside, "--ignore-not-found");
    await this.call("destroy", "--yes", "--skip-preview", "--stack", this.stack);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get beside(): string {
    return `${this.stack}-kubectl`;
  }

  private command(title: string, file: string, args: readonly string[]): Command {
    return { title, file, args, cwd: this.folder, env: this.env };
  }

  private kubectlCommand(title: string, args: readonly string[]): Command {
    return this.command(title, this.kubectl, args);
  }

  private async call(...args: readonly string[]) {
    return await run("pulumi", [...args, "--non-interactive"], { cwd: this.folder, env: this.env });
  }

  private async ask(...args: readonly string[]): Promise<void> {
    await run(this.kubectl, args, { env: this.env });
  }
}
