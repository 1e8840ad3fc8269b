import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { thorough } from "../../production/support/thorough";
import { eventually, kubectl } from "../cluster";
import { ShopStack } from "../shop";
import { SmallDisk, withoutPods } from "./disk";

describe.runIf(thorough)("a disk that is full", { timeout: 600_000 }, () => {
  let ledger: ShopStack;
  const own = (): readonly string[] => ["--namespace", ledger.namespace];
  const asked = async (statement: string): Promise<string> =>
    (
      await ledger.inPod(
        "deployment/client",
        'timeout 20 psql -XAtqw "$DATABASE_URL" -c "$1" 2>&1',
        statement,
      )
    ).said;
  const caches = [0, 1, 2].map((index) => `cache-${index}`);
  const redis = async (name: string, port: number, words: string): Promise<string> =>
    (
      await ledger.inPod(
        `pod/${name}`,
        `REDISCLI_AUTH=$1 timeout 5 redis-cli --no-auth-warning -p ${port} ${words} 2>&1`,
        password,
      )
    ).said;
  const master = async (name: string): Promise<string> =>
    (await redis(name, 26379, "sentinel get-master-addr-by-name cache")).split(".")[0] ?? "";
  let password = "";

  beforeAll(async () => {
    ledger = await ShopStack.create("ledger");
    await ledger.up("v1");
    password = (await ledger.inPod("deployment/client", 'printf %s "$CACHE_PASSWORD"')).said;
  }, 600_000);

  afterAll(async () => {
    await ledger.remove();
  });

  it("stops a database's writes and loses no row that it took; once it is larger, it goes on", async () => {
    const disk = await SmallDisk.under(ledger.namespace, { set: "db", pod: "db-0", claim: "db-data" }, 80);
    try {
      expect(await asked("create table pages (id serial, body text)")).toBe("");
      let taken = 0;
      let refusal = "";
      for (let index = 0; index < 60 && refusal === ""; index++) {
        const said = await asked(
          "insert into pages (body) select string_agg(md5(random()::text), '') from generate_series(1, 300000)",
        );
        if (said === "") taken++;
        else refusal = said;
      }
      console.log(`${taken} rows were taken; then: ${refusal.split("\n")[0] ?? ""}`);
      expect(taken).toBeGreaterThan(0);
      expect(refusal).toMatch(/No space left on device|server closed the connection|the database system is/);
      expect(await disk.used()).toBeGreaterThan(70);
      await disk.grow("2g");
      const rows = await eventually(
        240,
        () => asked("select count(*) from pages"),
        (said) => /^\d+$/.test(said),
      );
      expect(Number(rows)).toBe(taken);
      expect(await asked("insert into pages (body) values ('more') returning body")).toBe("more");
      await kubectl(["rollout", "status", ...own(), "statefulset/db", "--timeout=180s"]);
    } finally {
      await withoutPods(ledger.namespace, "db", () => disk.remove(), 0);
    }
  });

  it("has another server of a set take the writes, and the one that had them once it is larger", async () => {
    const first = await eventually(
      60,
      () => master("cache-0"),
      (found) => caches.includes(found),
    );
    const set = "cache";
    const disk = await SmallDisk.under(ledger.namespace, { set, pod: first, claim: `data-${first}` }, 12);
    try {
      const full = first;
      const asking = caches.find((name) => name !== full) ?? "";
      // Another may have become the master meanwhile: the one with the small disk is to be it.
      await eventually(
        180,
        async () => {
          const found = await master(asking);
          if (found !== full) {
            for (const other of caches.filter((name) => name !== full))
              await redis(other, 6379, "config set replica-priority 0");
            await redis(asking, 26379, "sentinel failover cache");
          }
          return found;
        },
        (found) => found === full,
      );
      for (const name of caches) await redis(name, 6379, "config set replica-priority 100");
      const whole = (name: string): Promise<string> =>
        eventually(
          240,
          () => redis(name, 6379, "info replication"),
          (info) => (info.match(/state=online/g) ?? []).length === 2,
        );
      // What is written before a replica has its copy nobody else has.
      await whole(full);
      const fill = async (index: number): Promise<string> =>
        (
          await ledger.inPod(
            `pod/${full}`,
            'head -c 1000000 /dev/urandom | base64 -w0 | REDISCLI_AUTH=$1 timeout 5 redis-cli --no-auth-warning -x set "$2" 2>&1',
            password,
            `page-${index}`,
          )
        ).said;
      const taken: number[] = [];
      let refusal = "";
      for (let index = 0; index < 60 && refusal === ""; index++) {
        const said = await fill(index);
        if (said === "OK") taken.push(index);
        else refusal = said;
      }
      console.log(`${taken.length} keys were taken; then: ${refusal}`);
      expect(refusal).toMatch(/MISCONF/);
      const next = await eventually(
        90,
        () => master(asking),
        (found) => caches.includes(found) && found !== full,
      );
      expect(await redis(next, 6379, "set after yes")).toBe("OK");
      // Redis writes what it took to its disk once a second, and answers before.
      const there = await redis(next, 6379, `exists ${taken.map((index) => `page-${index}`).join(" ")}`);
      expect(Number(there)).toBe(taken.length);
      await disk.grow("1g");
      await whole(next);
      await eventually(
        60,
        () => redis(full, 6379, "get after"),
        (said) => said === "yes",
      );
    } finally {
      await withoutPods(ledger.namespace, set, () => disk.remove(), 0);
    }
  });
});
