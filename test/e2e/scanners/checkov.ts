import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsScanners } from "../../../lab/tools/python-tools";

/** What checkov says of a file. */
export interface Report {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
  readonly summary: { readonly passed: number; readonly failed: number; readonly parsing_errors: number };
}

/** How checkov reads a file: a plan of Terraform in JSON, or objects for a cluster as documents of YAML. */
const names = { terraform_plan: "plan.json", kubernetes: "manifests.yaml" } as const;

/** What checkov finds in a text. */
export function verdict({ checkov }: AwsScanners, framework: keyof typeof names, text: string): Report {
  const folder = mkdtempSync(join(tmpdir(), "trireme-checkov-"));
  try {
    const file = join(folder, names[framework]);
    writeFileSync(file, text);
    const [command, ...args] = checkov;
    const options = ["--framework", framework, "--output", "json", "--quiet", "--compact"];
    // Its rules are in the package; it would ask its makers for more.
    const { stdout, stderr, status } = spawnSync(
      command,
      [...args, "--file", file, ...options, "--skip-download", "--soft-fail"],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    if (status !== 0) throw new Error(`checkov failed with exit code ${String(status)}:\n${stderr}`);
    return JSON.parse(stdout) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
