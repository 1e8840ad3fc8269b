import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DockerOperations, dockerLog } from "../../../../cli/operations/docker";
import type { Instance } from "../../../../cli/runtime/runtime";
import { job, redis } from "../../../../components/model";
import type { Progress } from "../../../../setup/progress";

const progress = { step: (_: string, body: () => unknown) => body() } as unknown as Progress;
const instance = (component: string, role: string, more: Partial<Instance> = {}): Instance => ({
  ...{ id: `id-${component}`, name: `shop-${component}`, component, role },
  ...more,
});

let folder: string;
const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
const operations = (...containers: readonly Instance[]) =>
  new DockerOperations("dev", { ...process.env, PATH: `${folder}:${process.env.PATH ?? ""}` }, () =>
    Promise.resolve(containers),
  );

// In the place of docker: it notes what it is asked, and all containers run.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-"));
  const docker = join(folder, "docker");
  writeFileSync(
    docker,
    `#!/bin/sh
echo "$@" >> ${folder}/calls
case $1 in
  inspect) echo '[{"Id":"x","Name":"/x","State":{"Status":"running"},"Config":{}}]' ;;
  logs) echo "2026-11-21T12:00:00Z up" ;;
  exec) exit 3 ;;
  run) exec cat ;;
esac
`,
  );
  chmodSync(docker, 0o755);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("a stack on a Docker engine", () => {
  it("prints its containers' logs from a moment on", async () => {
    const [source] = await operations(instance("web", "service")).sources();
    const lines: string[] = [];
    const since = new Date("2026-11-21T11:00:00Z");
    await source?.read({ follow: false, tail: "5", since }, ({ at, text }) => lines.push(`${at} ${text}`));
    expect(lines).toEqual(["2026-11-21T12:00:00Z up"]);
    expect(calls()).toEqual(["logs --timestamps --tail 5 --since 2026-11-21T11:00:00.000Z id-web"]);
    expect(dockerLog("c", { follow: true, tail: "all" })).toContain("--follow");
  });

  it("runs a job by its scheduler, and ends as it does", async () => {
    const daily = job("daily", { image: { reference: "a:1" }, run: { schedule: "@daily" } } as never);
    expect(await operations(instance("daily", "schedule")).run(daily)).toBe(3);
    expect(calls()[0]).toMatch(/^exec id-daily /);
    await expect(operations().run(daily)).rejects.toThrow("npx trireme up dev");
  });

  it("restarts the instances of a service one after the other, and no other", async () => {
    await operations(
      instance("web", "service", { id: "one" }),
      instance("web", "service", { id: "two" }),
      instance("web", "service", { id: "old", replaced: true }),
      instance("db", "store"),
    ).restart("web", progress);
    expect(calls()).toEqual(["restart one", "inspect one", "restart two", "inspect two"]);
    await expect(operations(instance("web", "service")).restart("db", progress)).rejects.toThrow(
      'Stack dev runs no service "db"; it runs web.',
    );
  });

  it("opens a command with a terminal where there is one", async () => {
    const web = instance("web", "service");
    expect(await operations().session(web, ["sh", "-c", "id"], true)).toEqual([
      ...["docker", "exec", "--interactive", "--tty", "id-web", "sh", "-c", "id"],
    ]);
    expect(await operations().session(web, ["id"], false)).not.toContain("--tty");
  });

  it("leads to a store by a container in the store's own network, for each connection", async () => {
    const cache = redis("cache", { version: "7", persistence: "none" });
    const all = operations(
      instance("cache", "credentials"),
      instance("cache", "store", { id: "first", name: "shop-cache-0" }),
      instance("cache", "store", { id: "second", name: "shop-cache-1" }),
    );
    const tunnel = await all.tunnel(cache, { port: 0, instance: "shop-cache-1", through: [] });
    const socket = connect(tunnel.port, "127.0.0.1");
    socket.end("PING");
    expect(await text(socket)).toBe("PING");
    await tunnel.close();
    expect(calls()).toEqual([
      expect.stringMatching(
        /^run --rm --interactive --network container:second .* --cap-drop ALL .* nc 127\.0\.0\.1 6379$/,
      ),
    ]);
    await expect(all.tunnel(cache, { port: 0, instance: "x", through: [] })).rejects.toThrow(
      "cache has no server x; it has shop-cache-0, shop-cache-1.",
    );
    await expect(operations().tunnel(cache, { port: 0, through: [] })).rejects.toThrow(
      "No server of cache runs in stack dev; npx trireme up dev starts it.",
    );
  });
});
