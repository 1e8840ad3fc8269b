import { afterEach, describe, expect, it, vi } from "vitest";
import { daemonArguments, missingForEngine, type EngineStatus } from "../../../setup/engine";

const silent = (host: string): EngineStatus => ({ kind: "none", host, answer: "silent" });
const local = "unix:///var/run/docker.sock";

describe("what is told when no engine can be had", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is nothing where one answers", () => {
    expect(missingForEngine({ kind: "theirs", host: local, version: "28.0.0" }, {})).toEqual([]);
  });

  it("names an engine that DOCKER_HOST names and that does not answer; none is started in its place", () => {
    const host = "tcp://10.0.0.7:2375";
    const [missing] = missingForEngine(silent(host), { DOCKER_HOST: host });
    expect(missing?.what).toBe(
      `No Docker engine answers at ${host}, which the stack (trireme:host) or DOCKER_HOST names.`,
    );
    expect(missing?.remedies).toEqual([
      "start that engine",
      "name another one: pulumi config set host, or DOCKER_HOST",
    ]);
  });

  it("names the docker context where that is what was chosen", () => {
    const [missing] = missingForEngine(silent("unix:///home/ann/.colima/docker.sock"), {});
    expect(missing?.what).toContain("which the docker context names");
  });

  it("tells a user whom the engine does not let in how to be let in", () => {
    const [missing] = missingForEngine({ kind: "none", host: local, answer: "forbidden" }, {});
    expect(missing?.remedies[0]).toContain("usermod -aG docker");
  });

  it("offers every way to an engine to a user who may not install one", () => {
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    const [missing] = missingForEngine(silent(local), {});
    expect(missing?.what).toContain("takes root on Debian or Ubuntu");
    expect(missing?.remedies).toHaveLength(4);
  });
});

describe("our own engine", () => {
  it("keeps its data where it is told, and has addresses for more networks than the usual 31", () => {
    const words = daemonArguments("/data");
    expect(words.slice(0, 2)).toEqual(["--data-root", "/data"]);
    const [, length, size] = /^base=[\d.]+\/(\d+),size=(\d+)$/.exec(words.at(-1) ?? "") ?? [];
    expect(words.at(-2)).toBe("--default-address-pool");
    expect(2 ** (Number(size) - Number(length))).toBe(256);
  });
});
