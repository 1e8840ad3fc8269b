import { describe, expect, it } from "vitest";
import { onEngineOf, readsEngine, socketFolder } from "../../../../../components/docker/runtime/folders.args";
import type { Monitoring } from "../../../../../components/model";
import { lowered } from "../../../../../components/lowering";
import { environmentOf } from "../../../../../stacks/config/environments";
import { parse } from "../../../../../stacks/config/parse";
import { systems } from "../../../../../stacks/systems";

describe("the folders of an engine", () => {
  it("are in the place of the usual ones, and of nothing that only begins like them", () => {
    const mounts = [
      "/",
      "/sys",
      "/var/run",
      "/var/running",
      "/var/lib/docker",
      "/var/lib/docker/containers",
      "/var/lib/dockers",
    ].map((from) => ({ from, path: from }));
    const moved = onEngineOf({ data: "/srv/engine", socket: "/run/mine" }, { mounts, processes: true });
    expect(moved?.mounts.map(({ from }) => from)).toEqual([
      "/",
      "/sys",
      "/run/mine",
      "/var/running",
      "/srv/engine",
      "/srv/engine/containers",
      "/var/lib/dockers",
    ]);
    expect(moved?.mounts.map(({ path }) => path)).toEqual(mounts.map(({ path }) => path));
    expect(moved?.processes).toBe(true);
    expect(onEngineOf({ data: "/a", socket: "/b" }, undefined)).toBeUndefined();
  });

  it("has the socket where it is reached on the machine, and in the usual one through SSH", () => {
    expect(socketFolder("unix:///run/user/1000/docker.sock")).toBe("/run/user/1000");
    expect(socketFolder("ssh://deploy@vm.example.com")).toBe("/var/run");
    expect(socketFolder(undefined)).toBe("/var/run");
  });

  it("are asked for where the logs are collected or containers are measured, and nowhere else", () => {
    const config = parse({
      system: "simplr",
      environment: "development",
      target: "docker",
      domain: "localhost",
    });
    const { monitoring: _, ...plain } = systems.simplr(environmentOf(config));
    const metrics = { interval: "15s", retention: "1d" } as const;
    const read = (monitoring: Monitoring) =>
      readsEngine(lowered({ ...plain, monitoring }, { features: ["monitoring"] }));
    expect(readsEngine(plain)).toBe(false);
    expect(read({ metrics, alerts: [] })).toBe(false);
    expect(read({ alerts: [], tracing: { retention: "1d" } })).toBe(false);
    expect(read({ alerts: [], logs: { retention: "1d" } })).toBe(true);
    expect(read({ metrics, alerts: [], hostMetrics: true })).toBe(true);
  });
});
