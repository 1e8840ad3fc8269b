import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { contracts, roles } from "../../../../examples/sample/roles";
import { readSettings } from "../../../../examples/sample/settings";
import { MemoryDatabase, start } from "./harness";

describe("the table of contracts", () => {
  it("gives each service the port and health path of its reference", () => {
    const table = Object.fromEntries(
      [...contracts].map(([role, { port, healthPath }]) => [role, `${port}${healthPath}`]),
    );
    expect(table).toEqual({
      backend: "8000/health",
      aggregator: "8001/health",
      mcp: "8002/health",
      frontend: "3000/health",
      "api-gateway": "3003/health",
      "ml-service": "8000/health",
      web: "3050/health",
      app: "8000/health",
      fastapi: "8000/health",
      nextjs: "3000/api/health",
      "identity-service": "8001/health",
      "communication-service": "8002/health",
      "content-service": "8003/health",
      "workflow-intelligence-service": "8005/health",
      django: "8000/health",
    });
  });

  it.each([...contracts])(
    "%s names itself, its liveness, its metrics, and every dependency that it lacks",
    async (role, contract) => {
      const service = await start(role);

      const live = await service.get("/live");
      expect(live.headers.get("x-sample")).toBe(role);
      expect(live.headers.get("x-sample-instance")).toBe(hostname());
      expect(await live.json()).toEqual({ status: "alive" });
      expect(await (await service.get("/metrics")).text()).toContain(`${contract.measures.total}{`);

      const needed = Object.values(contract.checks).flatMap((check) =>
        check.kind !== "identity" && check.optional !== true ? [`${check.variable} is not set`] : [],
      );
      const ready = await service.get("/ready");
      const { checks } = (await ready.json()) as { checks: Record<string, string> };
      expect(ready.status).toBe(needed.length > 0 ? 503 : 200);
      expect(Object.values(checks).filter((outcome) => outcome.endsWith("is not set"))).toEqual(needed);
    },
  );
});

describe("a store that stands still", () => {
  class SilentDatabase extends MemoryDatabase {
    override async missingTables(): Promise<string[]> {
      return await new Promise(() => undefined);
    }
  }

  it("is told before the probe gives up", async () => {
    const environment = { DATABASE_URL: "postgresql://db/syfthub", REDIS_URL: "redis://redis" };
    const service = await start("backend", environment, { stores: { database: new SilentDatabase() } });
    const response = await service.get("/ready");
    const { checks } = (await response.json()) as { checks: Record<string, string> };
    expect(response.status).toBe(503);
    expect(Object.values(checks)).toContain("no answer within 2 s");
  });
});

describe("the settings", () => {
  it("take a database in parts where there is no URL, whatever its names hold", () => {
    const parts = {
      SAMPLE_ROLE: "backend",
      DB_HOST: "db",
      DB_PORT: "5433",
      DB_USER: "a b",
      DB_PASSWORD: "p@:/",
      DB_DATABASE: "shop",
    };
    expect(readSettings(parts).environment.DATABASE_URL).toBe("postgresql://a%20b:p%40%3A%2F@db:5433/shop");
    const url = "postgresql://db/syfthub";
    expect(readSettings({ ...parts, DATABASE_URL: url }).environment.DATABASE_URL).toBe(url);
    expect(readSettings({ SAMPLE_ROLE: "backend" }).environment.DATABASE_URL).toBeUndefined();
  });

  it("end streams when the role's release does, unless the variable says when", () => {
    expect(readSettings({ SAMPLE_ROLE: "backend" }).drainSeconds).toBe(10);
    expect(readSettings({ SAMPLE_ROLE: "mcp" }).drainSeconds).toBe(30);
    expect(readSettings({ SAMPLE_ROLE: "mcp", SAMPLE_DRAIN_SECONDS: "3" }).drainSeconds).toBe(3);
  });

  it("reports every wrong variable at once, with what is allowed", () => {
    const wrong = {
      SAMPLE_ROLE: "aggregator",
      AGGREGATOR_LOG_LEVEL: "loud",
      AGGREGATOR_LOG_FORMAT: "xml",
      PORT: "http",
      SAMPLE_FAIL: "everything",
      SAMPLE_DRAIN_SECONDS: "-1",
    };
    expect(() => readSettings(wrong)).toThrow(
      [
        "The sample application cannot start:",
        '  PORT is "http"; allowed is a number from 0 to 65535',
        '  AGGREGATOR_LOG_LEVEL is "loud"; allowed are debug, info, warning, error, critical',
        '  AGGREGATOR_LOG_FORMAT is "xml"; allowed are json, console',
        '  SAMPLE_FAIL is "everything"; allowed are health, start, migrate, hang-migrate',
        '  SAMPLE_DRAIN_SECONDS is "-1"; allowed is a number from 0 to 3600',
      ].join("\n"),
    );
  });

  it("names every role when none is given", () => {
    expect(() => readSettings({})).toThrow(`SAMPLE_ROLE is ""; allowed are ${roles.join(", ")}`);
  });

  it("knows the level names of pino and Python", () => {
    const level = (name: string) => readSettings({ SAMPLE_ROLE: "app", LOG_LEVEL: name }).logLevel;
    expect(["warn", "WARNING", "fatal", ""].map(level)).toEqual(["warning", "warning", "critical", "info"]);
  });
});

describe("health answers", () => {
  it("follows the gateway's shape without asking dependencies", async () => {
    const health = await (await start("api-gateway", { SAMPLE_VERSION: "2.1.0" })).get("/health");
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({
      status: "ok",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      uptime: expect.any(Number) as number,
      version: "2.1.0",
    });
  });

  it("follows Simplr's shape, and gives the database's reason", async () => {
    const database = new MemoryDatabase();
    const app = await start("app", { DATABASE_URL: "postgresql://db/app" }, { stores: { database } });
    expect(await (await app.get("/health")).json()).toEqual({ status: "healthy", database: "connected" });

    database.missingTables = () => Promise.reject(new Error("connection refused"));
    const sick = await app.get("/health");
    expect(sick.status).toBe(503);
    expect(await sick.json()).toEqual({ detail: "database: connection refused" });
  });

  it("serves Orbitspace's page service under /api/health", async () => {
    const service = await start("nextjs");
    const health = await service.get("/api/health");
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ checks: { fastapi: "FASTAPI_URL is not set" } });
  });

  it.each(["backend", "api-gateway", "app"] as const)("%s fails on request", async (role) => {
    const service = await start(role, { SAMPLE_FAIL: "health" });
    expect((await service.get("/health")).status).toBe(503);
    expect((await service.get("/ready")).status).toBe(503);
    expect((await service.get("/live")).status).toBe(200);
  });

  it("fails a page that is probed at its root on request", async () => {
    const service = await start("frontend", { SAMPLE_FAIL: "health" });
    expect((await service.get("/")).status).toBe(503);
  });
});
