import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runningCluster } from "../../../../lab/cluster/record";
import { thorough } from "../../production/support/thorough";
import { eventually, kubectl, objectOf } from "../cluster";
import { ShopStack } from "../shop";
import { bringBack, declareBack, declareLost, lose, nodesNeeded } from "./node";

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly nodeName?: string };
}

/** Its API server and etcd are on the first node, which is not lost here. */
const kept = "node1";

/**
 * A shell script that writes to whichever server the Sentinel beside it calls the master, a key each tenth of a second, and prints the
 * number of each key that a second server has as well, with the millisecond. Takes a password and for how many seconds.
 */
const writing = `
export REDISCLI_AUTH=$1
end=$(( $(date +%s) + $2 )) index=0
while [ "$(date +%s)" -lt "$end" ]; do
  index=$((index + 1))
  master=$(timeout 2 redis-cli --no-auth-warning -p 26379 sentinel get-master-addr-by-name cache 2>/dev/null | head -n 1)
  said=$(printf 'set key-%s %s\\nwait 1 1000\\n' $index $index | timeout 3 redis-cli --no-auth-warning -h "$master" 2>/dev/null | tr '\\n' ' ')
  case $said in "OK 1 " | "OK 2 ") echo "$index $(date +%s%3N)" ;; esac
  sleep 0.1
done`;

// In order: each test goes on where the one before it left the stack.
describe.runIf(thorough)("a node that is lost, of three", { timeout: 600_000 }, () => {
  let ledger: ShopStack;
  let lost = "";
  const own = (): readonly string[] => ["--namespace", ledger.namespace];
  const pod = async (name: string): Promise<Pod> => await objectOf<Pod>("pod", name, ...own());
  const nodeOf = async (name: string): Promise<string> => (await pod(name)).spec.nodeName ?? "";
  const asked = async (variable: string, statement: string): Promise<string> =>
    (await ledger.inPod("deployment/client", `timeout 5 psql -XAtqw "$${variable}" -c "$1" 2>&1`, statement))
      .said;
  const redis = async (name: string, port: number, words: string): Promise<string> =>
    (
      await ledger.inPod(
        `pod/${name}`,
        `REDISCLI_AUTH=$1 timeout 3 redis-cli --no-auth-warning -p ${port} ${words} 2>&1`,
        password,
      )
    ).said;
  const caches = [0, 1, 2].map((index) => `cache-${index}`);
  const master = async (name: string): Promise<string> =>
    (await redis(name, 26379, "sentinel get-master-addr-by-name cache")).split(".")[0] ?? "";
  let password = "";

  beforeAll(async () => {
    const nodes = runningCluster()?.layout.nodes.length ?? 0;
    if (nodes < nodesNeeded)
      throw new Error(`the cluster has ${nodes} nodes; start one with: npx trireme cluster start --nodes 3`);
    ledger = await ShopStack.create("ledger");
    await ledger.up("v1");
    password = (await ledger.inPod("deployment/client", 'printf %s "$CACHE_PASSWORD"')).said;
  }, 600_000);

  afterAll(async () => {
    if (lost !== "") {
      await declareBack(lost);
      await bringBack(lost).catch(() => undefined);
    }
    await kubectl(["uncordon", "node2", "node3"], true);
    await ledger.remove();
  });

  it("has one server of three that are a set", async () => {
    expect((await Promise.all(caches.map(nodeOf))).sort()).toEqual(["node1", "node2", "node3"]);
    expect(await nodeOf("db-0")).not.toBe(await nodeOf("db-replica-1-0"));
  });

  it("takes a master with it: another is chosen, and nothing that two servers had is lost", async () => {
    const asking = caches[(await Promise.all(caches.map(nodeOf))).indexOf(kept)] ?? "";
    const first = await eventually(
      120,
      async () => {
        const found = await master(asking);
        if (found === asking) await redis(asking, 26379, "sentinel failover cache");
        return found;
      },
      (found) => caches.includes(found) && found !== asking,
    );
    await eventually(
      60,
      () => redis(first, 6379, "info replication"),
      (said) => (said.match(/state=online/g) ?? []).length === 2,
    );
    const written = ledger.inPod(`pod/${asking}`, writing, password, "60");
    await delay(5_000);
    lost = await nodeOf(first);
    const at = Date.now();
    await lose(lost);
    const next = await eventually(
      60,
      () => master(asking),
      (found) => caches.includes(found) && found !== first,
    );
    const { said } = await written;
    const acknowledged = said.split("\n").map((line) => line.split(" ").map(Number));
    const times = acknowledged.map(([, time = 0]) => time);
    const pause = Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    console.log(
      `${acknowledged.length} writes that two servers have, ${times.filter((time) => time > at).length} of them after the loss; the longest pause was ${pause} ms`,
    );
    expect(times.filter((time) => time < at).length).toBeGreaterThan(10);
    expect(times.at(-1)).toBeGreaterThan(at + 30_000);
    expect(pause).toBeLessThan(30_000);

    await bringBack(lost);
    lost = "";
    await eventually(
      120,
      () => redis(next, 6379, "info replication"),
      (info) => (info.match(/state=online/g) ?? []).length === 2,
    );
    const keys = acknowledged.map(([index = 0]) => `key-${index}`).join(" ");
    for (const name of caches)
      expect((await redis(name, 6379, `mget ${keys}`)).split("\n"), name).toEqual(
        acknowledged.map(([index]) => String(index)),
      );
  });

  it("takes a database with it: its replica answers meanwhile, and it comes up elsewhere with every row", async () => {
    expect(
      await asked("DATABASE_URL", "create table entries as select id from generate_series(1, 1000) id"),
    ).toBe("");
    const primary = await nodeOf("db-0");
    if (primary === kept) {
      await kubectl(["cordon", kept]);
      await kubectl(["delete", "pod", ...own(), "db-0", "--wait"]);
      await kubectl(["rollout", "status", ...own(), "statefulset/db", "--timeout=180s"]);
      await kubectl(["uncordon", kept]);
    }
    const leaving = await nodeOf("db-0");
    // Whoever asks, and who answers meanwhile, are elsewhere.
    await kubectl(["cordon", leaving]);
    await kubectl(["rollout", "restart", ...own(), "deployment/client"]);
    await kubectl(["rollout", "status", ...own(), "deployment/client", "--timeout=180s"]);
    if ((await nodeOf("db-replica-1-0")) === leaving) {
      await kubectl(["delete", "pod", ...own(), "db-replica-1-0", "--wait"]);
      await kubectl(["rollout", "status", ...own(), "statefulset/db-replica-1", "--timeout=180s"]);
    }
    await eventually(
      60,
      () => asked("READ_URL", "select count(*) || ' ' || pg_is_in_recovery() from entries"),
      (said) => said === "1000 true",
    );
    await kubectl(["uncordon", leaving]);

    lost = leaving;
    const { uid } = (await pod("db-0")).metadata;
    const at = Date.now();
    await lose(leaving);
    await eventually(
      60,
      () => asked("READ_URL", "select count(*) || ' ' || pg_is_in_recovery() from entries"),
      (said) => said === "1000 true",
    );
    await kubectl(["wait", `node/${leaving}`, "--for=condition=Ready=Unknown", "--timeout=120s"]);
    await declareLost(leaving);
    const said = await eventually(
      240,
      () =>
        asked("DATABASE_URL", "insert into entries values (1001) returning (select count(*) from entries)"),
      (answer) => /^\d+$/.test(answer),
    );
    console.log(
      `the database took writes again ${Math.round((Date.now() - at) / 1000)} s after its node was lost`,
    );
    expect(said).toBe("1000");
    const moved = await pod("db-0");
    expect(moved.metadata.uid).not.toBe(uid);
    expect(moved.spec.nodeName).not.toBe(leaving);
    await eventually(
      60,
      () => asked("READ_URL", "select count(*) || ' ' || pg_is_in_recovery() from entries"),
      (answer) => answer === "1001 true",
    );

    await bringBack(leaving);
    await declareBack(leaving);
    lost = "";
    const { code, output } = await ledger.program.attempt("preview", "--expect-no-changes");
    expect(code, output).toBe(0);
  });
});
