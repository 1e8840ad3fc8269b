import { describe, expect, it } from "vitest";
import { needOf, parallelThrough, pathWith, pluginsFor } from "../../../setup/environment";

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
