import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowsOf } from "../../../../../components/aws/workload/windows.args";

const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

describe("windowsOf", () => {
  it("saves in the hour of the backup's schedule and changes two hours later", () => {
    expect(windowsOf("30 1 * * *")).toEqual({ backup: "01:30-02:30", maintenance: "sun:03:30-sun:04:30" });
  });

  it("carries a window over midnight into the next day", () => {
    expect(windowsOf("30 22 * * *")).toEqual({ backup: "22:30-23:30", maintenance: "mon:00:30-mon:01:30" });
    expect(windowsOf("30 21 * * *").maintenance).toBe("sun:23:30-mon:00:30");
  });

  it("never lets the two overlap, whatever the moment, and gives each an hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), (minute, hour) => {
        const { backup, maintenance } = windowsOf(`${minute} ${hour} * * *`);
        const [from, to] = backup.split("-").map(minutes) as [number, number];
        const start = minutes(maintenance.slice(4, 9));
        expect((to - from + 1440) % 1440).toBe(60);
        expect((start - from + 1440) % 1440).toBe(120);
      }),
    );
  });
});
