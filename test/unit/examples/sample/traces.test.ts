import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTraceparent, Tracer } from "../../../../examples/sample/traces";
import { eventually, start } from "./harness";
import { receiver } from "./receiver";

describe("the traceparent header", () => {
  it("is read back as it is written", () => {
    const tracer = new Tracer({}, "api", "1", () => undefined);
    const { context, traceparent } = tracer.start("server");
    expect(parseTraceparent(traceparent)).toEqual(context);
    expect(tracer.start("client", context).context.traceId).toBe(context.traceId);
  });

  it.each([
    undefined,
    "",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
  ])("is not taken from %s", (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it("never makes the reader fail", () => {
    fc.assert(fc.property(fc.string(), (header) => parseTraceparent(header) === undefined));
  });
});

describe("a piece of work", () => {
  it("leaves one span below its parent, and fails as it fails", async () => {
    const { spans, url } = await receiver();
    const tracer = new Tracer({ OTEL_EXPORTER_OTLP_ENDPOINT: url }, "api", "1", () => undefined);
    const { context } = tracer.start("server");
    const done = { kind: "producer", name: "send", parent: context } as const;
    expect(await tracer.during(done, async () => Promise.resolve(7))).toBe(7);
    const failed = tracer.during({ kind: "internal", name: "migrate" }, () =>
      Promise.reject(new Error("no")),
    );
    await expect(failed).rejects.toThrow("no");
    await tracer.stop();
    expect(spans.map(({ name, kind, status }) => [name, kind, status.code])).toEqual([
      ["send", 4, undefined],
      ["migrate", 1, 2],
    ]);
    expect(spans[0]).toMatchObject({ traceId: context.traceId, parentSpanId: context.spanId });
    expect(spans[1]?.parentSpanId).toBeUndefined();
  });
});

describe("traces", () => {
  it("join the services that a request passes through, each below the one that called it", async () => {
    const { spans, url } = await receiver();
    const traced = (name: string) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`, OTEL_SERVICE_NAME: name });
    const backend = await start("backend", traced("the-backend"));
    const aggregator = await start("aggregator", {
      ...traced("the-aggregator"),
      AGGREGATOR_SYFTHUB_URL: backend.url,
    });
    const mcp = await start("mcp", { ...traced(""), AGGREGATOR_URL: aggregator.url });
    const answer = await mcp.get("/via/aggregator/via/syfthub/api/v1/nothing", {
      "x-request-id": "order-7",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-correlation-id")).toBe("order-7");
    for (const { lines } of [mcp, aggregator, backend]) {
      await eventually(() => lines.some((line) => line.includes("request.completed")));
      const completed = lines.find((line) => line.includes("request.completed")) ?? "";
      expect(JSON.parse(completed)).toMatchObject({
        correlation_id: "order-7",
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
      });
    }
    await eventually(() => spans.length === 5);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(
      new Set(["4bf92f3577b34da6a3ce929d0e0e4736"]),
    );
    const above = (id: string | undefined) => spans.find(({ spanId }) => spanId === id);
    const last = spans.find(({ service }) => service === "the-backend");
    const chain = [last];
    while (chain.at(-1) !== undefined) chain.push(above(chain.at(-1)?.parentSpanId));
    expect(chain.map((span) => span && `${span.service} ${span.kind}`)).toEqual([
      "the-backend 2",
      "the-aggregator 3",
      "the-aggregator 2",
      "mcp 3",
      "mcp 2",
      undefined,
    ]);
    expect(chain.at(-2)?.parentSpanId).toBe("00f067aa0ba902b7");
    for (const { startTimeUnixNano: began, endTimeUnixNano: ended } of spans) {
      expect(BigInt(ended) >= BigInt(began)).toBe(true);
      expect(Math.abs(Number(BigInt(began) / 1_000_000n) - Date.now())).toBeLessThan(60_000);
    }
  });

  it("say that a neighbour is gone, and leave out what looks after the service", async () => {
    const { spans, url } = await receiver();
    const service = await start("aggregator", {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      AGGREGATOR_SYFTHUB_URL: "http://127.0.0.1:9",
    });
    await service.get("/health");
    await service.get("/metrics");
    expect((await service.get("/via/syfthub/health")).status).toBe(502);
    expect((await service.get("/via/nobody/health")).status).toBe(404);
    await service.drain();
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
      ["GET", 2],
      ["GET /via/*", 2],
      ["GET /via/*", undefined],
    ]);
  });

  it("that are not to be recorded are handed on, and not sent", async () => {
    const { spans, url } = await receiver();
    const service = await start("aggregator", { OTEL_EXPORTER_OTLP_ENDPOINT: url });
    await service.get("/x", { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00" });
    await service.get("/y");
    await service.drain();
    expect(spans).toHaveLength(1);
  });

  it("that nobody takes are told once, and the service goes on", async () => {
    const { url, asked } = await receiver(503);
    const service = await start("aggregator", { OTEL_EXPORTER_OTLP_ENDPOINT: url });
    for (const count of [1, 2]) {
      expect((await service.get("/x")).status).toBe(200);
      await eventually(() => asked() === count);
    }
    await service.drain();
    expect(service.lines.filter((line) => line.includes("traces.lost"))).toHaveLength(1);
  });
});
