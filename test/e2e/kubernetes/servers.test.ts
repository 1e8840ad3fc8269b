import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { List } from "../../../components/kubernetes/runtime/objects";
import { liveData, unfit } from "../../../cli/runtime/disks";
import { ledger as described } from "./shop/ledger";
import { thorough } from "../production/support/thorough";
import { apply, eventually, kubectl, objectOf } from "./cluster";
import { ShopStack } from "./shop";

interface Named {
  readonly metadata: { readonly name: string; readonly uid: string };
}
interface Claim extends Named {
  readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } };
}

const growing = "ledger-growing";
const servers = "app.kubernetes.io/component in (store,replica)";

// In order: each test goes on where the one before it left the stack.
describe.runIf(thorough)("stores that several servers run", { timeout: 600_000 }, () => {
  let ledger: ShopStack;
  const own = (): readonly string[] => ["--namespace", ledger.namespace];
  const asked = async (variable: string, statement: string): Promise<string> =>
    (await ledger.inPod("deployment/client", `psql -XAtqw "$${variable}" -c "$1" 2>&1`, statement)).said;
  const variable = async (name: string): Promise<string> =>
    (await ledger.inPod("deployment/client", `printf %s "$${name}"`)).said;
  /** What a server of Redis, or the Sentinel beside it, answers to who has a password. */
  const redis = async (pod: string, port: number, password: string, ...words: readonly string[]) =>
    (
      await ledger.inPod(
        `pod/${pod}`,
        `REDISCLI_AUTH=$1 redis-cli --no-auth-warning -p ${port} ${words.join(" ")} 2>&1`,
        password,
      )
    ).said;
  const caches = [0, 1, 2].map((index) => `cache-${index}`);
  /** The pod of the master, as the Sentinel of a pod knows it. */
  const master = async (pod: string, password: string): Promise<string> =>
    (await redis(pod, 26379, password, "sentinel get-master-addr-by-name cache")).split(".")[0] ?? "";
  const pods = async (): Promise<readonly string[]> =>
    (await objectOf<{ readonly items: readonly Named[] }>("pods", ...own(), `--selector=${servers}`)).items
      .map(({ metadata }) => `${metadata.name} ${metadata.uid}`)
      .sort();
  const followed = (entries: string) =>
    eventually(
      60,
      () => asked("READ_URL", "select count(*) || ' ' || pg_is_in_recovery() from entries"),
      (said) => said === `${entries} true`,
    );

  beforeAll(async () => {
    await apply({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: growing },
      provisioner: "trireme.local/folder",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    });
    ledger = await ShopStack.create("ledger", { storageClass: growing });
    await ledger.up("v1");
  }, 600_000);

  afterAll(async () => {
    await ledger.remove();
    await kubectl(["delete", "storageclass", growing]);
  });

  it("read by readUrl, over TLS, at a replica what was written at its primary", async () => {
    await asked("DATABASE_URL", "create table entries (id serial); insert into entries default values");
    await followed("1");
    expect(await asked("READ_URL", "select ssl from pg_stat_ssl where pid = pg_backend_pid()")).toBe("t");
    expect(await asked("READ_URL", "insert into entries default values")).toContain("read-only transaction");
  });

  it("read at the primary while the replica is away, and at the replica again once it has what it missed", async () => {
    await kubectl(["scale", ...own(), "statefulset/db-replica-1", "--replicas=0"]);
    await eventually(
      60,
      () => asked("READ_URL", "select pg_is_in_recovery()"),
      (said) => said === "f",
    );
    await asked("DATABASE_URL", "insert into entries default values");
    await kubectl(["scale", ...own(), "statefulset/db-replica-1", "--replicas=1"]);
    await followed("2");
  });

  it("follow a primary that was started again", async () => {
    await kubectl(["delete", "pod", ...own(), "db-0", "--wait"]);
    await eventually(
      60,
      () => asked("DATABASE_URL", "insert into entries default values returning id > 0"),
      (said) => said === "t",
    );
    await followed("3");
  });

  it("get another password while they run, take the one before until that is retired, and no longer", async () => {
    const before = await variable("CACHE_PASSWORD");
    const running = (await pods()).filter((pod) => pod.startsWith("cache"));
    const first = await master("cache-0", before);
    expect(await redis(first, 6379, before, "set kept yes")).toBe("OK");
    await ledger.program.set({ rotations: JSON.stringify({ cache: 1 }) });
    await ledger.up("v1");
    const after = await variable("CACHE_PASSWORD");
    expect(after).not.toBe(before);
    expect((await pods()).filter((pod) => pod.startsWith("cache"))).toEqual(running);
    for (const pod of caches)
      for (const port of [6379, 26379])
        for (const password of [before, after]) expect(await redis(pod, port, password, "ping")).toBe("PONG");
    expect(await ledger.retired("cache")).toContain("opens nothing any more");
    for (const pod of caches)
      for (const port of [6379, 26379]) {
        expect(await redis(pod, port, before, "ping")).toMatch(/WRONGPASS|NOAUTH/);
        expect(await redis(pod, port, after, "ping")).toBe("PONG");
      }
  });

  it("choose another master with the new password, and take back the one that was lost", async () => {
    const password = await variable("CACHE_PASSWORD");
    const lost = await master("cache-0", password);
    const asking = caches.find((pod) => pod !== lost) ?? "";
    expect(await redis(asking, 26379, password, "sentinel failover cache")).toBe("OK");
    const next = await eventually(
      60,
      () => master(asking, password),
      (found) => caches.includes(found) && found !== lost,
    );
    await kubectl(["delete", "pod", ...own(), lost, "--wait"]);
    await eventually(
      90,
      () => redis(next, 6379, password, "info replication"),
      (said) => (said.match(/state=online/g) ?? []).length === 2,
    );
    expect(await redis(next, 6379, password, "get kept")).toBe("yes");
    // It has started with the list of users and with the password that the rotation left on its disk.
    expect(await redis(lost, 26379, password, "ping")).toBe("PONG");
    expect(await redis(lost, 6379, password, "get kept")).toBe("yes");
  });

  it("have disks that grow under the servers that run", async () => {
    const running = await pods();
    await ledger.program.set({ size: "2Gi" });
    await ledger.up("v1");
    const { items } = await objectOf<{ readonly items: readonly Claim[] }>("pvc", ...own());
    expect(
      items.map(({ metadata, spec }) => `${metadata.name} ${spec.resources.requests.storage}`).sort(),
    ).toEqual([...caches.map((pod) => `data-${pod} 2Gi`), ...["db-data 2Gi", "db-replica-1-data 2Gi"]]);
    expect(await pods()).toEqual(running);
    const live = await liveData(
      {
        prefix: "ledger-suite",
        list: async (kind, selector) =>
          (await objectOf<List<never>>(kind, ...own(), "--selector", selector)).items,
        run: (words, allowFailure) => kubectl([...words], allowFailure),
      },
      growing,
    );
    expect(unfit(described("2Gi"), live)).toEqual([]);
    expect(unfit(described("1Gi"), live)).toHaveLength(5);
    const { code, output } = await ledger.program.attempt("preview", "--expect-no-changes");
    expect(code, output).toBe(0);
  });
});
