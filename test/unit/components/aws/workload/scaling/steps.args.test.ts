import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  directionsOf,
  isStepped,
  type Direction,
} from "../../../../../../components/aws/workload/scaling/steps.args";
import type { Autoscale } from "../../../../../../components/model";

const scaled = (more: Partial<Autoscale>): Autoscale => ({ min: 2, max: 20, cpu: 70, ...more });

/** By how many percent AWS would change the number of instances at a load in percent of the aim. */
function changeAt({ threshold, comparison, adjustments }: Direction, load: number): number {
  const breached = comparison === "GreaterThanThreshold" ? load > threshold : load < threshold;
  if (!breached) return 0;
  const beyond = load - threshold;
  const met = adjustments.filter(({ metricIntervalLowerBound: from, metricIntervalUpperBound: to }) => {
    const low = from === undefined ? -Infinity : Number(from);
    const high = to === undefined ? Infinity : Number(to);
    // https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html: above, the lower bound is within, below, the upper one.
    return comparison === "GreaterThanThreshold"
      ? beyond >= low && beyond < high
      : beyond > low && beyond <= high;
  });
  expect(met).toHaveLength(1);
  return Number(met[0]?.scalingAdjustment);
}

describe("steps of an autoscaler", () => {
  it("are for what says how many instances come or go at once", () => {
    expect(isStepped(scaled({}))).toBe(false);
    expect(isStepped(scaled({ scaleDown: { stabilization: "5m" } }))).toBe(false);
    expect(isStepped(scaled({ scaleUp: { stabilization: "30s", percent: 50, period: "60s" } }))).toBe(true);
  });

  it("keep the pace that is said, and Kubernetes' own where nothing is", () => {
    const [up, down] = directionsOf(scaled({ scaleUp: { stabilization: "90s", percent: 50, period: "2m" } }));
    expect(up).toMatchObject({ minutes: 2, cooldown: 120, threshold: 110 });
    expect(down).toMatchObject({ minutes: 5, cooldown: 60, threshold: 90 });
  });

  it("never change more at once than is said, never the wrong way, and take away no more than Kubernetes' autoscaler would", () => {
    const percent = fc.integer({ min: 1, max: 400 });
    const step = percent.map((most) => ({ stabilization: "60s", percent: most, period: "60s" }) as const);
    fc.assert(
      fc.property(step, step, fc.double({ min: 0, max: 1000, noNaN: true }), (scaleUp, scaleDown, load) => {
        const [up, down] = directionsOf(scaled({ scaleUp, scaleDown }));
        if (up === undefined || down === undefined) throw new Error("there are two directions");
        const [more, fewer] = [changeAt(up, load), changeAt(down, load)];
        expect(more === 0 || fewer === 0).toBe(true);
        expect(more).toBeLessThanOrEqual(scaleUp.percent);
        expect(-fewer).toBeLessThanOrEqual(scaleDown.percent);
        // It wants current * load / 100 instances; a tenth more or less it leaves alone.
        expect(more > 0).toBe(load > 110);
        expect(fewer < 0).toBe(load < 90);
        if (fewer < 0) expect(-fewer).toBeLessThanOrEqual(Math.max(100 - load, 10));
      }),
    );
  });

  it("answer a load of twice the aim and more at once where that much may be added", () => {
    const [up] = directionsOf(scaled({ scaleUp: { stabilization: "0s", percent: 200, period: "60s" } }));
    const at = (load: number) => (up === undefined ? NaN : changeAt(up, load));
    expect([105, 115, 130, 180, 250].map(at)).toEqual([0, 25, 50, 100, 200]);
  });
});
