import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { doNextJob, jobQueue, jobsDone, readJob } from "../../../../examples/sample/jobs";
import { createLog } from "../../../../examples/sample/log";
import { Tracer } from "../../../../examples/sample/traces";
import { MemoryCache, start } from "./harness";
import { receiver } from "./receiver";

describe("a job", () => {
  it("is done in the trace of the request that asked for it, and its line has the request's correlation ID", async () => {
    const { spans, url } = await receiver();
    const cache = new MemoryCache();
    const service = await start(
      "backend",
      { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SERVICE_NAME: "the-service" },
      { stores: { cache } },
    );
    const headers = {
      "x-request-id": "order-7",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    };
    expect((await service.post("/api/v1/jobs", { name: "report" }, headers)).status).toBe(202);

    const lines: string[] = [];
    const log = createLog("info", "json", "worker", (line) => lines.push(line));
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SERVICE_NAME: "the-worker" };
    const tracer = new Tracer(environment, "backend", "1", log);
    await doNextJob(cache, tracer, log);
    await doNextJob(cache, tracer, log);
    expect(await cache.count(jobsDone)).toBe(1);
    await tracer.stop();
    await service.drain();

    const above = (id: string | undefined) => spans.find(({ spanId }) => spanId === id);
    const chain = [spans.find(({ service: name }) => name === "the-worker")];
    while (chain.at(-1) !== undefined) chain.push(above(chain.at(-1)?.parentSpanId));
    expect(chain.map((span) => span && `${span.service} ${span.kind} ${span.name}`)).toEqual([
      "the-worker 5 process sample:jobs",
      "the-service 4 send sample:jobs",
      "the-service 2 POST /api/v1/jobs",
      undefined,
    ]);
    expect(spans).toHaveLength(3);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        message: "job.completed",
        job: "report",
        count: 1,
        correlation_id: "order-7",
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
        span_id: chain[0]?.spanId,
      }),
    ]);
  });

  it("that a person put into the queue is done too, in a trace of its own", async () => {
    const { spans, url } = await receiver();
    const cache = new MemoryCache();
    await cache.put(jobQueue, "by hand");
    const tracer = new Tracer({ OTEL_EXPORTER_OTLP_ENDPOINT: url }, "backend", "1", () => undefined);
    await doNextJob(cache, tracer, () => undefined);
    await tracer.stop();
    expect(spans.map(({ kind, parentSpanId }) => [kind, parentSpanId])).toEqual([[5, undefined]]);
  });

  it("is read from any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof readJob(text).name).toBe("string");
      }),
    );
    expect(readJob('{"name":"report","traceparent":"x"}')).toEqual({ name: "report", traceparent: "x" });
  });
});
