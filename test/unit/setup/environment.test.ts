import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineStatus } from "../../../setup/engine";
import { needOf, parallelThrough, pathWith, pluginsFor, prepare } from "../../../setup/environment";
import type { Progress } from "../../../setup/progress";

// What runs here is not what the checkout's own engine is.
vi.mock("../../../setup/workspace", async (original) => ({
  ...(await original<object>()),
  writeLocal: () => undefined,
}));

/** What sshd takes by default: connections that have not logged in yet, and sessions of a shared connection. */
const defaults = { startups: 10, sessions: 10 };
/** Connections that a deployment's own questions to the engine share at most (`components/docker/runtime`). */
const asked = 4;

describe("a deployment through SSH", () => {
  it("opens no more connections at once than an SSH server takes by default", () => {
    const parallel = Number(parallelThrough({ DOCKER_HOST: "ssh://deploy@vm.example.com" }));
    expect(parallel).toBeGreaterThan(1);
    expect(parallel + asked).toBeLessThan(Math.min(defaults.startups, defaults.sessions));
  });

  it.each([
    ["nothing where the engine is at hand", {}],
    ["nothing for a socket", { DOCKER_HOST: "unix:///var/run/docker.sock" }],
    ["what the operator says", { DOCKER_HOST: "ssh://deploy@vm.example.com", PULUMI_PARALLEL: "16" }],
  ])("bounds %s", (_, env) => {
    expect(parallelThrough(env)).toBeUndefined();
  });
});

describe("an engine", () => {
  const progress: Progress = { note: () => undefined, step: () => Promise.reject(new Error("starts one")) };
  let folder = "";
  let server: Server;
  let asked: (string | undefined)[] = [];

  beforeEach(async () => {
    asked = [];
    folder = mkdtempSync(join(tmpdir(), "trireme-engine-"));
    server = createServer((request, response) => {
      asked.push(request.url);
      response.end(JSON.stringify({ Version: "29.1.2" }));
    });
    await new Promise<void>((resolve) => server.listen(join(folder, "docker.sock"), resolve));
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it("is asked once whether it answers, at the address in the environment that is handed in", async () => {
    const env = { DOCKER_HOST: `unix://${join(folder, "docker.sock")}`, HOME: "/home/x" };
    const before = { ...process.env };
    expect(await prepare(["engine"], progress, [], { env })).toEqual(env);
    expect(asked).toEqual(["/version"]);
    expect(process.env).toEqual(before);
  });

  it("is not asked again by what is told how it answered", async () => {
    const env = { DOCKER_HOST: `unix://${join(folder, "docker.sock")}` };
    const engine = await engineStatus(env);
    expect(engine).toMatchObject({ kind: "theirs", version: "29.1.2" });
    expect(await prepare(["engine"], progress, [], { env, engine })).toEqual(env);
    expect(asked).toEqual(["/version"]);
  });
});

describe("the plugins that a command needs", () => {
  it("are those of every stack, and what the target's own needs name", () => {
    expect(pluginsFor(new Set(["cli", "plugins", needOf("azure"), "engine"]))).toEqual([
      ...["docker", "random", "tls"],
      "azure",
    ]);
    expect(pluginsFor(new Set(["cli", "images"]))).toEqual([]);
  });
});

describe("PATH", () => {
  it("has a CLI of ours first, once", () => {
    expect(pathWith({ folder: "/cache/cli", origin: "built" }, "/node/bin:/cache/cli:/usr/bin")).toBe(
      "/cache/cli:/node/bin:/usr/bin",
    );
  });

  it("keeps its order with the operator's CLI: the folder may have another Node.js than the newer one before it", () => {
    expect(pathWith({ folder: "/usr/bin", origin: "user" }, "/node/bin:/usr/bin")).toBe("/node/bin:/usr/bin");
  });
});
