import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probes, startBudget } from "../../../../../components/kubernetes/workload/probes.args";
import { http, type Duration } from "../../../../../components/model";

const duration = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((n): Duration => `${n}s`);

describe("a container that starts slowly, because others have the CPU", () => {
  it("has five minutes at least, and never less than its health says, before it is ended", () => {
    fc.assert(
      fc.property(
        fc.record({
          interval: duration(1, 120),
          timeout: duration(1, 60),
          retries: fc.integer({ min: 1, max: 20 }),
          startPeriod: duration(1, 1800),
        }),
        (timing) => {
          const health = http("/health", timing);
          const { startupProbe, livenessProbe } = probes({ health }) as {
            startupProbe: { periodSeconds: number; failureThreshold: number };
            livenessProbe: { periodSeconds: number; failureThreshold: number };
          };
          const given = startupProbe.periodSeconds * startupProbe.failureThreshold;
          expect(given).toBeGreaterThanOrEqual(Math.max(300, startBudget(health)));
          // No more hastily once it runs: what is ended because the machine is busy only makes it busier.
          expect(given).toBeGreaterThanOrEqual(
            livenessProbe.periodSeconds * livenessProbe.failureThreshold - 2,
          );
        },
      ),
    );
  });
});
