import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { progressOn } from "../../../setup/progress";
import { obtainAwsScanners } from "../../../lab/tools/python-tools";
import type { Deployment } from "../../support/mocks";
import { root } from "../../support/sources";
import { policiesIn } from "../../support/terraform-plan";
import { acceptedIam, wildcards } from "./accepted";
import { type Finding, checked, productionOf, unaccepted, unneeded, withRealArns } from "./deployed";

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

describe("the IAM policies of production", () => {
  let python = "";
  const deployed = new Map<string, Deployment<unknown>>();

  beforeAll(async () => {
    python = (await obtainAwsScanners(progressOn())).python;
    for (const system of checked) deployed.set(system, await productionOf(system));
  });

  const policies = () =>
    [...deployed.values()].flatMap((deployment) =>
      policiesIn(deployment).map((found) => ({ ...found, at: `${found.owner}.${found.property}` })),
    );

  it("are many, of roles, of keys and of buckets", () => {
    const kinds = new Set(policies().map(({ owner }) => owner.split(" ")[0]));
    expect(policies().length).toBeGreaterThan(20);
    expect([...kinds]).toEqual(expect.arrayContaining(["BucketPolicy", "Key", "Role", "RolePolicy"]));
  });

  it("allow no action by a star alone", () => {
    const stars = policies().flatMap(({ at, document }) =>
      (document.Statement as readonly Statement[])
        .filter(({ Effect }) => Effect === "Allow")
        .flatMap(({ Action }) => listOf(Action))
        .filter((action) => action === "*" || /^\w+:\*$/.test(action))
        .map((action) => ({ check: action, on: at, title: "allows all" })),
    );
    expect(unaccepted(stars, wildcards.actions)).toEqual([]);
    expect(unneeded(stars, wildcards.actions)).toEqual([]);
  });

  it("name resources by a star only where AWS has no other", () => {
    const stars = policies()
      // In a policy of a resource, the star is that resource.
      .filter(({ owner }) => /^(Policy|RolePolicy|GroupPolicy|UserPolicy) /.test(owner))
      .flatMap(({ at, document }) =>
        (document.Statement as readonly Statement[])
          .filter(({ Effect, Resource }) => Effect === "Allow" && listOf(Resource).includes("*"))
          .flatMap(({ Action }) => listOf(Action))
          .map((action) => ({ check: action, on: at, title: "on every resource" })),
      );
    expect(unaccepted(stars, wildcards.resources)).toEqual([]);
    expect(unneeded(stars, wildcards.resources)).toEqual([]);
  });

  it("are valid in parliament's eyes, but for what is accepted", () => {
    const documents = Object.fromEntries(
      policies()
        // Parliament reads what principals may do; a trust or resource policy names its principal.
        .filter(({ owner }) => /^(Policy|RolePolicy|GroupPolicy|UserPolicy) /.test(owner))
        .map(({ at, document }) => [at, JSON.parse(withRealArns(JSON.stringify(document))) as unknown]),
    );
    expect(Object.keys(documents).length).toBeGreaterThan(5);
    const { status, stdout, stderr } = spawnSync(
      python,
      ["-W", "ignore", join(root, "lab/scanners/iam_policies.py")],
      { input: JSON.stringify(documents), encoding: "utf8", maxBuffer: 1 << 26 },
    );
    expect(status, stderr).toBe(0);
    const findings = stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line): Finding => {
        const found = JSON.parse(line) as Record<"policy" | "issue" | "title" | "detail", string>;
        return { check: found.issue, on: found.policy, title: `${found.title}: ${found.detail}` };
      });
    expect(unaccepted(findings, acceptedIam)).toEqual([]);
    expect(unneeded(findings, acceptedIam)).toEqual([]);
  });
});
