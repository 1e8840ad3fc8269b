import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  command,
  http,
  livenessOf,
  livenessWindow,
  patiently,
  seconds,
  type Health,
} from "../../../../../components/model";

describe("the liveness of a service that says none", () => {
  it("asks the port alone: what answers on a path may ask a database", () => {
    expect(livenessOf({ health: http("/health", { port: "admin" }) })?.probe).toEqual({ tcp: "admin" });
    expect(livenessOf({ health: http("/health") })?.probe).toEqual({ tcp: "main" });
    expect(livenessOf({ health: { probe: { tcp: "main" } } })?.probe).toEqual({ tcp: "main" });
    expect(livenessOf({ health: command(["true"]) })?.probe).toEqual({ command: ["true"] });
    expect(livenessOf({})).toBeUndefined();
  });

  it("is four times as patient as the health check at least, and five minutes, and never hastier in one question", () => {
    const health = fc.record({
      interval: fc.integer({ min: 1, max: 300 }),
      timeout: fc.integer({ min: 1, max: 60 }),
      retries: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(health, ({ interval, timeout, retries }) => {
        const asked: Health = http("/", { interval: `${interval}s`, timeout: `${timeout}s`, retries });
        const { timeout: limit = "0s" } = patiently(asked);
        expect(livenessWindow(patiently(asked))).toBeGreaterThanOrEqual(
          Math.max(300, 4 * interval * retries),
        );
        expect(seconds(limit)).toBeGreaterThanOrEqual(timeout);
      }),
      { numRuns: 500 },
    );
  });
});

it("the liveness that a service says is taken as it is", () => {
  const liveness = http("/live", { interval: "5s" });
  expect(livenessOf({ health: http("/"), liveness })).toBe(liveness);
});
