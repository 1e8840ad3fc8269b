import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { postgresScript } from "../../../../../components/render/backup/postgres";

/** As `pg_dumpall --roles-only --no-role-passwords` writes it (https://www.postgresql.org/docs/16/app-pg-dumpall.html). */
const roles = `SET default_transaction_read_only = off;
CREATE ROLE cook;
ALTER ROLE cook WITH SUPERUSER INHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS;
CREATE ROLE "night shift";
ALTER ROLE "night shift" WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB NOLOGIN NOREPLICATION NOBYPASSRLS;
CREATE ROLE reader;
ALTER ROLE reader WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB LOGIN NOREPLICATION NOBYPASSRLS;
ALTER ROLE reader SET search_path TO 'public';
CREATE ROLE readers;
ALTER ROLE readers WITH NOSUPERUSER INHERIT NOCREATEROLE NOCREATEDB NOLOGIN NOREPLICATION NOBYPASSRLS;
GRANT "night shift" TO cook WITH INHERIT TRUE GRANTED BY cook;
GRANT readers TO cook WITH INHERIT TRUE GRANTED BY cook;
GRANT readers TO reader WITH INHERIT TRUE GRANTED BY cook;
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trireme-postgres-"));
  writeFileSync(join(root, "roles.sql"), roles);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The statements that a server gets which has some roles already. */
function added(present: readonly string[]): readonly string[] {
  const lines = [
    "set -eu; HOST=h PGUSER=u PGDATABASE=d; here=/nowhere",
    postgresScript.replaceAll("/scratch", root).replace(". $here/recovery.sh", ""),
    // The last word is the file of statements; without one it is asked which roles there are.
    `sql() { for last in "$@"; do :; done; case $last in select*) printf '%s\\n' ${present.map((name) => `'${name}'`).join(" ")} ;; *) cp "$last" ${root}/ran ;; esac; }`,
    `: > ${root}/ran; add_roles ${root}`,
  ];
  const { status, stderr } = spawnSync("sh", ["-c", lines.join("\n")], { encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return readFileSync(join(root, "ran"), "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

it("makes the roles that a new server lacks, with what they may and are members of, and changes none that it has", () => {
  expect(added(["cook", "readers", "postgres"])).toEqual(
    roles.split("\n").filter((line) => /"night shift"|ROLE reader[ ;]|TO reader /.test(line)),
  );
});

it("changes nothing of a server that has them all", () => {
  expect(added(["cook", '"night shift"', "reader", "readers"])).toEqual([]);
});
