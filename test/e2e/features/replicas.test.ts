import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containersOf, engine, eventually, execIn } from "../docker/engine";
import { Ledger } from "./support/ledger";

const ledger = new Ledger("ledger-replicas");

/** What SQL answers by `readUrl`, or the error. */
async function read(statement: string): Promise<string> {
  const { output } = await ledger.shell(`psql -XAtq -v ON_ERROR_STOP=1 "$READ_URL" -c "${statement}"`);
  return output.trim();
}

async function replicas(): Promise<readonly string[]> {
  const found = (await containersOf(ledger.stack)).filter(({ role }) => role === "replica");
  return found
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id }) => id);
}

/** What the replicas wrote last, for who reads that they did not follow. */
async function lastWords(): Promise<string> {
  const logs = (await replicas()).map((id) =>
    engine().getContainer(id).logs({ stdout: true, stderr: true, tail: 40 }),
  );
  return (await Promise.all(logs)).map(String).join("\n---\n");
}

/** Waits until each replica that is asked itself has so many entries. */
async function follow(entries: string): Promise<void> {
  const question = ["psql", "-XAtq", "-U", "ledger", "-c", "select count(*) from entries"];
  const asked = async () => {
    const all = (await replicas()).map((id) => execIn(engine().getContainer(id), question));
    return (await Promise.all(all)).every(({ output }) => output.trim() === entries) ? true : undefined;
  };
  await eventually(`replicas with ${entries} entries`, asked, 60_000).catch(async (error: unknown) => {
    throw new Error(`${String(error)}\n${await lastWords()}`);
  });
}

beforeAll(async () => {
  ledger.edit("pooler: true,", "pooler: true, readReplicas: 2,");
  ledger.edit(
    '"pgaudit.log": "write, ddl"',
    '"pgaudit.log": "write, ddl", wal_keep_size: "16MB", min_wal_size: "32MB", max_wal_size: "48MB"',
  );
  ledger.edit("env: of", 'env: { ...of, READ_URL: urlWith(db.readUrl, { params: { sslmode: "require" } }) }');
  const { code, output } = await ledger.up();
  expect(code, output).toBe(0);
});

afterAll(() => ledger.remove());

describe("a Postgres with two read replicas", () => {
  it("answers reads by readUrl from both, over TLS, and takes no writes there", async () => {
    await ledger.sql("insert into entries (note) values ('first')");
    await follow("1");
    const seen = new Set<string>();
    await eventually("an answer of each replica", async () => {
      seen.add(await read("select inet_server_addr() || ' ' || pg_is_in_recovery()"));
      return seen.size === 2 ? true : undefined;
    });
    expect([...seen].map((one) => one.split(" ")[1])).toEqual(["true", "true"]);
    expect(await read("select ssl from pg_stat_ssl where pid = pg_backend_pid()")).toBe("t");
    expect(await read("insert into entries (note) values ('x')")).toContain("read-only transaction");
  });

  it("tells in verify how far they lie behind", async () => {
    const { code, output } = await ledger.checkout.trireme("verify", ledger.stack);
    expect(code, output).toBe(0);
    expect(output).toMatch(/✓ db-replica-1 follows db, [\d.]+ s and \d+ MiB behind/);
    expect(output).toContain("✓ 2 instances of db's read replica are running and healthy");
  });

  it("leads reads to the other while a replica is killed, and to the primary while both are away", async () => {
    const [first = "", second = ""] = await replicas();
    const reader = ledger.shell(
      'for each in $(seq 1 60); do psql -XAtq "$READ_URL" -c "select \'answered\'" 2>&1; sleep 0.1; done',
    );
    await engine().getContainer(first).kill();
    await engine().getContainer(first).start();
    const answers = (await reader).output.trim().split("\n");
    // What was asked of the killed one at that moment is lost, and nothing after it.
    const lost = answers.filter((line) => line !== "answered");
    expect(answers.filter((line) => line === "answered").length, lost.join("\n")).toBeGreaterThanOrEqual(59);
    await Promise.all([first, second].map((id) => engine().getContainer(id).stop()));
    await eventually("an answer of the primary", async () =>
      (await read("select pg_is_in_recovery()")) === "f" ? true : undefined,
    );
  });

  it("copies its data again for one that was away for longer than the log is kept", async () => {
    for (let each = 0; each < 6; each++)
      await ledger.sql("insert into entries (note) select 'more'; select pg_switch_wal(); checkpoint");
    const all = await replicas();
    await Promise.all(all.map((id) => engine().getContainer(id).start()));
    await follow("7");
    expect(await ledger.logsOf("db", "replica")).toContain("has already been removed");
  });

  it("and when the primary was brought back to a moment", async () => {
    const { code, output } = await ledger.checkout.trireme("backup", ledger.stack, "nightly");
    expect(code, output).toBe(0);
    const moment = new Date().toISOString();
    await ledger.sql("insert into entries (note) values ('too much')");
    await follow("8");
    const back = ["--at", moment, "--yes"];
    const restored = await ledger.checkout.trireme("restore", ledger.stack, ...back);
    expect(restored.code, restored.output).toBe(0);
    await follow("7");
    expect(await read("select count(*) from entries")).toBe("7");
  });

  it("changes nothing when it is deployed again", async () => {
    const { code, output } = await ledger.checkout.pulumi(
      "preview",
      "--stack",
      ledger.stack,
      "--expect-no-changes",
    );
    expect(code, output).toBe(0);
  });
});
