import { once } from "node:events";
import { Agent, request } from "node:http";
import { describe, expect, it } from "vitest";
import { WebSocket } from "../../../../lab/clients";
import { postgresAddress, redisAddress } from "../../../../examples/sample/stores";
import { eventsOf, eventually, MemoryDatabase, start } from "./harness";

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("correlation IDs and logs", () => {
  it("keeps a given ID and makes one where there is none", async () => {
    const service = await start("aggregator");
    const given = await service.get("/x", { "x-correlation-id": "trace-7" });
    expect(given.headers.get("x-correlation-id")).toBe("trace-7");
    expect((await service.get("/x")).headers.get("x-correlation-id")).toMatch(uuid4);
  });

  it("logs each request as JSON with its ID, path and duration", async () => {
    const service = await start("backend");
    await service.get("/api/hello?token=hush", { "x-correlation-id": "trace-7" });
    await service.get("/nowhere");
    await eventually(() => service.lines.length >= 6);
    const entries = service.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.find((entry) => entry.message === "request.started")).toMatchObject({
      level: "info",
      logger: "syfthub.api",
      correlation_id: "trace-7",
      method: "GET",
      path: "/api/hello",
    });
    expect(entries.find((entry) => entry.message === "request.completed")).toMatchObject({
      level: "info",
      correlation_id: "trace-7",
      status_code: 200,
      duration_ms: expect.any(Number) as number,
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    expect(entries.at(-1)).toMatchObject({ level: "warning", status_code: 404, path: "/nowhere" });
    expect(service.lines.join("")).not.toContain("hush");
  });

  it("logs a failure as an error with its reason", async () => {
    const database = new MemoryDatabase();
    database.items = () => Promise.reject(new Error("the database is gone"));
    const service = await start("backend", {}, { stores: { database } });
    expect((await service.get("/api/v1/items")).status).toBe(500);
    await eventually(() => service.lines.some((line) => line.includes("request.failed")));
    expect(JSON.parse(service.lines.at(-1) ?? "")).toMatchObject({
      level: "error",
      message: "request.failed",
      error: "the database is gone",
    });
  });

  it("logs for a person on the console", async () => {
    const service = await start("aggregator", { AGGREGATOR_LOG_FORMAT: "console" });
    await service.get("/hello");
    await eventually(() => service.lines.length >= 3);
    expect(service.lines[1]).toMatch(
      /^\S+Z INFO {5}syfthub\.aggregator: request\.started correlation_id=\S+ trace_id=[0-9a-f]{32} span_id=[0-9a-f]{16} method=GET path=\/hello\n$/,
    );
  });

  it("leaves out what is below the level", async () => {
    const service = await start("aggregator", { AGGREGATOR_LOG_LEVEL: "error" });
    await service.get("/hello");
    await service.drain();
    expect(service.lines).toEqual([]);
  });
});

describe("metrics", () => {
  it("counts by route, not by path, in the text format", async () => {
    const service = await start("backend");
    await service.get("/api/one");
    await service.get("/api/two");
    await eventually(() => service.lines.filter((line) => line.includes("request.completed")).length === 2);
    const text = await (await service.get("/metrics")).text();
    const labels = 'method="GET",route="/api/*",status_code="200"';
    expect(text).toContain(`http_requests_total{${labels}} 2\n`);
    expect(text).toContain(`http_request_duration_seconds_bucket{${labels},le="+Inf"} 2\n`);
    expect(text).toContain("http_requests_in_flight 1\n");
    for (const line of text.trimEnd().split("\n"))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [\d.e+-]+)$/);
  });
});

describe("the names of a system's alerts and dashboards", () => {
  it("are those that its services measure", async () => {
    const ml = await start("ml-service");
    const gateway = await start("api-gateway", { ML_SERVICE_URL: ml.url });
    await gateway.get("/via/ml_service/echo");
    await eventually(() => gateway.lines.some((line) => line.includes("request.completed")));
    const measured = await (await gateway.get("/metrics")).text();
    expect(measured).toContain('http_requests_total{method="GET",route="/via/*",status_code="200"} 1\n');
    expect(measured).toContain('ml_request_duration_seconds_bucket{le="+Inf"} 1\n');
    expect(measured).toContain("ml_credits_charged_total 1\n");
    expect(measured).toContain("credits_remaining 99999\n");
    const poor = await start("api-gateway", { SAMPLE_BUDGET: "7" });
    expect(await (await poor.get("/metrics")).text()).toContain("credits_remaining 7\n");
    for (const [role, path, expected] of [
      ["app", "/api/x", 'requests_total{method="GET",endpoint="/api/*"} 1\n'],
      ["django", "/api/x", 'http_requests_total{method="GET",handler="/api/*",status="200"} 1\n'],
      ["fastapi", "/agents/7", "agent_executions_total 1\n"],
      ["fastapi", "/agentsx", "agent_executions_total 0\n"],
    ] as const) {
      const service = await start(role);
      await service.get(path);
      await eventually(() => service.lines.some((line) => line.includes("request.completed")));
      expect(await (await service.get("/metrics")).text()).toContain(expected);
    }
  });
});

describe("the WebSocket echo", () => {
  it.each(["/", "/deep/path?token=x"])("answers at %s, Vite's subprotocol included", async (path) => {
    const service = await start("frontend");
    const socket = new WebSocket(`ws://127.0.0.1:${service.port}${path}`, "vite-hmr");
    const upgraded = once(socket, "upgrade");
    await once(socket, "open");
    const [{ headers }] = (await upgraded) as [{ headers: Record<string, string> }];
    expect(headers["x-sample"]).toBe("frontend");
    expect(socket.protocol).toBe("vite-hmr");
    socket.send("hello");
    const [data] = (await once(socket, "message")) as [Buffer];
    expect(data.toString()).toBe("hello");
    socket.close();
  });
});

describe("a drain", () => {
  it("keeps a stream until its deadline, then ends it cleanly", async () => {
    const service = await start("aggregator", { SAMPLE_DRAIN_SECONDS: "0.5" });
    const next = eventsOf(await service.get("/stream?silence=60"));
    await next();
    const began = Date.now();
    const drained = service.drain();
    expect(await next()).toBeUndefined();
    expect(Date.now() - began).toBeGreaterThanOrEqual(490);
    await drained;
    await expect(service.get("/live")).rejects.toThrow();
  });

  it("says goodbye to a WebSocket at its deadline", async () => {
    const service = await start("frontend", { SAMPLE_DRAIN_SECONDS: "0.3" });
    const socket = new WebSocket(`ws://127.0.0.1:${service.port}/`);
    await once(socket, "open");
    const closed = once(socket, "close");
    const began = Date.now();
    await service.drain();
    expect((await closed)[0]).toBe(1001);
    expect(Date.now() - began).toBeGreaterThanOrEqual(290);
  });

  it("lets a request in flight finish, and is done as soon as it has", async () => {
    const service = await start("aggregator", { SAMPLE_DRAIN_SECONDS: "30" });
    const next = eventsOf(await service.get("/stream?events=2&every=300"));
    await next();
    const began = Date.now();
    const drained = service.drain();
    expect((await next())?.event).toBe("end");
    await drained;
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it("still answers while it lingers, telling the client to connect again", async () => {
    const service = await start("aggregator", { SAMPLE_LINGER_SECONDS: "1", SAMPLE_DRAIN_SECONDS: "5" });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const connectionHeader = () =>
      new Promise((resolve, reject) => {
        request(service.url, { agent }, (response) => {
          response.resume().once("end", () => resolve(response.headers.connection));
        })
          .once("error", reject)
          .end();
      });
    expect(await connectionHeader()).toBe("keep-alive");
    const drained = service.drain();
    expect(await connectionHeader()).toBe("close");
    expect(await connectionHeader()).toBe("close");
    await drained;
    agent.destroy();
  });
});

describe("a bad start or address", () => {
  it("does not start when asked to fail", async () => {
    await expect(start("backend", { SAMPLE_FAIL: "start" })).rejects.toThrow("a failing start");
  });

  it("answers 400 to a target that is not a path, and lives on", async () => {
    const service = await start("backend");
    const status = await new Promise((resolve, reject) => {
      request({ port: service.port, path: "http://[" }, (response) => resolve(response.resume().statusCode))
        .once("error", reject)
        .end();
    });
    expect(status).toBe(400);
    expect((await service.get("/live")).status).toBe(200);
  });

  it("reads database addresses written for SQLAlchemy and for libpq", () => {
    expect(postgresAddress("postgresql+psycopg2://u:p@h:5432/d")).toBe("postgresql://u:p@h:5432/d");
    expect(postgresAddress("postgresql://u@h/d?sslmode=prefer")).toBe("postgresql://u@h/d");
    expect(postgresAddress("postgresql://u@h/d?a=1&sslmode=allow&b=2")).toBe("postgresql://u@h/d?a=1&b=2");
    expect(postgresAddress("postgres://u@h/d?sslmode=require")).toBe(
      "postgresql://u@h/d?sslmode=require&uselibpqcompat=true",
    );
  });

  it("takes the address of a Redis, and of the Sentinels that know one", () => {
    expect(redisAddress("rediss://:a%2Fb@h/2")).toEqual({
      ...{ host: "h", port: 6379, db: 2, password: "a/b", tls: {} },
    });
    expect(redisAddress("redis://h:6380", "", "p")).toMatchObject({ host: "h", port: 6380, password: "p" });
    expect(redisAddress("redis://:p@a.nodes:26379,b.nodes:26380/1", "cache")).toEqual({
      ...{ name: "cache", db: 1, password: "p", sentinelPassword: "p" },
      sentinels: [
        { host: "a.nodes", port: 26379 },
        { host: "b.nodes", port: 26380 },
      ],
    });
  });
});
