import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { progressOn } from "../../../setup/progress";
import { type AwsScanners, obtainAwsScanners } from "../../../lab/tools/python-tools";
import type { Deployment } from "../../support/mocks";
import { terraformPlan, upstreamNames } from "../../support/terraform-plan";
import { acceptedCheckov } from "./accepted";
import { type Finding, checked, productionOf, unaccepted, unneeded, withRealArns } from "./deployed";

interface Report {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
  readonly summary: { readonly passed: number; readonly failed: number; readonly parsing_errors: number };
}

function verdict({ checkov }: AwsScanners, plan: object): Report {
  const folder = mkdtempSync(join(tmpdir(), "trireme-checkov-"));
  try {
    const file = join(folder, "plan.json");
    writeFileSync(file, withRealArns(JSON.stringify(plan)));
    const [command, ...args] = checkov;
    const options = ["--framework", "terraform_plan", "--output", "json", "--quiet", "--compact"];
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

describe("checkov on production", () => {
  const deployed = new Map<string, Deployment<unknown>>();
  const findings: Finding[] = [];
  const passed = new Map<string, number>();

  beforeAll(async () => {
    const scanners = await obtainAwsScanners(progressOn());
    for (const system of checked) {
      const deployment = await productionOf(system);
      deployed.set(system, deployment);
      const { results, summary } = verdict(scanners, terraformPlan(deployment));
      passed.set(system, summary.passed);
      for (const { check_id: check, check_name: title, resource: on } of results.failed_checks)
        findings.push({ check, on, title });
    }
  });

  it.each(checked)("is asked about every resource of %s", (system) => {
    const known = upstreamNames();
    const unknown = (deployed.get(system)?.resources ?? []).filter(
      ({ type }) => type.startsWith("aws:") && !known.has(type),
    );
    expect(unknown.map(({ type }) => type)).toEqual([]);
    expect(passed.get(system)).toBeGreaterThan(100);
  });

  it("finds nothing that is not accepted", () => {
    expect(unaccepted(findings, acceptedCheckov)).toEqual([]);
  });

  it("still finds what is accepted", () => {
    expect(unneeded(findings, acceptedCheckov)).toEqual([]);
  });
});
