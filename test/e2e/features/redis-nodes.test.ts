import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containersOf, engine, eventually, execIn } from "../docker/engine";
import { Ledger } from "./support/ledger";

const relay = new Ledger("relay-nodes", "relay");

/** As a client does that knows Sentinels: it asks each in turn for the master, and writes there. */
const library = `ask() { timeout 2 redis-cli --no-auth-warning "$@" 2>/dev/null; }
master() {
  for one in $(echo "$QUEUE_URL" | sed 's/.*@//; s/,/ /g'); do
    found=$(ask -h "\${one%:*}" -p "\${one#*:}" sentinel get-master-addr-by-name "$QUEUE_NAME" | head -n 1)
    if [ -n "$found" ]; then echo "$found"; return; fi
  done
}
`;
const asked = async (script: string) => (await relay.shell(`${library}${script}`)).output.trim();

/** The container of a server by its name on the store's network: \`queue-1.queue-nodes\`. */
async function serverOf(name: string) {
  for (const { id } of (await containersOf(relay.stack)).filter(({ role }) => role === "store")) {
    const container = engine().getContainer(id);
    const { Config } = await container.inspect();
    if (Config.Hostname === name.split(".")[0]) return container;
  }
  throw new Error(`there is no server ${name}`);
}

beforeAll(async () => {
  const { code, output } = await relay.up();
  expect(code, output).toBe(0);
});

afterAll(() => relay.remove());

describe("a Redis of three nodes", () => {
  it("has a master that the URL leads to, and two replicas of it", async () => {
    // A server counts as well before its copy is whole, and the Sentinels may have chosen another while the machine was busy.
    const name = await eventually("no master has two replicas", async () => {
      const master = await asked("master");
      const replicas = await asked(`ask -h ${master} info replication | grep -c 'state=online'`);
      return replicas === "2" ? master : undefined;
    });
    expect(name).toMatch(/^queue-[012]\.queue-nodes$/);
  });

  it("goes on with another master within 15 s when a writing client's is killed, with all that was acknowledged", async () => {
    const before = await asked("master");
    // A write counts that a replica has as well. One line for each: when, and what was written.
    const writing = asked(`end=$(($(date +%s) + 25)); n=0
      while [ "$(date +%s)" -lt $end ]; do
        n=$((n + 1))
        kept=$(printf 'rpush log %s\\nwait 1 500\\n' $n | ask -h "$(master)" | tail -n 1)
        if [ "$kept" -ge 1 ] 2>/dev/null; then echo "$(date +%s%3N) $n"; fi
        sleep 0.2
      done`);
    await eventually("the first writes", async () =>
      Number(await asked("ask -h $(master) llen log")) > 3 ? true : undefined,
    );
    const killed = await serverOf(before);
    await killed.kill();
    const written = (await writing).split("\n").map((line) => line.split(" ").map(Number));
    const gaps = written.slice(1).map(([at = 0], index) => at - (written[index]?.[0] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThan(2000);
    expect(Math.max(...gaps)).toBeLessThan(15_000);
    const after = await asked("master");
    expect(after).not.toBe(before);
    const held = new Set((await asked(`ask -h ${after} lrange log 0 -1`)).split("\n").map(Number));
    expect(written.filter(([, n = 0]) => !held.has(n))).toEqual([]);
    await killed.start();
    await eventually("the old master as a replica", async () => {
      const { output } = await execIn(killed, [
        "sh",
        "-c",
        "REDISCLI_AUTH=$(cat /run/secrets/password) redis-cli --no-auth-warning role",
      ]);
      return output.includes("slave") && output.includes("connected") ? true : undefined;
    });
  });

  it("changes nothing when it is deployed again, whoever is the master, and is well", async () => {
    const preview = ["preview", "--stack", relay.stack, "--expect-no-changes"];
    const { code, output } = await relay.checkout.pulumi(...preview);
    expect(code, output).toBe(0);
    const verified = await relay.checkout.trireme("verify", relay.stack);
    expect(verified.code, verified.output).toBe(0);
  });
});
