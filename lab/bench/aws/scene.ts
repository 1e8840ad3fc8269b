import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { environmentAt, providerAt } from "../../tools/aws-endpoint";
import { run } from "../../../setup/processes";
import { projectRoot } from "../../../setup/workspace";
import type { Command } from "../command";

/** The shipped stack with the most resources. */
const LARGEST = "Pulumi.syfthub-aws.yaml";

/** That stack's configuration, led to a mock of AWS. */
export function ledTo(endpoint: string, text: string): string {
  const { config } = parse(text) as { readonly config: Readonly<Record<string, object>> };
  const aws = { ...config["trireme:aws"], provider: providerAt(endpoint) };
  return stringify({ config: { ...config, "trireme:aws": aws } });
}

/** A program that makes nothing, but has the provider started as ours has. */
function emptyProgram(endpoint: string): string {
  return [
    '"use strict";',
    'const aws = require("@pulumi/aws");',
    `new aws.Provider("account", ${JSON.stringify({
      region: "eu-west-1",
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
      endpoints: [{ sts: endpoint }],
    })});`,
    "",
  ].join("\n");
}

/** The shipped stack and an empty program, both of which nothing is made yet. */
export class AwsScene {
  /** Where everything of the benchmark lies. */
  readonly folder = mkdtempSync(join(tmpdir(), "trireme-bench-"));
  private readonly name = `bench-${randomBytes(3).toString("hex")}`;
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    env: NodeJS.ProcessEnv,
    private readonly endpoint: string,
  ) {
    const state = join(this.folder, "state");
    mkdirSync(state);
    this.env = {
      ...env,
      ...environmentAt(endpoint),
      PULUMI_STACK: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
    };
  }

  async setUp(): Promise<void> {
    const shipped = readFileSync(join(projectRoot, LARGEST), "utf8");
    const ours = await this.project("ours", "name: trireme\nruntime: nodejs\n");
    // After the salt that the CLI wrote there.
    appendFileSync(join(ours, `Pulumi.${this.name}.yaml`), ledTo(this.endpoint, shipped));
    const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
    const empty = await this.project("empty", `name: empty\nmain: index.js\n${runtime}\n`);
    writeFileSync(join(empty, "package.json"), "{}\n");
    writeFileSync(join(empty, "index.js"), emptyProgram(this.endpoint));
    symlinkSync(join(projectRoot, "node_modules"), join(empty, "node_modules"));
  }

  ours(): Command {
    const config = ["--config-file", join(this.folder, "ours", `Pulumi.${this.name}.yaml`)];
    return this.preview("SyftHub in production on AWS", projectRoot, config);
  }

  empty(): Command {
    return this.preview("an empty program with `@pulumi/aws`", join(this.folder, "empty"));
  }

  /** How many resources the stack would make. */
  async resources(): Promise<number> {
    const { file, args, cwd, env } = this.ours();
    const { stdout } = await run(file, [...args, "--json"], { cwd, env });
    return (JSON.parse(stdout) as { readonly changeSummary: { readonly create: number } }).changeSummary
      .create;
  }

  tearDown(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private preview(title: string, cwd: string, options: readonly string[] = []): Command {
    const args = ["preview", "--stack", this.name, ...options, "--non-interactive"];
    return { title, file: "pulumi", args, cwd, env: this.env };
  }

  private async project(name: string, yaml: string): Promise<string> {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "Pulumi.yaml"), yaml);
    await run("pulumi", ["stack", "init", this.name], { cwd: folder, env: this.env });
    return folder;
  }
}
