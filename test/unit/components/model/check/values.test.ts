import { describe, expect, it } from "vitest";
import type { Alert, Bytes, Duration } from "../../../../../components/model";
import { api, cache, dbBackup, db, errors, proxy, shop, uploads, web } from "../../../../support/valid";

const soon = "soon" as Duration;
const noDuration = '"soon" is not a valid duration; write for example "30s" or "5m"';
const noSize = '"10GB" is not a valid size; write for example "256Mi" or "1Gi"';
const large = "10GB" as Bytes;

describe("durations and sizes", () => {
  it("have bounds: nothing at all, and more than anybody has, are none", () => {
    expect(
      errors({
        ...shop,
        services: [api, { ...web, health: { probe: { http: "/" }, interval: "0s", timeout: "99999d" } }],
        stores: [db, { ...cache, maxMemory: "0Mi" }, { ...uploads, size: `${"9".repeat(400)}Mi` as Bytes }],
      }),
    ).toEqual([
      'services.web.health.interval: "0s" is not above 0; write for example "30s" or "5m"',
      'services.web.health.timeout: "99999d" is too long; allowed are durations up to "3650d"',
      'stores.cache.maxMemory: "0Mi" is out of range; allowed are sizes above 0, up to "1024Ti"',
      `stores.uploads.size: "${"9".repeat(400)}Mi" is out of range; allowed are sizes above 0, up to "1024Ti"`,
    ]);
  });

  it("are spelled well wherever they stand", () => {
    expect(
      errors({
        ...shop,
        services: [
          { ...api, drain: { deadline: soon } },
          { ...web, health: { probe: { http: "/" }, interval: soon }, logs: { size: large, files: 1 } },
        ],
        stores: [db, { ...cache, maxMemory: large }, { ...uploads, size: large }],
        backups: [{ ...dbBackup, keep: { age: soon }, pointInTime: { rpo: soon } }],
        ingress: {
          ...proxy,
          routes: [
            { ...proxy.routes[0]!, streaming: { idle: soon }, maxBody: large, timeouts: { read: soon } },
          ],
        },
      }),
    ).toEqual([
      `services.api.drain.deadline: ${noDuration}`,
      `services.web.health.interval: ${noDuration}`,
      `services.web.logs.size: ${noSize}`,
      `stores.cache.maxMemory: ${noSize}`,
      `stores.uploads.size: ${noSize}`,
      `backups.db-daily.keep.age: ${noDuration}`,
      `backups.db-daily.pointInTime.rpo: ${noDuration}`,
      `ingress.routes[0].streaming.idle: ${noDuration}`,
      `ingress.routes[0].maxBody: ${noSize}`,
      `ingress.routes[0].timeouts.read: ${noDuration}`,
    ]);
  });

  it("are nobody's concern in the application's own words", () => {
    const image = { ...web.image, build: { context: ".", args: { timeout: "never" } } };
    const changed = { ...web, image, env: { ...web.env, interval: "soon" } };
    const ingress = { ...proxy, headers: { expire: "never" }, settings: { timeout: "none" } };
    const store = { ...db, parameters: { timeout: "off" } };
    expect(errors({ ...shop, services: [api, changed], ingress, stores: [store, cache, uploads] })).toEqual(
      [],
    );
  });
});

describe("alerts", () => {
  it("have names of their own", () => {
    const alert: Alert = { name: "Down", expr: "up == 0", for: "1m", severity: "critical", summary: "down" };
    expect(errors({ ...shop, monitoring: { alerts: [alert, alert] } })).toEqual([
      'monitoring.alerts: 2 alerts are named "Down"; give each its own name',
    ]);
  });
});
