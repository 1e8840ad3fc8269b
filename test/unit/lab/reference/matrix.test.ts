import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matrix, proofs, refusals } from "../../../../lab/reference/matrix";
import { suites, suitesApart } from "../../../../lab/suites";
import { definitions } from "../../../../stacks/systems";

const root = join(import.meta.dirname, "../../../..");

describe("what runs where", () => {
  it.each(proofs)(
    "is verified of $system in $environment on $target by a suite that brings it up",
    (proof) => {
      const text = readFileSync(join(root, proof.file), "utf8");
      for (const word of [proof.system, proof.environment, proof.target]) expect(text).toContain(word);
      expect([...suites, ...suitesApart].map(({ name }) => name)).toContain(proof.suite);
      expect(refusals(proof)).toEqual([]);
    },
  );

  it("has a row for each system in each environment, and a cell for each target", () => {
    const rows = matrix().split("\n").slice(2);
    expect(rows).toHaveLength(Object.keys(definitions).length * 2);
    for (const row of rows) expect(row.split("|")).toHaveLength(6);
  });

  it("names what a target refuses by its property", () => {
    const cell = { system: "reactdjango", environment: "production", target: "docker" } as const;
    expect(refusals(cell)).toEqual(expect.arrayContaining(["ingress.engine", "monitoring", "stores.pooler"]));
  });
});
