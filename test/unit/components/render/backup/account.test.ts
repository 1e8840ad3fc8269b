import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { backup, mariadb, objectStore, redis } from "../../../../../components/model";
import { backupFiles } from "../../../../../components/render/backup";

const plan = { schedule: "0 3 * * *", keep: { count: 7 }, destinations: [{ to: "volume" }] } as const;

/** Runs lines among the functions of an engine's scripts, with a tool that says how it was called. */
function run(files: Readonly<Record<string, string>>, lines: string): string {
  const of = (name: string) => files[`/opt/backup/${name}`] ?? "";
  const { stdout } = spawnSync(
    "sh",
    [
      "-c",
      `rclone() { echo "$* as $RCLONE_CONFIG_STORE_PROVIDER $RCLONE_CONFIG_STORE_ENV_AUTH"; }
die() { echo "$*"; exit 1; }
${of("settings.sh")}${of("engine.sh")}
${lines}`,
    ],
    { encoding: "utf8" },
  );
  return stdout;
}

describe("the buckets of an account", () => {
  const objects = objectStore("objects", { version: "4.48", buckets: ["uploads", "exports"] });
  const files = backupFiles(backup("daily", { of: objects, ...plan }), objects, {
    account: { region: "eu-west-1", buckets: objects.buckets },
  });

  it("are those of the store alone, whatever else the account has", () => {
    expect(run(files, "buckets")).toBe("uploads\nexports\n");
  });

  it("are read by the role of the task, and none is made", () => {
    expect(run(files, "store lsf store:uploads")).toMatch(/ lsf store:uploads as AWS true\n$/);
    expect(run(files, "store mkdir store:uploads")).toBe("");
  });

  it("need no key, and are asked without patience for what may never answer", () => {
    expect(files["/opt/backup/settings.sh"]).toContain("BUCKETS='uploads exports'");
    expect(files["/opt/backup/settings.sh"]).not.toContain("ACCESS_KEY");
    expect(files["/opt/backup/settings.sh"]).toContain("PATIENCE='0'");
  });
});

describe("a MariaDB that a provider runs", () => {
  const orders = mariadb("orders", { version: "10.11", database: "shop", user: "shop" });
  const files = backupFiles(backup("daily", { of: orders, ...plan }), orders, { encrypted: true });

  it("is asked at its own address, and encrypted", () => {
    const asked =
      "STORE_HOST=db.rds\nHOST=$STORE_HOST\ncat() { :; }\nmariadb() { echo $*; }\nremote mariadb shop";
    expect(run(files, asked)).toBe(
      "--no-defaults --ssl --skip-ssl-verify-server-cert --default-character-set=utf8mb4 --protocol=tcp -h db.rds -P 3306 -u shop shop\n",
    );
  });
});

describe("a snapshot that a service has written", () => {
  const cache = redis("cache", { version: "7", persistence: "append-only" });
  const files = backupFiles(backup("hourly", { of: cache, ...plan }), cache, { exported: true });

  it("is what Redis would have given, and nothing else is asked", () => {
    expect(run(files, "remote ping")).toBe("PONG\n");
    expect(run(files, "cp() { echo $*; }\nremote --rdb dump.rdb")).toBe("/backup/.exported.rdb dump.rdb\n");
    expect(run(files, "remote info keyspace")).toBe("the service answers no info\n");
  });
});
