import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { changedStacks, pipelineStacks } from "../../../ci/stacks";

const folder = mkdtempSync(join(tmpdir(), "trireme-stacks-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, system: string, environment: string, target = "docker") =>
  writeFileSync(
    join(folder, `Pulumi.${name}.yaml`),
    `config:\n  trireme:system: ${system}\n  trireme:environment: ${environment}\n  trireme:target: ${target}\n`,
  );
writeFileSync(join(folder, "Pulumi.yaml"), "name: trireme\n");
file("dev", "syfthub", "development");
file("prod", "syfthub", "production");
file("simplr-staging", "simplr", "staging");
file("simplr-aws", "simplr", "production", "aws");

const stacks = pipelineStacks(folder);
const changed = (...files: string[]) => changedStacks(files, stacks).map(({ stack }) => stack);

describe("a pipeline", () => {
  it("looks after the stacks that others use", () => {
    expect(stacks.map(({ stack }) => stack)).toEqual(["prod", "simplr-aws", "simplr-staging"]);
  });

  it.each([
    ["Pulumi.prod.yaml", ["prod"]],
    ["policies.prod.json", ["prod"]],
    ["stacks/systems/simplr/index.ts", ["simplr-aws", "simplr-staging"]],
    ["stacks/systems/syfthub/operations.ts", ["prod"]],
    ["components/aws/stores/store.ts", ["simplr-aws"]],
    ["components/docker/stores/store.ts", ["prod", "simplr-staging"]],
    ["components/model/check/ports.ts", ["prod", "simplr-aws", "simplr-staging"]],
    ["stacks/systems/index.ts", ["prod", "simplr-aws", "simplr-staging"]],
    ["package-lock.json", ["prod", "simplr-aws", "simplr-staging"]],
    ["policies/index.ts", ["prod", "simplr-aws", "simplr-staging"]],
    ["something.new", ["prod", "simplr-aws", "simplr-staging"]],
    ["docs/operations.md", []],
    ["README.md", []],
    ["lab/suites/index.ts", []],
    ["test/e2e/docker/routes.test.ts", []],
    [".github/workflows/test.yml", []],
    ["Pulumi.dev.yaml", []],
  ])("sees which stacks a change of %s may change", (path, expected) => {
    expect(changed(path)).toEqual(expected);
  });

  it("names a stack once for several files", () => {
    expect(changed("Pulumi.prod.yaml", "stacks/systems/syfthub/index.ts", "README.md")).toEqual(["prod"]);
  });
});
