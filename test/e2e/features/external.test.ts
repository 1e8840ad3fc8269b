import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { containerOf, engine, execIn } from "../docker/engine";
import { removeDatabase, startDatabase, type Elsewhere } from "./support/elsewhere";
import { addSystem } from "./support/own-system";

const stack = "annex-e2e";
const network = "annex-e2e-elsewhere";
const reference = "pgvector/pgvector:pg15-bookworm";
const server: Elsewhere = {
  ...{ network, host: "database.elsewhere", image: reference },
  ...{ database: "annex", user: "annex", password: "pass word" },
};
const checkout = Checkout.create();

addSystem(
  checkout,
  "annex",
  stack,
  `import { backup, command, postgres, provided, service, system, type Environment, type System } from "../../../components/model";
import { defineSystem } from "../define";

const url = provided("database-url", { description: "URL of the database" });
const db = postgres("db", {
  version: "15",
  database: "annex",
  user: "annex",
  extensions: ["vector"],
  external: { url: url.value },
});
const resources = { cpu: { request: 0.05, limit: 1 }, memory: { request: "32Mi", limit: "256Mi" } } as const;

function annex(env: Environment): System {
  return system("annex", env, {
    secrets: [url],
    stores: [db],
    services: [
      service("client", {
        image: { name: "client", reference: "${reference}" },
        command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
        env: { DATABASE_URL: db.url },
        user: 999,
        health: command(["sh", "-c", 'psql -XAtqc "select 1" "$DATABASE_URL"']),
        resources,
      }),
    ],
    backups: [
      backup("nightly", {
        of: db,
        schedule: "0 2 * * *",
        keep: { count: 2 },
        destinations: [{ to: "volume" }],
        drill: { schedule: "0 4 * * *" },
      }),
    ],
  });
}

export default defineSystem({ name: "annex", title: "Annex", summary: "a database elsewhere", system: annex });
`,
);

async function did(command: string, ...args: string[]): Promise<string> {
  const { code, output } = await checkout.trireme(command, ...args);
  expect(code, output).toBe(0);
  return output;
}

/** What SQL answers as the service asks for it, by its own URL. */
async function sql(statement: string): Promise<string> {
  const client = await containerOf(stack, "client");
  const script = 'psql -XAtq -v ON_ERROR_STOP=1 "$DATABASE_URL" -c "$1"';
  return (await execIn(client, ["sh", "-c", script, "sh", statement])).output.trim();
}

beforeAll(async () => {
  await engine().createNetwork({ Name: network });
  const url = await startDatabase(server);
  const file = `Pulumi.${stack}.yaml`;
  checkout.write(file, `${checkout.read(file)}  trireme:docker:\n    network: ${network}\n`);
  expect((await checkout.pulumi("stack", "init", stack)).code).toBe(0);
  const set = await checkout.pulumi(
    ...["config", "set", "--stack", stack, "--secret", "--path", "settings.secrets.database-url", url],
  );
  expect(set.code, set.output).toBe(0);
  await did("up", stack, "--yes", "--skip-preview");
});

afterAll(async () => {
  const { code, output } = await checkout.trireme(
    ...(["destroy", stack, "--yes", "--skip-preview", `--delete-data=${stack}`] as const),
  );
  await removeDatabase(server);
  await engine().getNetwork(network).remove();
  checkout.remove();
  if (code !== 0) throw new Error(output);
});

describe("a database that runs elsewhere", () => {
  const rows = "select count(*) || ' ' || md5(string_agg(note, ',' order by id)) from entries";

  it("is saved over TLS, tried out and restored, with every row", async () => {
    await sql("create table entries (id serial primary key, note text)");
    await sql("insert into entries (note) select 'note ' || n from generate_series(1, 1000) n");
    const before = await sql(rows);
    expect(before).toMatch(/^1000 /);
    await did("backup", stack, "nightly");
    await did("drill", stack, "nightly");
    await sql("delete from entries where id > 10");
    await did("restore", stack, "--backup", "nightly", "--from", "latest", "--yes");
    expect(await sql(rows)).toBe(before);
  });

  it("is what verify tells of, and the same in a second preview", async () => {
    expect(await did("verify", stack)).toContain("the drill of nightly restored the newest backup");
    await did("preview", stack, "--expect-no-changes");
  });

  it("shows its password in no argument, and reaches nobody in clear", async () => {
    const saver = await (await containerOf(stack, "nightly", "backup")).inspect();
    expect(JSON.stringify([saver.Config.Cmd, saver.Config.Env, saver.Config.Labels])).not.toContain(
      "pass word",
    );
    expect(saver.Config.Env).toContain("PGSSLMODE=require");
  });
});
