import type { Container } from "dockerode";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { labelNames } from "../../../components/model";
import type { Outcome } from "../docker/checkout";
import { containerOf, engine } from "../docker/engine";
import { Live } from "./support/live";

const production = inject("production");
const { stack } = production;
const live = new Live(production);

const names = ["db", "redis", "db-daily", "redis-daily", "backend", "aggregator", "mcp"];
const roleOf = (part: string): string =>
  part.endsWith("-daily") ? "backup" : part === "db" || part === "redis" ? "store" : "service";

/** Containers that carry this stack's labels though others made them; by name they come first. */
const decoys: Container[] = [];
let since = 0;
/** The stack's own, looked up before there are decoys: the suite's helpers go by labels. */
const own = { image: "", network: "", redis: "" };

async function decoy(system: string, part: string, role: string, network = "none"): Promise<Container> {
  const made = await engine().createContainer({
    name: `aaa-${stack}-${system}-${part}-${role}`,
    Image: own.image,
    Entrypoint: ["sh", "-c", "echo I am a decoy; trap 'exit 0' TERM; while :; do sleep 1; done"],
    Cmd: [],
    User: "65534",
    Labels: {
      [labelNames.system]: system,
      [labelNames.stack]: stack,
      [labelNames.component]: part,
      [labelNames.role]: role,
    },
    HostConfig: { NetworkMode: network },
  });
  decoys.push(made);
  await made.start();
  return made;
}

/** What was done to the decoys since they were made: nothing, one hopes. */
async function touched(): Promise<readonly string[]> {
  const stream = await engine().getEvents({
    since: since + 1,
    until: Math.floor(Date.now() / 1000) + 1,
    filters: { container: decoys.map(({ id }) => id) },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks)
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { Action, Actor } = JSON.parse(line) as {
        Action: string;
        Actor: { Attributes: { name: string } };
      };
      return `${Action} ${Actor.Attributes.name}`;
    });
}

async function command(name: string, ...args: readonly string[]): Promise<Outcome> {
  const outcome = await live.checkout.trireme(name, stack, ...args);
  expect(outcome.code, outcome.output).toBe(0);
  return outcome;
}

describe("beside another system's stack of this name, and another checkout's", { timeout: 300_000 }, () => {
  beforeAll(async () => {
    const redis = await (await containerOf(stack, "redis", "store")).inspect();
    const backend = await (await containerOf(stack, "backend")).inspect();
    Object.assign(own, {
      image: redis.Image,
      redis: redis.Id,
      network: Object.keys(backend.NetworkSettings.Networks)[0],
    });
    for (const system of ["forum", "syfthub"]) {
      for (const part of names) await decoy(system, part, roleOf(part));
      await decoy(system, "db", "credentials");
    }
    since = Math.ceil(Date.now() / 1000);
  }, 120_000);

  afterAll(async () => {
    await Promise.all(decoys.map((one) => one.remove({ force: true, v: true })));
  }, 120_000);

  it("commands that look and that save see this stack's containers alone", async () => {
    const logs = await command("logs", "db", "db-daily", "--tail", "50");
    expect(logs.output).not.toContain("decoy");
    await command("backup", "redis-daily");
    await command("drill", "redis-daily");
    expect(await touched()).toEqual([]);
  });

  it("a restore stops and starts this stack's containers alone", async () => {
    const before = /The data before is kept as (\w+)/;
    const { output } = await command("restore", "--backup", "redis-daily", "--from", "latest", "--yes");
    await command("restore", "--backup", "redis-daily", "--forget", before.exec(output)?.[1] ?? "");
    expect(await touched()).toEqual([]);
  });

  it("a restore stops nothing while one that the state does not name can write to the store", async () => {
    const lost = await decoy("syfthub", "backend", "job", own.network);
    const redis = engine().getContainer(own.redis);
    const began = await redis.inspect();
    const refused = await live.checkout.trireme(
      ...(["restore", stack, "--backup", "redis-daily", "--from", "latest", "--yes"] as const),
    );
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/can write to the store and is not in the stack's state/);
    expect((await redis.inspect()).State.StartedAt).toBe(began.State.StartedAt);
    expect((await lost.inspect()).State.Running).toBe(true);
  });
});
