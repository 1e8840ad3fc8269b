import { describe, expect, it } from "vitest";
import { systemAlarms } from "../../../../../components/aws/observability/alarms.args";
import { environment, systems } from "../../../../support/aws-stores";

const simplr = systems.simplr(environment("production"));
const alarms = systemAlarms(simplr, "simplr-aws");
const one = (name: string) => alarms.find((alarm) => alarm.name === name);

describe("the alarms of a system", () => {
  it("are these for Simplr in production", () => {
    expect(alarms.map(({ name, severity }) => `${severity} ${name}`)).toEqual([
      "critical proxy-errors",
      "warning proxy-latency",
      "critical app-unhealthy",
      "critical proxy-certificate",
      "warning app-cpu",
      "warning app-memory",
      "critical app-missing",
      "critical db-daily-age",
      "critical db-daily-drill",
      "critical attachments-daily-age",
      "critical attachments-daily-drill",
    ]);
  });

  it("count errors of the application and of the load balancer as a share of all requests", () => {
    expect(one("proxy-errors")).toMatchObject({
      watched: { expression: "(FILL(a, 0) + FILL(b, 0)) / c" },
      when: ">",
      threshold: 0.05,
      period: 60,
      of: { periods: 5, beyond: 5 },
    });
  });

  it("take silence of a backup for its failure, an hour after it should be there", () => {
    expect(one("db-daily-age")).toMatchObject({
      missing: "breaching",
      period: 3600,
      of: { periods: 26, beyond: 26 },
    });
  });

  it("keep a failed drill in mind until one succeeds", () => {
    expect(one("db-daily-drill")).toMatchObject({ missing: "ignore", threshold: 0 });
  });

  it("look back a week at most, which is all that CloudWatch does", () => {
    const weekly = simplr.backups.map((backup) => ({ ...backup, schedule: "0 2 * * 0" }));
    const rare = systemAlarms({ ...simplr, backups: weekly }, "simplr-aws");
    expect(rare.map(({ name }) => name)).not.toContain("db-daily-age");
    for (const { period, of } of [...alarms, ...rare])
      expect(period * of.periods).toBeLessThanOrEqual(7 * 86_400);
  });

  it("leave the age of a cache's snapshots to its drill", () => {
    const names = systemAlarms(systems.syfthub(environment("production")), "s").map(({ name }) => name);
    expect(names).not.toContain("redis-daily-age");
    expect(names).toContain("redis-daily-drill");
  });

  it("warn of a certificate in time for a person to act", () => {
    expect(one("proxy-certificate")).toMatchObject({ when: "<", threshold: 30 });
  });
});
