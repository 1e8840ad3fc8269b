import { expect, it } from "vitest";
import { objectiveRecordings, objectives } from "../../../../../components/render/prometheus/objectives";
import { shop } from "../../../../support/valid";

const { ingress: _, ...closed } = shop;

it("the share of failures is recorded over each window once, and objectives read what is recorded", () => {
  const recorded = objectiveRecordings(shop).map(({ record }) => record);
  expect(new Set(recorded).size).toBe(recorded.length);
  const burning = objectives(shop).filter(({ name }) => name.startsWith("ErrorBudget"));
  const read = burning.flatMap(
    ({ expr }) => JSON.stringify(expr).match(/ingress:request_errors:ratio_rate\w+/g) ?? [],
  );
  expect(new Set(read)).toEqual(new Set(recorded));
});

it("the budget of one error in a thousand burns by the bounds of two windows", () => {
  const [fast, slow] = objectives(shop).filter(({ name }) => name.startsWith("ErrorBudget"));
  expect(fast?.expr).toContain("ratio_rate1h > 0.0144 and ingress:request_errors:ratio_rate5m > 0.0144");
  expect(fast?.expr).toContain("ratio_rate6h > 0.006 and ");
  expect(slow?.expr).toContain("ratio_rate3d > 0.001 and ");
});

it("requests are asked of where there is an ingress, containers where they are measured", () => {
  const monitoring = { alerts: [], hostMetrics: true };
  const names = (system: Parameters<typeof objectives>[0]) => objectives(system).map(({ name }) => name);
  expect(names(closed)).toEqual([]);
  expect(objectiveRecordings(closed)).toEqual([]);
  expect(names({ ...closed, monitoring })).toEqual(["ProcessorsNearlyUsed", "MemoryNearlyUsed"]);
  expect(names(shop)).toEqual([
    ...["RequestsFail", "ErrorBudgetBurnsFast", "ErrorBudgetBurns", "AnswersAreSlow"],
  ]);
});
