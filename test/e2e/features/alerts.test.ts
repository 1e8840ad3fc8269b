import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { localSubstitutes } from "../../../stacks/config/substitutes";
import { Program } from "../../support/program";
import { root } from "../../support/sources";
import { containersOf, engine, eventually } from "../docker/engine";
import { ports } from "./alerts/system";
import { bad, causeOf, keyOf, rows, saved } from "./alerts/table";

const stack = "suite";
const substitutes = localSubstitutes(root);
const image = substitutes["node:22-alpine"] ?? "node:22-alpine";
const page = join(root, "docs/monitoring.md");

/** Stands for Slack: a line for the title of each message. */
const listener = `require("node:http").createServer((request, answer) => {
  let body = "";
  request.on("data", (data) => { body += data; }).on("end", () => {
    const { attachments = [] } = JSON.parse(body);
    for (const { title } of attachments) console.log(title);
    answer.end("ok");
  });
}).listen(8080);`;

let program: Program;
let receiver: Docker.Container | undefined;

beforeAll(async () => {
  program = await Program.create("test/e2e/features/alerts", {
    image,
    substitutes: JSON.stringify(substitutes),
    webhook: "http://receiver:8080/services/T1/B1/secret",
  });
  await program.up();
  const network = (await engine().listNetworks()).find(({ Name }) =>
    Name.startsWith(`alerts-${stack}-monitoring_parts-outside`),
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

/** Names of the alerts that Prometheus sees fire. */
async function firing(): Promise<ReadonlySet<string>> {
  const answer = await fetch(`http://127.0.0.1:${ports.prometheus}/api/v1/alerts`);
  const { data } = (await answer.json()) as {
    data: { alerts: readonly { state: string; labels: { alertname: string } }[] };
  };
  return new Set(data.alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels.alertname));
}

/** Names of the alerts that the channel was told of. */
async function delivered(): Promise<ReadonlySet<string>> {
  const text = (await receiver?.logs({ stdout: true, stderr: true }))?.toString() ?? "";
  return new Set([...text.matchAll(/\[FIRING\] ([\w-]+)/g)].flatMap(([, name]) => name ?? []));
}

async function stop(part: string, role: string): Promise<void> {
  const found = (await containersOf(stack)).find((one) => one.part === part && one.role === role);
  await engine()
    .getContainer(found?.id ?? "")
    .stop();
}

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${ports.proxy}${path}`, init).catch(() => undefined);

/** Puts the table of what was seen into the page of monitoring, between its marks. */
function written(table: string): void {
  const marks = ["<!-- the alerts, as the test saw them -->", "<!-- until here -->"] as const;
  const [before = "", rest = ""] = readFileSync(page, "utf8").split(marks[0]);
  const [, after = ""] = rest.split(marks[1]);
  writeFileSync(page, `${before}${marks[0]}\n\n${table}\n\n${marks[1]}${after}`);
}

it("nothing fires while nothing is wrong", async () => {
  await eventually("Prometheus has looked at its rules", async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.prometheus}/api/v1/rules`);
    const { data } = (await answer.json()) as {
      data: { groups: readonly { rules: readonly { health: string; lastError?: string }[] }[] };
    };
    const all = data.groups.flatMap(({ rules }) => rules);
    expect(all.flatMap(({ lastError }) => lastError ?? [])).toEqual([]);
    return all.length > 0 && all.every(({ health }) => health === "ok") ? all : undefined;
  });
  // Whoever was not up yet when Prometheus asked first.
  await eventually("all is quiet", async () => ((await firing()).size === 0 ? true : undefined));
});

it("every alert of every system fires by its cause, and the channel is told", async () => {
  const expected = rows.map(keyOf);
  const fired = new Map<string, number>();
  const told = new Map<string, number>();
  const start = Date.now();
  await Promise.all([stop("api", "service"), stop("db", "store")]);
  await ask("/told/", { method: "POST", body: bad(saved) });
  const see = (seen: Map<string, number>, names: ReadonlySet<string>): void => {
    for (const name of names) if (!seen.has(name)) seen.set(name, (Date.now() - start) / 1000);
  };
  await eventually(
    "every alert is delivered",
    async () => {
      for (const path of ["/fail", "/slow", "/"]) void ask(path);
      see(fired, await firing());
      see(told, await delivered());
      return expected.every((name) => told.has(name)) ? true : undefined;
    },
    120_000,
  ).catch((error: unknown) => {
    const missing = expected.filter((name) => !told.has(name));
    throw new Error(
      `not told: ${missing.join(", ")}; not fired: ${missing.filter((name) => !fired.has(name)).join(", ")}`,
      { cause: error },
    );
  });
  const table = [
    "| alert | of | cause | fired after | delivered after |",
    "| --- | --- | --- | --: | --: |",
    ...rows.map((row) => {
      const [at = 0, then = 0] = [fired.get(keyOf(row)), told.get(keyOf(row))];
      return `| \`${row.alert.name}\` | ${row.of} | ${causeOf(row)} | ${Math.round(at)} s | ${Math.round(then)} s |`;
    }),
  ].join("\n");
  console.log(table);
  if (process.env.TRIREME_WRITE_ALERTS === "1") written(table);
}, 150_000);
