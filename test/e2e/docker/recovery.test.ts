import type Docker from "dockerode";
import { afterEach, beforeEach, expect, it } from "vitest";
import { engineAt, type Engine } from "../../../components/docker/runtime";
import { engineContainer, postgres } from "../../../components/model";
import { eventually, execIn } from "./engine";
import { Data, sql } from "./support/postgres";

const props = { version: "16", database: "shop", user: "shop" };
const store = postgres("db", props);
/** In recovery it takes no connections at all, as after a crash. */
const recovering = postgres("db", { ...props, parameters: { hot_standby: "off" } });

let data: Data;
let release: Engine;
beforeEach(() => {
  data = new Data();
  release = engineAt(process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock");
});
afterEach(() => data.remove());

const shell = async (server: Docker.Container, script: string): Promise<void> => {
  expect(await execIn(server, ["sh", "-c", script])).toMatchObject({ code: 0 });
};
const alive = (): readonly string[] => {
  const { probe } = engineContainer(store).alive;
  return "command" in probe ? probe.command : [];
};

it("a Postgres that recovers longer than the release's deadline is waited for, and left to recover", async () => {
  let server = await data.serve(store);
  await sql(server, store, "create table kept as select g from generate_series(1, 100000) g");
  // Killed, with its log still to be read again. What it reads it reads as a standby, so that this test says when it has read all.
  await shell(server, 'touch "$PGDATA/standby.signal"');
  await server.kill();
  server = await data.start(recovering);
  await eventually("it rejects connections", async () =>
    /rejecting/.test((await execIn(server, ["pg_isready", "-h", "127.0.0.1"])).output) ? true : undefined,
  );
  const healthy = await execIn(server, [
    "pg_isready",
    ...["-q", "-h", "127.0.0.1", "-U", store.owner, "-d", store.databaseName],
  ]);
  expect(healthy.code).toBe(1);
  expect((await execIn(server, alive())).code).toBe(0);

  // As a store without a sign of life the release would give it up.
  const given = await release.becomesHealthy(server.id, { deadline: 2 });
  expect(given).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^did not become healthy within 2 s: .*rejecting connections/) as string,
  });

  const waiting = release.becomesHealthy(server.id, {
    deadline: 2,
    recovery: { alive: alive(), deadline: 120 },
  });
  const first = await Promise.race([
    waiting,
    new Promise((resolve) => setTimeout(resolve, 5000)).then(() => "still waiting"),
  ]);
  expect(first).toBe("still waiting");
  // The engine has asked five times by then, and has the store as unhealthy: it must not end it for that.
  await eventually("the engine calls it unhealthy", async () =>
    (await server.inspect()).State.Health?.Status === "unhealthy" ? true : undefined,
  );
  await shell(server, "pg_ctl promote -W");
  expect(await waiting).toEqual({ ok: true });
  const { RestartCount, State } = await server.inspect();
  expect([RestartCount, State.Running]).toEqual([0, true]);
  expect(await sql(server, store, "select count(*) from kept")).toEqual(["100000"]);
});
