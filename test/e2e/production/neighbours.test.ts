import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { containerOf, containersOf, engine, execIn, leftovers } from "../docker/engine";
import { removeProduction, stackFile } from "./setup";

/** Every container of a stack by id, with the moment it started and the networks it is on. */
async function stateOf(stack: string): Promise<readonly string[]> {
  const found = await containersOf(stack);
  const lines = await Promise.all(
    found.map(async ({ id, name }) => {
      const { State, NetworkSettings } = await engine().getContainer(id).inspect();
      const running = State.Running ? "runs" : "rests";
      const networks = Object.keys(NetworkSettings.Networks).sort();
      return `${name} ${id} ${running} since ${State.StartedAt} on ${networks.join(" ")}`;
    }),
  );
  return lines.sort();
}

async function addressesOf(stack: string): Promise<readonly string[]> {
  const found = await containersOf(stack);
  const all = await Promise.all(found.map(({ id }) => engine().getContainer(id).inspect()));
  return all
    .filter(({ State }) => State.Running)
    .flatMap(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Networks).flatMap(({ IPAddress }) =>
        IPAddress === "" ? [] : [IPAddress],
      ),
    );
}

const ports = { db: 5432, redis: 6379, backend: 8000, aggregator: 8001, mcp: 8002 };

/** Node.js in the sample application's containers: which of the addresses accept a connection to any of the ports. */
const probe = `
const net = require("node:net");
const [addresses, ports] = JSON.parse(process.argv[1]);
const ask = (host, port) => new Promise((done) => {
  const socket = net.connect({ host, port });
  const end = (open) => { socket.destroy(); done(open ? [host + ":" + port] : []); };
  socket.setTimeout(2000, () => end(false)).once("connect", () => end(true)).once("error", () => end(false));
});
Promise.all(addresses.flatMap((host) => ports.map((port) => ask(host, port))))
  .then((found) => console.log(JSON.stringify(found.flat())));
`;

describe("two production stacks on one engine", () => {
  const first = inject("production");
  const checkout = Checkout.at(first.folder);
  const second = { ...first, stack: `other-${first.stack}`, http: first.http + 20, https: first.https + 20 };
  const file = `Pulumi.${second.stack}.yaml`;
  let before: readonly string[] = [];
  let removed = false;

  async function reached(from: string, to: string): Promise<readonly string[]> {
    const container = await containerOf(from, "backend");
    const question = JSON.stringify([await addressesOf(to), Object.values(ports)]);
    const { code, output } = await execIn(container, ["node", "-e", probe, question]);
    expect(code, output).toBe(0);
    return JSON.parse(output) as readonly string[];
  }

  beforeAll(async () => {
    before = await stateOf(first.stack);
    checkout.write(file, stackFile(second, "", "  trireme:replicas: 1\n"));
    const { code, output } = await checkout.trireme("up", second.stack, "--yes", "--skip-preview");
    expect(code, output).toBe(0);
  }, 900_000);

  afterAll(async () => {
    if (!removed) await removeProduction(checkout, second.stack);
  }, 300_000);

  it("do not touch each other's containers when the second comes", async () => {
    expect(before.length).toBeGreaterThan(10);
    expect(await stateOf(first.stack)).toEqual(before);
  });

  it("reach their own parts and none of the other's", async () => {
    const stacks = [first.stack, second.stack] as const;
    for (const [from, to] of [stacks, [stacks[1], stacks[0]] as const]) {
      expect((await reached(from, from)).length).toBeGreaterThanOrEqual(3);
      expect(await reached(from, to)).toEqual([]);
    }
  });

  it("have data and secrets of their own", async () => {
    const passwordOf = async (stack: string): Promise<string | undefined> => {
      const { Config } = await (await containerOf(stack, "backend")).inspect();
      return Config.Env.find((line) => line.startsWith("SECRET_KEY="));
    };
    const volumesOf = async (stack: string): Promise<readonly string[]> => {
      const { Mounts } = await (await containerOf(stack, "db", "store")).inspect();
      return Mounts.flatMap(({ Name }) => Name ?? []);
    };
    expect(await passwordOf(first.stack)).not.toBe(await passwordOf(second.stack));
    const others = await volumesOf(second.stack);
    const shared = (await volumesOf(first.stack)).filter((name) => others.includes(name));
    expect(shared).toEqual([]);
  });

  it("do not touch each other when the second goes", async () => {
    const kept = await checkout.trireme("destroy", second.stack, "--yes", "--skip-preview");
    expect(kept.code, kept.output).toBe(0);
    expect(kept.output).toContain(`npx trireme destroy ${second.stack} --delete-data`);
    expect(kept.output).not.toMatch(/error:|protect/);
    expect(await containersOf(second.stack)).toEqual([]);
    const there = (await leftovers(second.stack)).filter(
      (name) => name.endsWith("db-data") || /db-data-/.test(name),
    );
    expect(there).toHaveLength(1);
    const refused = await checkout.trireme("destroy", second.stack, "--delete-data=other", "--yes");
    expect(refused.code, refused.output).toBe(1);
    expect(await leftovers(second.stack)).toEqual(expect.arrayContaining(there));
    const words = [`--delete-data=${second.stack}`, "--yes", "--skip-preview"] as const;
    const gone = await checkout.trireme("destroy", second.stack, ...words);
    expect(gone.code, gone.output).toBe(0);
    removed = true;
    expect(await leftovers(second.stack)).toEqual([]);
    expect(await stateOf(first.stack)).toEqual(before);
    const verified = await checkout.trireme("verify", first.stack);
    expect(verified.code, verified.output).toBe(0);
  }, 600_000);
});
