import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { backup, mariadb } from "../../../../../components/model";
import { backupFiles } from "../../../../../components/render/backup";
import { mariadbScript } from "../../../../../components/render/backup/mariadb";

const db = mariadb("db", { version: "10.11", database: "order-book", user: "clerk" });
const nightly = backup("nightly", {
  of: db,
  schedule: "0 2 * * *",
  keep: { count: 2 },
  destinations: [{ to: "volume" }],
});

/** What a function of the script writes, and its code. */
function calls(line: string): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync("sh", ["-euc", `${mariadbScript}\n${line}`], {
    encoding: "utf8",
  });
  return { code: status, output: stdout + stderr };
}
const compared = (expected: string, found: string) =>
  calls(
    `folder=$(mktemp -d); printf '${expected}' > $folder/a; printf '${found}' > $folder/b; code=0; compare $folder/a $folder/b || code=$?; rm -r $folder; exit $code`,
  );

describe("the script that saves a MariaDB", () => {
  it("is one of a POSIX shell, and is told where the server is", () => {
    expect(() => execFileSync("sh", ["-n"], { input: mariadbScript })).not.toThrow();
    const settings = backupFiles(nightly, db)["/opt/backup/settings.sh"] ?? "";
    for (const line of ["HOST='db'", "PORT='3306'", "OWNER='clerk'", "DATABASE='order-book'"])
      expect(settings).toContain(line);
  });

  it("never has the password in an argument", () => {
    expect(mariadbScript).not.toMatch(/-p\$|--password/);
  });

  it("quotes names of tables, whatever they are", () => {
    expect(calls("quoted 'order-book'").output).toBe("`order-book`");
    expect(calls("quoted 'a`; drop table b'").output).toBe("`a``; drop table b`");
  });

  it("holds a restored database to the rows and checksums of what was saved", () => {
    const saved = "orders\\t3\\t99\\nitems\\t0\\t0\\n";
    expect(compared(saved, saved)).toEqual({ code: 0, output: "" });
    expect(compared(saved, "orders\\t3\\t98\\nitems\\t0\\t0\\n")).toEqual({
      code: 1,
      output: "table orders has 3 rows and the checksum 98, the manifest says 3 rows and the checksum 99\n",
    });
    expect(compared(saved, "orders\\t3\\t99\\n").output).toBe("table items is missing\n");
  });
});
