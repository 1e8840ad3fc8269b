import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { prometheusRuleSpec } from "../../../components/kubernetes/observability/operator/rules.args";
import { lowered } from "../../../components/lowering";
import { images } from "../../../components/lowering/monitoring/images";
import { systems } from "../../../stacks/systems";
import { localSubstitutes } from "../../../stacks/config/substitutes";
import { plain } from "../../support/plain";
import { Program } from "../../support/program";
import { root } from "../../support/sources";
import { containerOf, containersOf, engine, eventually } from "../docker/engine";
import { ports } from "./monitoring/system";
import { withTool } from "./support/tools";

const stack = "suite";
const base = "node:22-alpine";
const substitutes = localSubstitutes(root);
const image = substitutes[base] ?? base;

/** Stands for Slack: says what it is told. */
const listener = `require("node:http").createServer((request, answer) => {
  let body = "";
  request.on("data", (data) => { body += data; }).on("end", () => {
    console.log(request.url + " " + body);
    answer.end("ok");
  });
}).listen(8080);`;

let program: Program;
let receiver: Docker.Container | undefined;

interface Target {
  readonly labels: { readonly service: string; readonly instance: string };
  readonly health: string;
  readonly lastError: string;
}

async function ask<T>(query: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${ports.prometheus}/api/v1/${query}`);
  return ((await answer.json()) as { data: T }).data;
}

async function targets(): Promise<readonly Target[]> {
  return (await ask<{ activeTargets: readonly Target[] }>("targets")).activeTargets;
}

/** What Prometheus says of one sample; undefined where there is none. */
async function sample(query: string): Promise<string | undefined> {
  const { result } = await ask<{ result: readonly { value: readonly [number, string] }[] }>(
    `query?query=${encodeURIComponent(query)}`,
  );
  return result[0]?.value[1];
}

async function told(): Promise<string> {
  return (await receiver?.logs({ stdout: true, stderr: true }))?.toString() ?? "";
}

beforeAll(async () => {
  program = await Program.create("test/e2e/features/monitoring", {
    image,
    substitutes: JSON.stringify(substitutes),
    webhook: "http://receiver:8080/services/T1/B1/secret",
  });
  await program.up();
  const network = (await engine().listNetworks()).find(({ Name }) =>
    Name.startsWith(`watched-${stack}-monitoring_parts-outside`),
  );
  receiver = await engine().createContainer({
    Image: image,
    Cmd: ["node", "-e", listener],
    NetworkingConfig: { EndpointsConfig: { [network?.Name ?? ""]: { Aliases: ["receiver"] } } },
    HostConfig: { NetworkMode: network?.Name ?? "" },
  });
  await receiver.start();
}, 300_000);

afterAll(async () => {
  await receiver?.remove({ force: true, v: true });
  await program.pulumi("destroy", "--yes", "--skip-preview");
  program.remove();
}, 120_000);

it("a second preview is empty", async () => {
  expect(Object.keys(await program.preview())).toEqual(["same"]);
});

it("Prometheus reaches every instance, the exporter of every store, and what serves the metrics of backups", async () => {
  const up = await eventually("every target answers", async () => {
    const all = await targets();
    return all.length > 0 && all.every(({ health }) => health === "up") ? all : undefined;
  }).catch(async (error: unknown) => {
    throw new Error(JSON.stringify(await targets(), undefined, 2), { cause: error });
  });
  expect(up.map(({ labels }) => labels.instance).sort()).toEqual([
    "alertmanager",
    "api-1",
    "api-2",
    "cache-exporter",
    "db-exporter",
    "metrics-exporter",
    "node-exporter",
    "prometheus",
    "proxy",
  ]);
  expect(up.find(({ labels }) => labels.instance === "db-exporter")?.labels.service).toBe("db");
  for (const query of [
    'pg_up{service="db"} == 1',
    'redis_up{service="cache"} == 1',
    'backup_age_seconds{backup="nightly"}',
    'requests_total{service="api",instance="api-2"}',
    'min(node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"})',
  ])
    await eventually(query, () => sample(query));
});

it("the proxy counts what comes in by service and status, on a port that the host does not have", async () => {
  for (const path of ["/", "/fail"]) await fetch(`http://127.0.0.1:${ports.proxy}${path}`);
  await eventually("both answers are counted", async () =>
    (await sample('proxy_requests_total{service="api",status="500"} > 0')) === undefined
      ? undefined
      : sample('proxy_requests_total{service="api",status="200"} > 0'),
  );
  await eventually("their times are counted", () =>
    sample('proxy_request_duration_seconds_count{service="api"} >= 2'),
  );
  const { HostConfig } = await (await containerOf(stack, "proxy", "proxy")).inspect();
  expect(Object.values(HostConfig.PortBindings as object).flat()).toHaveLength(1);
});

it("requests that fail are told to the channel with their share and service", async () => {
  const firing = await eventually("the alert arrives", async () => {
    await fetch(`http://127.0.0.1:${ports.proxy}/fail`);
    const text = await told();
    return text.includes("ApiFails") ? text : undefined;
  });
  expect(firing).toMatch(/of the requests to api fail/);
});

it("an instance that stops is told to the channel by name", async () => {
  const instances = (await containersOf(stack)).filter(
    ({ part, role, name }) => part === "api" && role === "service" && name.includes("api-2"),
  );
  await engine()
    .getContainer(instances[0]?.id ?? "")
    .stop();
  const firing = await eventually("the alert arrives", async () => {
    const text = await told();
    return text.includes("does not answer") ? text : undefined;
  });
  expect(firing).toContain("/services/T1/B1/secret");
  expect(firing).toContain("api-2 does not answer");
  expect(firing).not.toContain("api-1 does not answer");
});

it("promtool and amtool find nothing wrong in what is rendered for every system in production", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trireme-monitoring-"));
  chmodSync(folder, 0o755);
  let receivers = 0;
  const environment = {
    domain: "example.com",
    repository: "ghcr.io/team/app",
    tag: "1",
    replicas: 2,
    ports: {},
  };
  for (const [name, describe] of Object.entries(systems)) {
    const made = lowered(describe({ ...environment, name: "production", tls: { mode: "self-signed" } }), {
      features: ["monitoring"],
    });
    for (const service of made.services.filter((one) => ["prometheus", "alertmanager"].includes(one.name)))
      for (const [path, { content }] of Object.entries(service.files ?? {})) {
        if (service.name === "alertmanager" && path.endsWith(".yml")) receivers += 1;
        mkdirSync(join(folder, name), { recursive: true });
        writeFileSync(join(folder, name, basename(path)), plain(content));
      }
  }
  const each = (check: string) => `set -e; for one in /given/*/; do ${check}; done; echo all`;
  // What an operator is told has the same rules, for one system among many.
  for (const [name, describe] of Object.entries(systems)) {
    const made = lowered(describe({ ...environment, name: "production", tls: { mode: "self-signed" } }), {
      features: ["monitoring"],
      place: "operator",
    });
    const owner = { prefix: `${name}-live`, system: name };
    const spec = prometheusRuleSpec(made, owner, { ingress: { kind: "proxy", service: "LoadBalancer" } });
    if (made.monitoring?.metrics !== undefined)
      writeFileSync(join(folder, name, "operator.yml"), stringify(spec));
  }
  const prometheus = each(
    "[ ! -e $one/operator.yml ] || promtool check rules --lint-fatal $one/operator.yml; cp $one/prometheus.yml $one/rules.yml /etc/prometheus/; promtool check config --lint-fatal /etc/prometheus/prometheus.yml",
  );
  const alertmanager = each("[ ! -e $one/alertmanager.yml ] || amtool check-config $one/alertmanager.yml");
  try {
    const rules = await withTool(images.prometheus, folder, prometheus);
    expect(rules).toMatch(/rules found[^]*all\s*$/);
    const routes = await withTool(images.alertmanager, folder, alertmanager);
    expect(routes).toMatch(/all\s*$/);
    expect(routes.match(/SUCCESS/g) ?? []).toHaveLength(receivers);
    expect(receivers).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("the secret of the channel is in no argument, label, variable or configuration", async () => {
  const described = await (await containerOf(stack, "alertmanager")).inspect();
  expect(JSON.stringify(described)).not.toContain("services/T1");
});
