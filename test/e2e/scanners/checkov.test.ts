import { beforeAll, describe, expect, it } from "vitest";
import { progressOn } from "../../../setup/progress";
import { obtainAwsScanners } from "../../../lab/tools/python-tools";
import type { Deployment } from "../../support/mocks";
import { terraformPlan, upstreamNames } from "../../support/terraform-plan";
import { acceptedCheckov } from "./accepted";
import { verdict } from "./checkov";
import { type Finding, checked, productionOf, unaccepted, unneeded, withRealArns } from "./deployed";

describe("checkov on production", () => {
  const deployed = new Map<string, Deployment<unknown>>();
  const findings: Finding[] = [];
  const passed = new Map<string, number>();

  beforeAll(async () => {
    const scanners = await obtainAwsScanners(progressOn());
    for (const system of checked) {
      const deployment = await productionOf(system);
      deployed.set(system, deployment);
      const { results, summary } = verdict(
        scanners,
        "terraform_plan",
        withRealArns(JSON.stringify(terraformPlan(deployment))),
      );
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
