import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../support/sources";
import { ports } from "../../support/traced";
import { Checkout } from "../docker/checkout";
import { containersOf, eventually } from "../docker/engine";
import { addSystem } from "../features/support/own-system";

const stack = "traced-e2e";
const checkout = Checkout.create();

async function asked<T>(port: number, path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Trace {
  readonly traceID: string;
  readonly spans: readonly {
    readonly spanID: string;
    readonly operationName: string;
    readonly processID: string;
    readonly references: readonly { spanID: string }[];
  }[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string }>>;
}

/** Service and name of a trace's spans, each below the one before it, down to those of this name. */
function pathTo(trace: Trace | undefined, last: string): readonly string[] {
  const spans = trace?.spans ?? [];
  const path: string[] = [];
  let at = spans.find(({ operationName }) => operationName === last);
  while (at !== undefined) {
    const { operationName, processID, references } = at;
    path.unshift(`${trace?.processes[processID]?.serviceName}: ${operationName}`);
    at = spans.find(({ spanID }) => references.some((above) => above.spanID === spanID));
  }
  return path;
}

/** What Prometheus says of a query's samples. */
async function samples(query: string): Promise<readonly { readonly metric: Record<string, string> }[]> {
  const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
  const { data } = await asked<{ data: { result: { metric: Record<string, string> }[] } }>(
    ports.prometheus,
    path,
  );
  return data.result;
}

/** Lines that VictoriaLogs finds, by LogsQL. */
async function lines(query: string): Promise<readonly Record<string, string>[]> {
  const path = `/select/logsql/query?query=${encodeURIComponent(query)}`;
  const answer = await fetch(`http://127.0.0.1:${ports.logs}${path}`, { signal: AbortSignal.timeout(5000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, string>);
}

beforeAll(async () => {
  const source = readFileSync(join(root, "test/support/traced.ts"), "utf8")
    .replaceAll('"../../components/', '"../../../components/')
    .replaceAll('"../../stacks/systems/', '"../');
  addSystem(checkout, "traced", stack, source);
  const file = `Pulumi.${stack}.yaml`;
  const images = "  trireme:images: registry\n";
  if (!checkout.read(file).includes(images)) throw new Error(`${file} does not say ${images}`);
  // Neither Grafana nor Loki, which it shows, could be had where this was built.
  const settings = `  trireme:settings:
    monitoring: { without: [dashboards], logsEngine: victoria-logs }
`;
  checkout.write(file, checkout.read(file).replace(images, "  trireme:images: sample\n") + settings);
  const { code, output } = await checkout.trireme("up", stack, "--yes", "--skip-preview");
  if (code !== 0) throw new Error(output);
});

afterAll(async () => {
  const { code, output } = await checkout.trireme("destroy", stack, "--yes", "--skip-preview");
  checkout.remove();
  if (code !== 0) throw new Error(output);
});

it("a stack says who keeps the logs and that it has no pages, and gets just that", async () => {
  const parts = new Set((await containersOf(stack)).map(({ part }) => part));
  expect([...parts]).toEqual(
    expect.arrayContaining(["cadvisor", "jaeger", "otel-collector", "prometheus", "victoria-logs"]),
  );
  expect([...parts].filter((part) => ["grafana", "loki"].includes(part))).toEqual([]);
});

it("a request through three services leaves one trace, and its lines are found by its correlation ID", async () => {
  const traceId = randomBytes(16).toString("hex");
  const correlation = `order-${randomUUID()}`;
  const path = "/via/aggregator/via/syfthub/api/v1/orders";
  const answer = await fetch(`http://127.0.0.1:${ports.front}${path}`, {
    headers: {
      traceparent: `00-${traceId}-${randomBytes(8).toString("hex")}-01`,
      "x-request-id": correlation,
    },
  });
  expect(answer.status).toBe(200);

  const found = await eventually("the trace has all of its spans", async () => {
    const { data } = await asked<{ data: readonly Trace[] }>(ports.traces, `/api/traces/${traceId}`);
    return data.length > 0 && (data[0]?.spans.length ?? 0) >= 5 ? data : undefined;
  });
  expect(found.map(({ traceID }) => traceID)).toEqual([traceId]);
  const services = Object.values(found[0]?.processes ?? {}).map(({ serviceName }) => serviceName);
  expect([...new Set(services)].sort()).toEqual(["back", "front", "middle"]);
  const spans = new Set(found[0]?.spans.map(({ spanID }) => spanID));
  const below = found[0]?.spans.filter(({ references }) =>
    references.some(({ spanID }) => spans.has(spanID)),
  );
  // The first alone is below a span that the tests never sent.
  expect(below).toHaveLength(spans.size - 1);

  const logged = await eventually("each service's lines are found", async () => {
    const all = await lines(`correlation_id:="${correlation}"`);
    return all.filter(({ _msg = "" }) => _msg.includes("request.completed")).length === 3 ? all : undefined;
  });
  expect([...new Set(logged.map((line) => line["service.name"]))].sort()).toEqual([
    "back",
    "front",
    "middle",
  ]);
  expect(new Set(logged.map((line) => line.trace_id))).toEqual(new Set([traceId]));
});

it("what a request queues, the worker does in the request's trace, under its correlation ID", async () => {
  const traceId = randomBytes(16).toString("hex");
  const correlation = `order-${randomUUID()}`;
  const answer = await fetch(`http://127.0.0.1:${ports.front}/via/aggregator/via/syfthub/api/v1/jobs`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      traceparent: `00-${traceId}-${randomBytes(8).toString("hex")}-01`,
      "x-request-id": correlation,
    },
    body: JSON.stringify({ name: "invoice" }),
  });
  expect(answer.status).toBe(202);
  const done = "process sample:jobs";
  const trace = await eventually("the worker's span is in the trace", async () => {
    const { data } = await asked<{ data: readonly Trace[] }>(ports.traces, `/api/traces/${traceId}`);
    const whole = data.find(({ spans }) => spans.length >= 7);
    return whole?.spans.some(({ operationName }) => operationName === done) ? whole : undefined;
  });
  expect(pathTo(trace, done)).toEqual([
    ...[
      "front: POST /via/*",
      "front: POST",
      "middle: POST /via/*",
      "middle: POST",
      "back: POST /api/v1/jobs",
    ],
    ...["back: send sample:jobs", `worker: ${done}`],
  ]);
  const logged = await eventually("the worker's line is found", async () => {
    const all = await lines(`correlation_id:="${correlation}" AND service.name:="worker"`);
    return all.length > 0 ? all : undefined;
  });
  expect(logged.map((line) => [line._msg?.includes("job.completed"), line.trace_id])).toEqual([
    [true, traceId],
  ]);
});

it("a scheduled job leaves a trace, which goes on in the service that it asks", async () => {
  const ran = await checkout.trireme("run", stack, "report");
  expect(ran.code, ran.output).toBe(0);
  const [trace] = await eventually("the job's trace has both spans", async () => {
    const { data } = await asked<{ data: readonly Trace[] }>(ports.traces, "/api/traces?service=report");
    return (data[0]?.spans.length ?? 0) >= 2 ? data : undefined;
  }).catch((error: unknown) => {
    throw new Error(`no trace of a run that printed ${ran.output}`, { cause: error });
  });
  expect(pathTo(trace, "GET /api/v1/jobs")).toEqual(["report: probe", "back: GET /api/v1/jobs"]);
});

it("cAdvisor, Jaeger, the collector and the keeper of the logs are measured, and containers by their names", async () => {
  const up = await eventually("every target is up", async () => {
    const all = await samples("up");
    const down = await samples("up == 0");
    return all.length > 0 && down.length === 0 ? all : undefined;
  }).catch(async (error: unknown) => {
    throw new Error(JSON.stringify(await asked(ports.prometheus, "/api/v1/targets"), undefined, 1), {
      cause: error,
    });
  });
  expect(up.map(({ metric }) => metric.service)).toEqual(
    expect.arrayContaining([
      ...["back", "cadvisor", "front", "jaeger", "middle", "node-exporter", "otel-collector"],
      "victoria-logs",
    ]),
  );
  const names = await eventually("containers are measured by name", async () => {
    const all = await samples('container_memory_working_set_bytes{name=~"traced-.*-back.*"} > 0');
    return all.length > 0 ? all : undefined;
  });
  expect(names[0]?.metric.name).toContain(stack);
});

it("all that verify asks holds, and a second preview is empty", async () => {
  const verified = await checkout.trireme("verify", stack);
  expect(verified.output).toMatch(/All \d+ checks hold\./);
  // Without the policies, which want an exemption for each part that looks at the machine.
  const preview = await checkout.pulumi("preview", "--stack", stack, "--expect-no-changes");
  expect(preview.output).toMatch(/\d+ unchanged/);
  expect(preview.code).toBe(0);
});
