import { randomBytes } from "node:crypto";
import { Agent, request } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apply, eventually, kubectl, objectOf, ready } from "./cluster";
import { installAdapter, installOperator, nodePod, removeOperator } from "./operators";
import { ShopStack } from "./shop";
import { webhook } from "./shop/watched";

const thorough = process.env["TRIREME_THOROUGH"] === "1";

/** Stands for Slack: says what it is told. */
const listener = `require("node:http").createServer((request, answer) => {
  let body = "";
  request.on("data", (data) => { body += data; }).on("end", () => {
    console.log(request.url + " " + body);
    answer.end("ok");
  });
}).listen(8080);`;

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

// In order: each test goes on where the one before it left the stack.
describe.runIf(thorough)("a system that a Prometheus Operator watches", { timeout: 600_000 }, () => {
  const watching = `watching-${randomBytes(4).toString("hex")}`;
  let stack: ShopStack;
  let adapter = "";

  /** What the operator's Prometheus says, asked through the API server. */
  async function asked<T>(path: string): Promise<T> {
    const service = `/api/v1/namespaces/${watching}/services/prometheus-operated:9090/proxy`;
    const { code, stdout, stderr } = await kubectl(["get", "--raw", `${service}${path}`], true);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as T;
  }

  async function samples(query: string): Promise<readonly Sample[]> {
    const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
    return (await asked<{ data: { result: readonly Sample[] } }>(path)).data.result;
  }

  async function instances(): Promise<number> {
    const own = ["deployment", "api", "--namespace", stack.namespace];
    return (await objectOf<{ spec: { replicas: number } }>(...own)).spec.replicas;
  }

  /** Where the proxy speaks TLS. */
  async function entrance(): Promise<{ readonly host: string; readonly port: number }> {
    const own = ["--namespace", stack.namespace];
    const { items } = await objectOf<{ items: readonly { status: { hostIP: string } }[] }>(
      ...["pods", ...own, "--selector=app.kubernetes.io/name=proxy"],
    );
    const { spec } = await objectOf<{ spec: { ports: readonly { port: number; nodePort: number }[] } }>(
      ...["service", "proxy", ...own],
    );
    const port = spec.ports.find((one) => one.port === 443)?.nodePort;
    const host = items[0]?.status.hostIP;
    if (host === undefined || port === undefined) throw new Error("There is no proxy.");
    return { host, port };
  }

  /** Requests, one after the other in each of some rows, until they are stopped; the answers by their status. */
  async function load(): Promise<() => Promise<Readonly<Record<string, number>>>> {
    const { host, port } = await entrance();
    const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
    const counts: Record<string, number> = {};
    const state = { goes: true };
    const one = async (): Promise<string> =>
      await new Promise((resolve) => {
        const made = request(
          { host, port, agent, servername: "watched.localhost", headers: { host: "watched.localhost" } },
          (answer) => {
            answer.resume().on("end", () => {
              resolve(String(answer.statusCode));
            });
          },
        );
        made.on("error", (error) => {
          resolve(error.message);
        });
        made.end();
      });
    const row = async (): Promise<void> => {
      for (; state.goes; await delay(20)) {
        const said = await one();
        counts[said] = (counts[said] ?? 0) + 1;
      }
    };
    const rows = Array.from({ length: 4 }, row);
    return async () => {
      state.goes = false;
      await Promise.all(rows);
      agent.destroy();
      return counts;
    };
  }

  beforeAll(async () => {
    ({ adapter } = await installOperator(watching));
    await apply(nodePod(watching, "receiver", listener), {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "receiver", namespace: watching },
      spec: { selector: { app: "receiver" }, ports: [{ port: 8080 }] },
    });
    const url = `http://receiver.${watching}:8080/services/T1/B1/secret`;
    stack = await ShopStack.create("watched", {
      operator: watching,
      provided: JSON.stringify({ [webhook]: url }),
    });
    await stack.up("v1");
    await ready(watching, "pod/receiver");
  }, 600_000);

  afterAll(async () => {
    await stack.remove();
    await removeOperator(watching);
  }, 300_000);

  it("is asked by its Prometheus, each part under the name that rules know", async () => {
    const wanted = ["api", "api", "cache", "db", "nightly", "proxy"];
    const up = await eventually(
      180,
      async () => await samples("up").catch(() => []),
      (found) => found.length >= wanted.length && found.every(({ value }) => value[1] === "1"),
    );
    expect(up.map(({ metric }) => metric["service"]).sort()).toEqual(wanted);
    expect(new Set(up.map(({ metric }) => metric["namespace"]))).toEqual(new Set([stack.namespace]));
    const exporter = up.find(({ metric }) => metric["service"] === "db");
    expect(exporter?.metric).toMatchObject({ job: "db-exporter", instance: "db-exporter" });
  });

  it("has rules that it reads and works out", async () => {
    const groups = await eventually(
      60,
      async () =>
        (
          await asked<{
            data: { groups: readonly { rules: readonly { name: string; health: string }[] }[] };
          }>("/api/v1/rules")
        ).data.groups.flatMap(({ rules }) => rules),
      (rules) => rules.length > 0 && rules.every(({ health }) => health === "ok"),
    );
    expect(groups.map(({ name }) => name)).toContain("ApiDown");
  });

  it("has its receiver told by the operator's Alertmanager that an instance is gone", async () => {
    const told = async () =>
      (await kubectl(["logs", "--namespace", watching, "receiver"])).stdout
        .split("\n")
        .filter((line) => line.includes("An instance of api is gone"));
    // While it came up there was none yet, of which it told as well; what fires again before that is told to be over is no news.
    await eventually(200, told, (all) => all.at(-1)?.includes("[FIRING]") !== true);
    await kubectl(["scale", "--namespace", stack.namespace, "deployment/api", "--replicas=1"]);
    const all = await eventually(200, told, (lines) => lines.at(-1)?.includes("[FIRING]") === true);
    expect(all.at(-1)).toContain("/services/T1/B1/secret");
    await kubectl(["scale", "--namespace", stack.namespace, "deployment/api", "--replicas=2"]);
  });

  it("is scaled by its requests, up and down again, and none of them fails", async () => {
    await installAdapter(watching, adapter, "requests_total");
    const step = { percent: 100, period: "15s", stabilization: "5s" };
    const autoscale = { min: 2, max: 3, requestsPerSecond: 12, scaleDown: step };
    await stack.program.set({ scale: JSON.stringify({ autoscale }) });
    await stack.up("v1");
    const stop = await load();
    const most = await eventually(180, instances, (number) => number === 3);
    const answers = await stop();
    expect([most, Object.keys(answers)]).toEqual([3, ["200"]]);
    expect(answers["200"]).toBeGreaterThan(100);
    expect(await eventually(180, instances, (number) => number === 2)).toBe(2);
  });
});
