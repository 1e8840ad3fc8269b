import { describe, expect, it } from "vitest";
import {
  cpuUsage,
  diskFree,
  down,
  errorRate,
  latency,
  memoryUsage,
  type Duration,
  type Signal,
  type System,
} from "../../../../../../components/model";
import { errors, shop } from "../../../../../support/valid";

const saying = (expr: Signal): System => ({
  ...shop,
  monitoring: {
    metrics: { interval: "15s", retention: "15d" },
    alerts: [{ name: "Told", expr, for: "1m", severity: "info", summary: "It is so" }],
  },
});
const told = (expr: Signal): readonly string[] => errors(saying(expr));
const at = "monitoring.alerts.Told.expr";

describe("a signal", () => {
  it.each<Signal>([
    errorRate({ above: 0, over: "5m" }),
    errorRate({ service: "api", above: 0.05, over: "30s" }),
    latency({ percentile: 99.9, above: "500ms", over: "5m" }),
    down(),
    down({ of: ["api", "db"] }),
    cpuUsage({ above: 0.7, over: "5m" }),
    memoryUsage({ of: ["web"], above: 0.85 }),
    diskFree({ below: 0.1 }),
  ])("is taken: %j", (signal) => {
    expect(told(signal)).toEqual([]);
  });

  it("names what there is", () => {
    expect(told(errorRate({ service: "gone", above: 0.05, over: "5m" }))).toEqual([
      `${at}.service: there is no routed service "gone"; the routed services are "api" and "web"`,
    ]);
    expect(told(down({ of: ["db", "uploads"] }))).toEqual([
      `${at}.of: there is no service or store "uploads"; the service or stores are "api", "cache", "db" and "web"`,
    ]);
    expect(told(memoryUsage({ of: ["db"], above: 0.85 }))[0]).toMatch(/^.*\.of: there is no service "db"/);
    expect(told(down({ of: [] }))).toEqual([
      `${at}.of: is empty, and would never hold; name something, or leave it out for all`,
    ]);
  });

  it("of requests needs an ingress, where they come in", () => {
    const { ingress: _, ...closed } = saying(errorRate({ above: 0.05, over: "5m" }));
    expect(errors(closed)).toEqual([
      `${at}: error-rate is measured where requests come in, and the system has no ingress; write PromQL of what a service itself measures`,
    ]);
  });

  it("has bounds that a measurement can reach", () => {
    expect(told(errorRate({ above: 5, over: "5m" }))).toEqual([
      `${at}.above: 5 is not a share; allowed are numbers from 0 to below 1, such as 0.05 for 5 %`,
    ]);
    expect(told(diskFree({ below: 0 }))[0]).toMatch(/\.below: 0 is not a share; allowed are numbers above 0/);
    expect(told(cpuUsage({ above: Number.NaN, over: "5m" }))[0]).toMatch(/\.above: NaN is not a share/);
    expect(told(latency({ percentile: 100, above: "2s", over: "5m" }))[0]).toMatch(/percentile: 100 is not/);
    expect(told(latency({ percentile: 95, above: "1m", over: "5m" }))[0]).toMatch(/"1m" is too long/);
  });

  it("looks at two measurements at least, over a time that is one", () => {
    expect(told(errorRate({ above: 0.05, over: "20s" }))).toEqual([
      `${at}.over: "20s" holds no two measurements, of which there is one every 15s; write "30s" or more`,
    ]);
    expect(told(latency({ percentile: 95, above: "soon" as Duration, over: "later" as Duration }))).toEqual([
      `${at}.above: "soon" is not a valid duration; write for example "30s" or "5m"`,
      `${at}.over: "later" is not a valid duration; write for example "30s" or "5m"`,
    ]);
  });
});
