import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { forward } from "../../support/forward";
import { apply, eventually, idle, kubectl, objectOf, ready } from "./cluster";
import { ShopStack } from "./shop";
import { webhook } from "./shop/watched";

const thorough = process.env["TRIREME_THOROUGH"] === "1";
let stack: ShopStack;
let receiver = "";

/** Stands for Slack: says what it is told. */
const listener = `require("node:http").createServer((request, answer) => {
  let body = "";
  request.on("data", (data) => { body += data; }).on("end", () => {
    console.log(request.url + " " + body);
    answer.end("ok");
  });
}).listen(8080);`;

const forwarded = <T>(service: string, port: number, body: (url: string) => Promise<T>): Promise<T> =>
  forward({ kubectl: inject("kubectl"), env: inject("env") }, stack.namespace, service, port, body);

async function asked<T>(url: string): Promise<T> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** What Prometheus says of a query. */
async function samples(query: string): Promise<readonly Sample[]> {
  return await forwarded("prometheus", 9090, async (url) => {
    const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
    return (await asked<{ data: { result: readonly Sample[] } }>(`${url}${path}`)).data.result;
  });
}

/** The names of rules that cannot be read, or whose last evaluation failed. */
async function brokenRules(): Promise<readonly string[]> {
  return await forwarded("prometheus", 9090, async (url) => {
    const { data } = await asked<{
      data: { groups: readonly { rules: readonly { name: string; health: string }[] }[] };
    }>(`${url}/api/v1/rules`);
    return data.groups
      .flatMap(({ rules }) => rules)
      .flatMap(({ name, health }) => (health === "ok" ? [] : [name]));
  });
}

const services = (found: readonly Sample[]): readonly string[] =>
  found.map(({ metric }) => metric["service"] ?? "").sort();

beforeAll(async () => {
  stack = await ShopStack.create("watched");
  receiver = `${stack.namespace}-receiver`;
  const labels = { app: "receiver" };
  await apply(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: receiver } },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "receiver", namespace: receiver, labels },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ ...idle(), image: inject("nodeImage"), command: ["node", "-e", listener] }],
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "receiver", namespace: receiver },
      spec: { selector: labels, ports: [{ port: 8080 }] },
    },
  );
  await ready(receiver, "pod/receiver");
  const url = `http://receiver.${receiver}:8080/services/T1/B1/secret`;
  await stack.program.set({
    provided: JSON.stringify({ [webhook]: url }),
    // The receiver has a private address.
    egress: JSON.stringify(["10.0.0.0/8"]),
    whole: String(thorough),
  });
  await stack.up("v1");
}, 300_000);

afterAll(async () => {
  await kubectl(["delete", "namespace", receiver, "--wait=false"], true);
  await stack.remove();
}, 120_000);

describe("a system that watches itself on a cluster", () => {
  it("asks every instance, the exporter of every store, the proxy, and who saves", async () => {
    const { items: nodes } = await objectOf<{ items: readonly unknown[] }>("nodes");
    const wanted = [
      ...nodes.flatMap(() => ["cadvisor", "kubelet", ...(thorough ? ["log-collector"] : [])]),
      ...["alertmanager", "api", "api", "cache", "db", "nightly", "prometheus", "proxy"],
      ...(thorough ? ["jaeger", "kube-state-metrics", "otel-collector", "victoria-logs"] : []),
    ];
    const up = await eventually(
      60,
      async () => await samples("up"),
      (found) => found.every(({ value }) => value[1] === "1") && found.length >= wanted.length,
    );
    expect(services(up)).toEqual(wanted.sort());
    for (const query of [
      'pg_up{service="db"} == 1',
      'redis_up{service="cache"} == 1',
      'backup_age_seconds{backup="nightly"}',
      'node_textfile_mtime_seconds{file=~".*/nightly[.]prom"}',
      'proxy_requests_total{service="api",status="200"}',
      'rate(container_cpu_usage_seconds_total{component="api"}[1m])',
      'container_memory_working_set_bytes{component="db",name="db-0"} / container_spec_memory_limit_bytes',
    ])
      expect(
        await eventually(
          30,
          async () => await samples(query),
          ({ length }) => length > 0,
        ),
      ).not.toEqual([]);
  });

  it("reads its rules, and knows when the certificate ends", async () => {
    await eventually(30, brokenRules, (found) => found.length === 0);
    const [end] = await samples("certificate_expiry_timestamp_seconds - time()");
    expect(end?.metric["host"]).toBe("watched.localhost");
    const days = Number(end?.value[1]) / 86_400;
    expect([days > 360, days <= 366]).toEqual([true, true]);
  });

  it("tells who is to be told that an instance is gone", async () => {
    expect(await samples('ALERTS{alertname="ApiDown",alertstate="firing"}')).toEqual([]);
    const own = ["--namespace", stack.namespace];
    await kubectl(["scale", ...own, "deployment/api", "--replicas=1"]);
    await eventually(
      60,
      async () => await samples('ALERTS{alertname="ApiDown",alertstate="firing"}'),
      ({ length }) => length > 0,
    );
    const told = await eventually(
      60,
      async () => (await kubectl(["logs", "--namespace", receiver, "receiver"])).stdout,
      (log) => log.includes("An instance of api is gone"),
    );
    expect(told).toContain("/services/T1/B1/secret");
  }, 200_000);
});

describe.runIf(thorough)("a system that watches itself, by programs that are built from source too,", () => {
  it("is quiet again when the instance is back", async () => {
    await kubectl(["scale", "--namespace", stack.namespace, "deployment/api", "--replicas=2"]);
    await eventually(
      60,
      async () => await samples('ALERTS{alertname="ApiDown",alertstate="firing"}'),
      ({ length }) => length === 0,
    );
  });

  it("says that the last run of a job on a schedule failed", async () => {
    const [failed] = await eventually(
      150,
      async () => await samples('ALERTS{alertname="ScheduledJobFailed"}'),
      ({ length }) => length > 0,
    );
    expect(failed?.metric["cronjob"]).toBe("failing");
  }, 200_000);

  it("finds a line by its correlation ID, with the service whose it is, and no line of another namespace", async () => {
    const correlation = randomUUID();
    await forwarded("api", 8000, async (url) => {
      await fetch(`${url}/logged`, { headers: { "x-correlation-id": correlation } });
    });
    const lines = async (query: string) =>
      await forwarded("victoria-logs", 9428, async (url) => {
        const answer = await fetch(`${url}/select/logsql/query?query=${encodeURIComponent(query)}`);
        return (await answer.text())
          .split("\n")
          .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Readonly<Record<string, string>>]));
      });
    const found = await eventually(
      60,
      async () => await lines(`correlation_id:="${correlation}"`),
      ({ length }) => length > 0,
    );
    expect(found).toMatchObject([
      { "service.name": "api", message: "asked", "k8s.namespace.name": stack.namespace },
    ]);
    expect(await lines(`NOT "k8s.namespace.name":="${stack.namespace}"`)).toEqual([]);
  });

  it("keeps the trace of a request", async () => {
    const correlation = randomUUID();
    await forwarded("api", 8000, async (url) => {
      await fetch(`${url}/traced`, { headers: { "x-correlation-id": correlation } });
    });
    const traces = await eventually(
      60,
      async () =>
        await forwarded(
          "jaeger",
          16_686,
          async (url) =>
            (await asked<{ data: readonly unknown[] | null }>(`${url}/api/traces?service=api&limit=5`))
              .data ?? [],
        ),
      ({ length }) => length > 0,
    );
    expect(JSON.stringify(traces)).toContain("GET /traced");
  });
});
