import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packPolicies, policies } from "../../../policies/policies";
import { settingsOf, violations } from "../../../policies/settings";
import { unknown } from "../../../policies/subject";
import { subject } from "../../support/policies";
import { filesBelow } from "../../support/sources";

describe("the policies", () => {
  const names = policies.map(({ name }) => name);

  it("have names of their own, verb and subject", () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)+$/.test(name))).toEqual([]);
    expect(names).not.toContain("all");
  });

  it("each have a test and a line in the documentation", () => {
    const tests = filesBelow("test/unit/policies", ".test.ts")
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    expect(names.filter((name) => !new RegExp(`\\b${camel(name)}\\b`).test(tests))).toEqual([]);
    const page = readFileSync("docs/policies.md", "utf8");
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it("all run on the defaults of their settings", () => {
    expect(policies.filter((policy) => !("exemptions" in settingsOf(policy, {})))).toEqual([]);
  });

  const types = [
    "docker:index/container:Container",
    "docker:index/remoteImage:RemoteImage",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    "aws:ecs/taskDefinition:TaskDefinition",
    "aws:lb/listener:Listener",
    "aws:s3/bucketPolicy:BucketPolicy",
    "pulumi:pulumi:Stack",
  ];

  it.each(types)(
    "check %s in a first preview, in which all its values are unknown, without failing",
    (type) => {
      const keys = [
        "envs",
        "labels",
        "volumes",
        "ports",
        "uploads",
        "spec",
        "metadata",
        "policy",
        "containerDefinitions",
      ];
      const fresh = subject(type, Object.fromEntries(keys.map((key) => [key, unknown])));
      for (const policy of packPolicies)
        expect(Array.isArray(violations(policy, [fresh], settingsOf(policy, {}), "2026-11-21"))).toBe(true);
    },
  );
});
