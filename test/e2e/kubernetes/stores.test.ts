import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, objectOf } from "./cluster";
import { ShopStack } from "./shop";

// In order: each test goes on where the one before it left the stack.
describe("a database that one server runs, and a replica follows", { timeout: 600_000 }, () => {
  let vault: ShopStack;
  const own = (): readonly string[] => ["--namespace", vault.namespace];

  const asked = (url: string, statement: string) =>
    vault.inPod("deployment/client", 'psql -XAtqw "$1" -c "$2" 2>&1', url, statement);
  const urlOf = async (): Promise<string> =>
    (await vault.inPod("deployment/client", 'printf %s "$DATABASE_URL"')).said;

  beforeAll(async () => {
    vault = await ShopStack.create("vault");
    await vault.up("v1");
  });

  afterAll(async () => {
    await vault.remove();
  });

  it("is reached through its pooler over TLS, as a role whose connections are counted and that acts as the owner", async () => {
    const url = await urlOf();
    expect(url).toContain("@db-pooler:");
    const { said } = await asked(
      url,
      "select session_user, current_user, ssl, rolconnlimit from pg_stat_ssl, pg_roles where pid = pg_backend_pid() and rolname = session_user",
    );
    expect(said).toBe("vault_login|vault|t|8");
    expect((await asked(url, "insert into coins default values returning id")).said).toBe("1");
  });

  it("has an extension that its image lacks", async () => {
    const url = await urlOf();
    const made = await asked(
      url,
      "create extension pgaudit; select extname from pg_extension where extname = 'pgaudit'",
    );
    expect(made.said).toBe("pgaudit");
  });

  it("is read by readUrl, over TLS, at a replica that follows it", async () => {
    const { said: read } = await vault.inPod("deployment/client", 'printf %s "$READ_URL"');
    expect(read).toContain("@db-read:");
    await eventually(
      60,
      async () =>
        (
          await asked(
            read,
            "select count(*), pg_is_in_recovery(), ssl from coins, pg_stat_ssl where pid = pg_backend_pid() group by 2, 3",
          )
        ).said,
      (said) => said === "1|t|t",
    );
    expect((await asked(read, "insert into coins default values")).said).toContain("read-only transaction");
  });

  it("takes no connection in clear", async () => {
    const { code, said } = await vault.inPod(
      "statefulset/db",
      "psql -w 'host=127.0.0.1 user=vault dbname=vault sslmode=disable' -c 'select 1' 2>&1",
    );
    expect(code).not.toBe(0);
    expect(said).toContain("no encryption");
  });

  it("gets another password while it runs, takes the one before until that is retired, and no longer", async () => {
    const before = await urlOf();
    const pod = async () =>
      (await objectOf<{ metadata: { uid: string } }>("pod", "db-0", ...own())).metadata.uid;
    const server = await pod();
    await vault.program.set({ rotations: JSON.stringify({ db: 1 }) });
    await vault.up("v1");
    const after = await urlOf();
    expect(after).not.toBe(before);
    expect(await pod()).toBe(server);
    for (const url of [before, after])
      expect((await asked(url, "select count(*) from coins")).said).toBe("1");

    expect(await vault.retired("db")).toContain("opens nothing any more");
    expect((await asked(after, "select count(*) from coins")).said).toBe("1");
    const refused = await asked(before, "select 1");
    expect(refused.code, refused.said).not.toBe(0);
  });

  it("is then as it is described", async () => {
    const { code, output } = await vault.program.attempt("preview", "--expect-no-changes");
    expect(code, output).toBe(0);
  });
});
