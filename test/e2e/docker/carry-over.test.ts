import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { afterEach, beforeEach, expect, it } from "vitest";
import { postgres } from "../../../components/model";
import { Data, sql } from "./support/postgres";

const docs = fileURLToPath(new URL("../../../docs/operations.md", import.meta.url));
const chapter = /^## Carry a database over\n([^]*?)^## /m.exec(readFileSync(docs, "utf8"))?.[1] ?? "";
const commands = chapter.split("\n").flatMap((line) => /^\s+(docker exec .*)$/.exec(line)?.[1] ?? []);

const props = { database: "shop", user: "shop_owner", extensions: ["vector"] };
const old = postgres("db", { ...props, version: "15" });
const fresh = postgres("db-2", { ...props, version: "16" });

let before: Data;
let after: Data;
let folder: string;
beforeEach(() => {
  [before, after] = [new Data(), new Data()];
  folder = mkdtempSync(join(tmpdir(), "trireme-carry-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await before.remove();
  await after.remove();
});

/** All that the database holds, in few words. */
const content = (server: Docker.Container): Promise<readonly string[]> =>
  sql(
    server,
    old,
    `select count(*), md5(string_agg(word || v::text, ',' order by id)) from words;
     select (select last_value from words_id_seq), (select count(*) from orders), (select convert_from(lo_get(9001), 'UTF8'));
     select string_agg(conname, ',' order by conname) from pg_constraint where connamespace = 'public'::regnamespace;
     select string_agg(indexdef, ';' order by indexname) from pg_indexes where schemaname = 'public';
     select count(*) from (select from words order by v <-> '[1,2,3]' limit 5) near`,
  );

it("a database of another major version is carried over by the commands of docs/operations.md", async () => {
  expect(commands).toHaveLength(3);
  const from = await before.serve(old);
  await sql(
    from,
    old,
    `create role shop_alt login; create extension vector; create extension pg_trgm;
     create table words (id serial primary key, word text unique, v vector(3));
     insert into words (word, v) select 'Öde ''%\\ ' || g, array[g, 1, 2]::vector from generate_series(1, 3000) g;
     create index near on words using hnsw (v vector_l2_ops); create index alike on words using gin (word gin_trgm_ops);
     create table orders (word integer references words, at timestamptz default now());
     insert into orders (word) select g from generate_series(1, 500) g;
     alter table orders owner to shop_alt; grant select on words to shop_alt;
     select lo_from_bytea(9001, 'a large object')`,
  );
  const held = await content(from);
  const to = await after.serve(fresh);
  for (const command of commands) {
    const words: Readonly<Record<string, string>> = {
      OLD: from.id,
      NEW: to.id,
      USER: old.owner,
      DATABASE: old.databaseName,
    };
    const filled = command.replace(/\b(?:OLD|NEW|USER|DATABASE)\b/g, (word) => words[word] ?? word);
    execFileSync("sh", ["-c", filled], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  }
  expect(await content(to)).toEqual(held);
  expect(
    await sql(to, fresh, "select distinct tableowner from pg_tables where schemaname = 'public'"),
  ).toEqual([fresh.owner]);
});
