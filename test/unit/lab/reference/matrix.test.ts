import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matrix, proofs, refusals } from "../../../../lab/reference/matrix";
import { suites, suitesApart } from "../../../../lab/suites";
import { targetNames, targets } from "../../../../components/targets";
import { definitions, systemNames } from "../../../../stacks/systems";

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

  it("has no system that a target refuses", () => {
    const cells = systemNames.flatMap((system) =>
      (["development", "production"] as const).flatMap((environment) =>
        targetNames.map((target) => ({ system, environment, target })),
      ),
    );
    expect(cells.filter((cell) => refusals(cell).length > 0)).toEqual([]);
  });

  it.each(systemNames)("is what the page of %s says of each target", (system) => {
    const lines = readFileSync(join(root, `docs/systems/${system}.md`), "utf8").split("\n");
    const cells = (first: string) =>
      (lines.find((line) => line.startsWith(`| ${first} `)) ?? "").split("|").map((cell) => cell.trim());
    const heads = cells("target");
    for (const target of targetNames)
      for (const [index, environment] of (["development", "production"] as const).entries()) {
        const said = `${heads[index + 2]} ${cells(targets[target].title)[index + 2]}`;
        const refused = refusals({ system, environment, target }).length > 0;
        expect([target, environment, said.includes("refused")]).toEqual([target, environment, refused]);
      }
  });
});
