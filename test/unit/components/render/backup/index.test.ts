import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  backup,
  mariadb,
  objectStore,
  postgres,
  qdrant,
  rabbitmq,
  redis,
  type Backup,
  type Server,
} from "../../../../../components/model";
import { backupFiles, scriptCommand } from "../../../../../components/render/backup";

const db = postgres("db", {
  version: "16",
  database: "o'neill",
  user: "shop",
  extensions: ["pg_stat_statements"],
});
const cache = redis("redis", { version: "7", persistence: "append-only" });
const daily = (of: Server): Backup =>
  backup("daily", {
    of,
    schedule: "0 2 * * *",
    keep: { count: 7 },
    destinations: [{ to: "volume" }],
    drill: { schedule: "30 4 1 * 0", tables: ["users"], within: "10m" },
    pointInTime: { rpo: "5m" },
  });

/** What a shell prints that has read the settings. */
function told(store: Server, line: string): string {
  const due = 'due() { shift; printf "%s|" "$@"; }';
  const text = `${due}\n${backupFiles(daily(store), store)["/opt/backup/settings.sh"] ?? ""}\n${line}`;
  return spawnSync("sh", ["-c", text], { encoding: "utf8" }).stdout;
}

describe("the scripts of a backup", () => {
  it.each([db, cache])("are valid shell for $engine", (store) => {
    for (const [path, text] of Object.entries(backupFiles(daily(store), store))) {
      if (!path.endsWith(".sh")) continue;
      expect(spawnSync("sh", ["-n"], { input: text, encoding: "utf8" }).stderr, path).toBe("");
    }
  });

  it("hold no reference of the program that was left unresolved", () => {
    for (const store of [db, cache])
      for (const text of Object.values(backupFiles(daily(store), store)))
        expect(text).not.toMatch(/undefined|\[object/);
  });

  it("are told what the system says", () => {
    expect(told(db, 'echo "$KEEP_COUNT $GAP $TICK $TABLES $WITHIN $RPO $PRELOAD"')).toBe(
      "7 86400 60 users 600 300 -c shared_preload_libraries=pg_stat_statements\n",
    );
    expect(told(db, 'echo "$PGDATABASE"')).toBe("o'neill\n");
    expect(told(cache, 'echo "$HOST $PERSISTENCE"')).toBe("redis append-only\n");
  });

  it("know their schedule as lists, and cron's rule of days", () => {
    expect(told(db, "due_take 1")).toMatch(/^0\|2\|1 2 3 .* 31\|1 2 .* 12\|0 1 2 3 4 5 6\|0\|$/);
    expect(told(db, "due_drill 1")).toBe("30|4|1|1 2 3 4 5 6 7 8 9 10 11 12|0|1|");
  });
});

it.each([
  db,
  cache,
  mariadb("orders", { version: "10.11", database: "orders", user: "clerk" }),
  objectStore("objects", { version: "4.48", buckets: ["uploads"] }),
  qdrant("vectors", { version: "1.15.4" }),
  rabbitmq("broker", { version: "4.3", user: "clerk" }),
])("of the main script, none takes the name of one of $engine's", (store) => {
  const files = backupFiles(daily(store), store);
  const [, after = ""] = (files["/opt/backup/main.sh"] ?? "").split("\n. $here/engine.sh\n");
  const named = (text: string) => [...text.matchAll(/^(\w+)\(\) \{/gm)].map(([, name]) => name);
  expect(named(after).length).toBeGreaterThan(15);
  const own = named(files["/opt/backup/engine.sh"] ?? "");
  expect(own).toContain("engine_take");
  expect(named(after).filter((name) => own.includes(name))).toEqual([]);
});

it("are run by their main script", () => {
  expect(scriptCommand("take", "manual")).toEqual(["sh", "/opt/backup/main.sh", "take", "manual"]);
});
