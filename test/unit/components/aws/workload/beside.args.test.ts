import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { leaveScript, leaving, longestLeave } from "../../../../../components/aws/workload/beside.args";
import { leaveOf, stopSeconds } from "../../../../../components/aws/workload/service.args";
import { route, service, system } from "../../../../../components/model";
import { development, image, proxy } from "../../../../support/valid";

const api = service("api", {
  image: image("api"),
  port: 8000,
  env: {},
  drain: { delay: "20s", deadline: "580s" },
});
const shop = system("shop", development, {
  services: [api],
  ingress: { ...proxy, routes: [route("/", api)] },
});
const place = { engineImage: (reference: string) => reference, image: () => "" };
const text = (part: unknown): string => (typeof part === "string" ? part : "");
const log = { group: "shop", region: "eu-west-1", prefix: "api" };

describe("an instance that leaves", () => {
  it("has two minutes after the signal, and the rest of a longer drain before it, where no load balancer waits", () => {
    expect(stopSeconds(api)).toBe(120);
    expect(leaveOf(shop, api, false)).toEqual({ least: 20, most: 480 });
    expect(leaveOf(shop, api, true)).toBeUndefined();
    const short = { ...api, drain: { deadline: "90s" } } as const;
    expect([stopSeconds(short), leaveOf(shop, short, false)]).toEqual([90, undefined]);
  });

  it("is waited for by containers that are stopped one after another, each in the two minutes that it has", () => {
    const { containers } = leaving(place, {
      name: "api",
      leave: { least: 150, most: 480 },
      ports: [8000],
      log,
    });
    expect(
      containers.map(({ name, after, stopTimeout }) => [name, after?.[0]?.container, stopTimeout]),
    ).toEqual([
      ["leave", "api", 25],
      ["leave-2", "leave", 120],
      ["leave-3", "leave-2", 120],
      ["leave-4", "leave-3", 120],
      ["leave-5", "leave-4", 120],
    ]);
    expect(containers.map(({ command }) => /sleep (\d+)\n/.exec(text(command?.[2]))?.[1])).toEqual([
      ...["0", "0", "0", "35", "115"],
    ]);
    expect(
      leaving(place, { name: "api", leave: { least: 10, most: longestLeave }, ports: [8000], log })
        .containers,
    ).toHaveLength(5);
  });
});

describe("the script of a container that waits", () => {
  let folder = "";
  let running: ChildProcess | undefined;
  afterEach(() => {
    running?.kill("SIGKILL");
    if (folder !== "") rmSync(folder, { recursive: true });
    folder = "";
  });

  const line = (local: string, state: string) =>
    `   0: 0100007F:${local} 0100007F:D431 ${state} 00000000:00000000\n`;

  /** A script that was told to stop, and what it ends with. */
  async function stopped(connections: string, most: number): Promise<{ readonly ended: Promise<unknown> }> {
    folder = mkdtempSync(join(tmpdir(), "leave-"));
    writeFileSync(join(folder, "tcp"), "  sl  local_address rem_address   st tx_queue rx_queue\n");
    writeFileSync(join(folder, "tcp6"), connections);
    const script = leaveScript({ least: 0, most }, [8000, 80], folder);
    const child = spawn("sh", ["-c", script.replace("while :", "echo ready; while :")]);
    running = child;
    const ended = new Promise((resolve) => child.on("exit", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGTERM");
    return { ended };
  }

  it("ends at once where no connection to the ports is open", async () => {
    const others = [line("1F41", "01"), line("1F40", "0A"), line("0F40", "01"), line("0050", "06")].join("");
    expect(await (await stopped(others, 600)).ended).toBe(0);
  });

  it("waits while one is, and ends when it has closed", async () => {
    const { ended } = await stopped(line("1F40", "01"), 600);
    let over = false;
    void ended.then(() => (over = true));
    await vi.waitFor(
      async () => {
        const { stdout } = await promisify(execFile)("ps", ["-o", "args", "--ppid", String(running?.pid)]);
        expect(stdout).toContain("sleep 1");
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(over).toBe(false);
    writeFileSync(join(folder, "tcp6"), "");
    expect(await ended).toBe(0);
  });

  it("ends at its limit, whatever is open", async () => {
    expect(await (await stopped(line("0050", "01"), 2)).ended).toBe(0);
  });
});
