import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bytes,
  isBytes,
  isDuration,
  mebibytes,
  seconds,
  type Bytes,
  type Duration,
} from "../../../../../components/model";

const amount = fc.integer({ min: 0, max: 1_000_000 });

describe("durations", () => {
  it("are worth their unit in seconds", () => {
    expect((["500ms", "30s", "5m", "2h", "7d", "1.5s"] as const).map(seconds)).toEqual([
      0.5, 30, 300, 7200, 604_800, 1.5,
    ]);
  });

  it("are the same length in whichever unit they are written", () => {
    fc.assert(
      fc.property(amount, (n) => {
        expect(seconds(`${n}s`)).toBe(seconds(`${n * 1000}ms`));
        expect(seconds(`${n}m`)).toBe(seconds(`${n * 60}s`));
        expect(seconds(`${n}h`)).toBe(seconds(`${n * 60}m`));
        expect(seconds(`${n}d`)).toBe(seconds(`${n * 24}h`));
      }),
    );
  });

  it("are known by a number and one of five units, nothing else", () => {
    expect(["1ms", "0s", "0.5m", "10h", "1d"].filter(isDuration)).toHaveLength(5);
    const wrong = ["", "5", "s", "5 s", "5S", "5w", "-5s", "1e3s", "5s ", "5sm", ".5s", "1constructor"];
    expect(wrong.filter(isDuration)).toEqual([]);
  });

  it("never are a word without a unit, whatever the word", () => {
    const units = new Set(["ms", "s", "m", "h", "d"]);
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.string(), (n, unit) => {
        expect(isDuration(`${n}${unit}`)).toBe(units.has(unit.replace(/^\d*(\.\d+)?/, "")));
      }),
    );
  });

  it("that are wrong say what to write", () => {
    expect(() => seconds("soon" as Duration)).toThrow(
      new RangeError('"soon" is not a valid duration; write for example "30s" or "5m"'),
    );
  });
});

describe("sizes", () => {
  it("are binary", () => {
    expect((["1Ki", "256Mi", "1Gi", "2Ti", "0.5Gi"] as const).map(bytes)).toEqual([
      1024, 268_435_456, 1_073_741_824, 2_199_023_255_552, 536_870_912,
    ]);
  });

  it("are the same amount in whichever unit they are written", () => {
    fc.assert(
      fc.property(amount, (n) => {
        expect(bytes(`${n}Mi`)).toBe(bytes(`${n * 1024}Ki`));
        expect(bytes(`${n}Gi`)).toBe(bytes(`${n * 1024}Mi`));
        expect(bytes(`${n}Ti`)).toBe(bytes(`${n * 1024}Gi`));
      }),
    );
  });

  it("in mebibytes hold the amount and waste less than one", () => {
    fc.assert(
      fc.property(amount, fc.constantFrom("Ki", "Mi", "Gi"), (n, unit) => {
        const exact = bytes(`${n}${unit}` as Bytes) / 2 ** 20;
        const whole = mebibytes(`${n}${unit}` as Bytes);
        expect(Number.isInteger(whole)).toBe(true);
        expect(whole - exact).toBeGreaterThanOrEqual(0);
        expect(whole - exact).toBeLessThan(1);
      }),
    );
  });

  it("are not decimal, and not without a unit", () => {
    expect(["1Ki", "1Mi", "1Gi", "1Ti"].filter(isBytes)).toHaveLength(4);
    expect(["1", "1M", "1MB", "1mi", "1 Gi", "-1Gi", "", "1toString"].filter(isBytes)).toEqual([]);
  });

  it("that are wrong say what to write", () => {
    expect(() => bytes("512MB" as Bytes)).toThrow(
      new RangeError('"512MB" is not a valid size; write for example "256Mi" or "1Gi"'),
    );
  });
});
