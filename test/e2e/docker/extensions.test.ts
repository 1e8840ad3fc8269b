import type Docker from "dockerode";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { engineContainer, isServer, postgres, type Postgres } from "../../../components/model";
import { officialExtensions } from "../../../components/model/check/extensions";
import { environmentOf } from "../../../stacks/config/environments";
import { parse } from "../../../stacks/config/parse";
import type { StackConfig } from "../../../stacks/config/schema";
import { systems } from "../../../stacks/systems";
import { execIn } from "./engine";
import { Data, sql } from "./support/postgres";

/** Every Postgres of the systems that a Docker engine runs, one for each image, with all that is asked of it. */
function asked(): ReadonlyMap<string, Postgres> {
  const found = new Map<string, Postgres>();
  for (const system of Object.keys(systems) as StackConfig["system"][])
    for (const store of systems[system](
      environmentOf(parse({ system, environment: "development", target: "docker", domain: "localhost" })),
    ).stores) {
      if (!isServer(store) || store.engine !== "postgres" || store.external !== undefined) continue;
      const { image } = engineContainer(store);
      const extensions = [...(found.get(image)?.extensions ?? []), ...(store.extensions ?? [])];
      found.set(image, { ...store, extensions: [...new Set(extensions)] });
    }
  return found;
}

let data: Data;
beforeEach(() => {
  data = new Data();
});
afterEach(() => data.remove());

describe("the images of the systems' databases", () => {
  const all = [...asked()];

  it.each(all)("%s carries what the systems name, and what the check lets pass", async (_image, store) => {
    const carried = [...new Set([...officialExtensions, ...(store.extensions ?? [])])];
    // As a store that asks for them: what must be loaded at the start is.
    const server = await data.serve({ ...store, extensions: carried, parameters: {}, resources: undefined });
    const create = carried.map((name) => `create extension if not exists "${name}" cascade;`).join("\n");
    await sql(server, store, create);
    const created = await sql(server, store, "select extname from pg_extension order by 1");
    expect([...created].sort()).toEqual([...carried].sort());
    if (carried.includes("vector"))
      expect(await sql(server, store, "select '[1,2,3]'::vector <-> '[1,2,5]'::vector")).toEqual(["2"]);
    await sql(server, store, "select count(*) from pg_stat_statements");
  });
});

describe("a database whose extensions come and go", () => {
  const base = { version: "16", database: "shop", user: "shop" };
  const without = postgres("db", base);
  const withVector = postgres("db", { ...base, extensions: ["vector", "pg_stat_statements"] });

  /** Whose the files are, which C library reads them, and how it and ICU say that they sort. */
  async function nature(server: Docker.Container): Promise<readonly string[]> {
    const shell = 'stat -c "%u:%g %a" "$PGDATA" "$PGDATA/PG_VERSION"; id -u; getconf GNU_LIBC_VERSION';
    const { code, output } = await execIn(server, ["sh", "-c", shell]);
    expect(code).toBe(0);
    const versions = await sql(
      server,
      without,
      `select datcollate, datctype, coalesce(datcollversion, '-') from pg_database where datname = 'shop';
       select collversion, pg_collation_actual_version(oid) from pg_collation where collname = 'german'`,
    );
    return [...output.trim().split("\n"), ...versions];
  }

  it("keeps its user, its C library and how it sorts, and every row is found by the index", async () => {
    const images = [without, withVector].map((store) => engineContainer(store).image);
    expect(new Set(images).size).toBe(2);
    let server = await data.serve(without);
    await sql(
      server,
      without,
      `create collation german (provider = icu, locale = 'de-DE');
       create table words (id serial primary key, word text collate german, plain text);
       insert into words (word, plain) select w || i, w || i from unnest(array['Ähre', 'aal', 'Zebra', 'öde', '-x', 'a b', 'É']) w, generate_series(1, 500) i;
       create index by_word on words (word); create index by_plain on words (plain);
       create extension amcheck`,
    );
    const first = await nature(server);
    expect(first.slice(0, 3)).toEqual(["999:999 700", "999:999 600", "999"]);
    const order = await sql(server, without, "select md5(string_agg(word, ',' order by word)) from words");

    const stays = async (store: Postgres): Promise<void> => {
      server = await data.serve(store);
      expect(await nature(server)).toEqual(first);
      await sql(
        server,
        without,
        "select bt_index_check(c, true) from unnest(array['by_word', 'by_plain']::regclass[]) c",
      );
      const indexed =
        "set enable_seqscan = off; select count(*) from words where word = 'Ähre7' or word = 'É500'";
      expect(await sql(server, without, indexed)).toEqual(["2"]);
      const sorted = "select md5(string_agg(word, ',' order by word)) from words";
      expect(await sql(server, without, sorted)).toEqual(order);
      const log = (await server.logs({ stdout: true, stderr: true })).toString();
      expect(log).not.toMatch(/collation version mismatch|has no actual collation version/);
    };
    await stays(withVector);
    await sql(
      server,
      without,
      `create extension vector; create extension pg_stat_statements;
       create table near (v vector(3)); insert into near values ('[1,2,3]');
       drop table near; drop extension vector; drop extension pg_stat_statements`,
    );
    await stays(without);
    await stays(withVector);
  });
});
