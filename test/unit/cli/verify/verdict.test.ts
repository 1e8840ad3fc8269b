import { expect, it } from "vitest";
import { asJson, fails, holds, report } from "../../../../cli/verify/verdict";

const verdicts = [holds("redis is running and healthy"), fails("db is running and healthy", "it exited")];

it("verdicts are told to a person, failures counted", () => {
  expect(report(verdicts)).toBe(`✓ redis is running and healthy
✗ db is running and healthy: it exited

1 of 2 checks fail.`);
});

it("verdicts are told to a program, each with whether it holds", () => {
  expect(JSON.parse(asJson(verdicts))).toEqual([
    { claim: "redis is running and healthy", holds: true },
    { claim: "db is running and healthy", holds: false, reason: "it exited" },
  ]);
});
