import type { ContainerInspectInfo } from "dockerode";
import { beforeAll, describe, expect, it } from "vitest";
import { labelNames } from "../../../components/model";
import { containerOf, containersOf, engine, execIn } from "./engine";
import { ports } from "./setup";

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Opens a TCP connection to each target from inside a container, with Node, which the sample application image has. */
async function attempts(part: string, targets: readonly Target[]): Promise<Readonly<Record<string, string>>> {
  const script = `const net = require("node:net"), dns = require("node:dns");
    const patience = new Promise((done) => setTimeout(done, 3000, "silence"));
    const attempt = async ({ host, port }) => {
      const address = await Promise.race([patience, dns.promises.resolve4(host).then((all) => all[0], () => "silence")]);
      if (address === "silence") return "unresolved";
      return Promise.race([patience, new Promise((done) => {
        const socket = net.connect({ host: address, port });
        socket.on("connect", () => done("reached")).on("error", (e) => done(e.code));
      })]);
    };
    Promise.all(${JSON.stringify(targets)}.map(async (t) => [t.host, await attempt(t)]))
      .then((all) => { console.log(JSON.stringify(Object.fromEntries(all))); process.exit(); });`;
  const { output } = await execIn(await containerOf("e2e", part), ["node", "-e", script]);
  return JSON.parse(output) as Record<string, string>;
}

const everyPart: readonly Target[] = [
  { host: "db", port: 5432 },
  { host: "redis", port: 6379 },
  { host: "backend", port: 8000 },
  { host: "aggregator", port: 8001 },
  { host: "mcp", port: 8002 },
  { host: "frontend", port: 3000 },
];

async function addressesOf(part: string, role: string): Promise<readonly string[]> {
  const { NetworkSettings } = await (await containerOf("e2e", part, role)).inspect();
  return Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
}

describe("what a service does not name, it cannot reach", () => {
  it.each([
    ["frontend", ["frontend"]],
    ["aggregator", ["aggregator", "backend", "mcp"]],
    ["mcp", ["aggregator", "backend", "mcp"]],
    ["backend", ["aggregator", "backend", "db", "mcp", "redis"]],
  ])("%s finds %j and nobody else", { timeout: 30_000 }, async (from, reached) => {
    const found = await attempts(from, everyPart);
    const expected = everyPart.map(({ host }) => [host, reached.includes(host) ? "reached" : "unresolved"]);
    expect(found).toEqual(Object.fromEntries(expected));
  });

  it(
    "the frontend reaches the stores and the backend by no address either",
    { timeout: 30_000 },
    async () => {
      const addresses = await Promise.all([
        addressesOf("db", "store").then((all) => all.map((host) => ({ host, port: 5432 }))),
        addressesOf("redis", "store").then((all) => all.map((host) => ({ host, port: 6379 }))),
        addressesOf("backend", "service").then((all) => all.map((host) => ({ host, port: 8000 }))),
      ]);
      const found = await attempts("frontend", addresses.flat());
      expect(Object.keys(found).length).toBeGreaterThanOrEqual(5);
      expect(Object.values(found)).not.toContain("reached");
    },
  );
});

describe("what the host listens on", () => {
  it("opens the proxy's port, and the database's on loopback alone", async () => {
    const listed = await engine().listContainers({ filters: { label: [`${labelNames.stack}=e2e`] } });
    const open = listed.flatMap(({ Labels, Ports }) =>
      Ports.filter(({ PublicPort }) => PublicPort !== undefined).map(({ IP, PublicPort }) => ({
        part: Labels[labelNames.component],
        address: IP,
        port: PublicPort,
      })),
    );
    expect(open.sort((a, b) => (a.part ?? "").localeCompare(b.part ?? ""))).toEqual([
      { part: "db", address: "127.0.0.1", port: ports.db },
      { part: "proxy", address: "0.0.0.0", port: ports.http },
    ]);
  });
});

describe("how every container is confined", () => {
  let running: ContainerInspectInfo[] = [];

  beforeAll(async () => {
    const found = (await containersOf("e2e")).filter(({ role }) =>
      ["service", "store", "proxy", "job"].includes(role),
    );
    running = await Promise.all(found.map(({ id }) => engine().getContainer(id).inspect()));
  });

  it("runs without root, without capabilities, on a read-only root, unable to gain privileges", () => {
    expect(running.length).toBeGreaterThanOrEqual(8);
    for (const { Config, HostConfig, Name } of running) {
      expect(Config.User, Name).not.toMatch(/^(0|root)?(:|$)/);
      expect(HostConfig.CapDrop, Name).toEqual(["ALL"]);
      expect(HostConfig.CapAdd ?? [], Name).toEqual([]);
      expect(HostConfig.ReadonlyRootfs, Name).toBe(true);
      expect(HostConfig.SecurityOpt, Name).toContain("no-new-privileges");
      expect(HostConfig.Privileged, Name).toBe(false);
    }
  });

  it("has limits without swap, rotated logs and a restart policy", () => {
    for (const { HostConfig, Config, Name } of running) {
      expect(HostConfig.Memory, Name).toBeGreaterThan(0);
      expect(HostConfig.MemorySwap, Name).toBe(HostConfig.Memory);
      expect(HostConfig.NanoCpus, Name).toBeGreaterThan(0);
      expect(HostConfig.LogConfig, Name).toEqual({
        Type: "json-file",
        Config: { "max-size": "50m", "max-file": "3" },
      });
      const job = Config.Labels[labelNames.role] === "job";
      expect(HostConfig.RestartPolicy?.Name, Name).toBe(job ? "no" : "unless-stopped");
    }
  });
});
