import type Docker from "dockerode";
import { afterEach, describe, expect, it } from "vitest";
import { engineAt } from "../../../components/docker/runtime";
import { engine, imageOf } from "./engine";

const waiting = engineAt(undefined);
const made: Docker.Container[] = [];

interface Options {
  readonly check?: string;
  readonly restart?: "no" | "unless-stopped";
}

/** A container of an image that the engine surely has: the one that the suite's own stack runs. */
async function container(script: string, { check, restart = "no" }: Options = {}): Promise<Docker.Container> {
  const created = await engine().createContainer({
    Image: await imageOf("e2e", { part: "redis" }),
    Entrypoint: ["sh", "-c", script],
    HostConfig: { RestartPolicy: { Name: restart }, NetworkMode: "none" },
    // The engine's own first check comes far too late for these tests.
    ...(check === undefined ? {} : { Healthcheck: { Test: ["CMD-SHELL", check], Interval: 3600e9 } }),
  });
  made.push(created);
  await created.start();
  return created;
}

async function nameOf(of: Docker.Container): Promise<string> {
  return (await of.inspect()).Name.slice(1);
}

afterEach(async () => {
  for (const one of made.splice(0)) await one.remove({ force: true, v: true });
});

describe("a container that must become healthy", () => {
  it("is so when its own check passes, long before the engine first asks", async () => {
    const { id } = await container("sleep 1; touch /tmp/ready; sleep 60", { check: "test -e /tmp/ready" });
    const started = Date.now();
    expect(await waiting.becomesHealthy(id, { deadline: 20 })).toEqual({ ok: true });
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it("may have only so many processes from then on", async () => {
    const one = await container("sleep 60");
    await waiting.becomesHealthy(one.id, { deadline: 5 });
    expect((await one.inspect()).HostConfig.PidsLimit).toBe(1024);
  });

  it("that does not pass it in time is told with what the check says and the last lines", async () => {
    const one = await container("echo starting; sleep 60", { check: "echo no table users; exit 1" });
    expect(await waiting.becomesHealthy(one.id, { deadline: 2 })).toEqual({
      ok: false,
      container: await nameOf(one),
      reason: 'did not become healthy within 2 s: its health check says "no table users"',
      log: "starting\n",
    });
  });

  it("that ends is told with its exit code and its last 20 lines, at once", async () => {
    const one = await container('for i in $(seq 30); do echo "line $i"; done; exit 7', { check: "true" });
    const outcome = await waiting.becomesHealthy(one.id, { deadline: 30 });
    expect(outcome).toMatchObject({ reason: "ended instead of becoming healthy, with exit code 7" });
    expect(outcome).toMatchObject({
      log: Array.from({ length: 20 }, (_, index) => `line ${index + 11}\n`).join(""),
    });
  });

  it("that falls over again and again is not waited for to the end", async () => {
    const one = await container("sleep 0.2; echo no DATABASE_URL >&2; exit 1", {
      check: "false",
      restart: "unless-stopped",
    });
    const outcome = await waiting.becomesHealthy(one.id, { deadline: 60 });
    expect(outcome).toMatchObject({ ok: false });
    expect(outcome).toHaveProperty("reason", "started and ended again and again, with exit code 1");
    expect(outcome).toHaveProperty("log", expect.stringContaining("no DATABASE_URL"));
  });
});

describe("a container that must run to its end", () => {
  it("has done so when it ends with 0", async () => {
    const { id } = await container("sleep 1");
    expect(await waiting.runsToEnd(id, { deadline: 20 })).toEqual({ ok: true });
  });

  it("that fails is told with its exit code and last lines", async () => {
    const one = await container("echo no such revision; exit 3");
    expect(await waiting.runsToEnd(one.id, { deadline: 20 })).toEqual({
      ok: false,
      container: await nameOf(one),
      reason: "failed, with exit code 3",
      log: "no such revision\n",
    });
  });

  it("that hangs is killed at its deadline", async () => {
    const one = await container("echo waiting for a lock; sleep 600");
    const outcome = await waiting.runsToEnd(one.id, { deadline: 2 });
    expect(outcome).toMatchObject({
      reason: "did not end within 2 s and was killed",
      log: "waiting for a lock\n",
    });
    expect((await one.inspect()).State.Running).toBe(false);
  });

  it("that was made and never started is started", async () => {
    const one = await engine().createContainer({
      Image: await imageOf("e2e", { part: "redis" }),
      Entrypoint: ["true"],
    });
    made.push(one);
    expect(await waiting.runsToEnd(one.id, { deadline: 20 })).toEqual({ ok: true });
  });
});
