import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creditedStore, retirementPod, type CredentialsJob } from "../../../cli/runtime/retirement";
import { apply, eventually, kubectl, objectOf } from "./cluster";
import { ShopStack } from "./shop";

interface Placed {
  readonly status: { readonly phase: string };
}

// In order: each test goes on where the one before it left the stack.
describe("a database that one server runs", { timeout: 600_000 }, () => {
  let vault: ShopStack;
  const own = (): readonly string[] => ["--namespace", vault.namespace];

  /** What a shell says in the pod of a workload, and whether it succeeded. */
  async function inPod(
    workload: string,
    script: string,
    ...words: readonly string[]
  ): Promise<{ readonly code: number; readonly said: string }> {
    const args = ["exec", ...own(), workload, "--", "sh", "-c", script, "sh", ...words];
    const { code, stdout, stderr } = await kubectl(args, true);
    // kubectl complains there of a stream that ended before it looked, which is no part of what the pod says.
    return { code, said: (code === 0 ? stdout : stdout + stderr).trim() };
  }
  const asked = (url: string, statement: string) =>
    inPod("deployment/client", 'psql -XAtqw "$1" -c "$2" 2>&1', url, statement);
  const urlOf = async (): Promise<string> =>
    (await inPod("deployment/client", 'printf %s "$DATABASE_URL"')).said;

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

  it("takes no connection in clear", async () => {
    const { code, said } = await inPod(
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

    const { items } = await objectOf<{ readonly items: readonly CredentialsJob[] }>(
      ...["jobs", ...own(), "--selector=app.kubernetes.io/component=credentials"],
    );
    expect(items.map(creditedStore)).toEqual(["db"]);
    const [job] = items;
    if (job === undefined) throw new Error("nothing brought the password into force");
    const retiring = retirementPod(job, Date.now());
    const { name } = retiring.metadata;
    await apply({ ...retiring, metadata: { ...retiring.metadata, namespace: vault.namespace } });
    await eventually(
      120,
      async () => (await objectOf<Placed>("pod", name, ...own())).status.phase,
      (phase) => ["Succeeded", "Failed"].includes(phase),
    );
    expect((await kubectl(["logs", ...own(), name])).stdout).toContain("opens nothing any more");
    await kubectl(["delete", "pod", ...own(), name, "--wait"]);
    expect((await asked(after, "select count(*) from coins")).said).toBe("1");
    const refused = await asked(before, "select 1");
    expect(refused.code, refused.said).not.toBe(0);
  });

  it("is then as it is described", async () => {
    const { code, output } = await vault.program.attempt("preview", "--expect-no-changes");
    expect(code, output).toBe(0);
  });
});
