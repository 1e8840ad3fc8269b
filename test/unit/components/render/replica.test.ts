import { describe, expect, it } from "vitest";
import { postgres } from "../../../../components/model";
import {
  primaryConnection,
  replicaName,
  replicaScript,
  replicationRoleScript,
} from "../../../../components/render/replica";
import { dbProps } from "../../../support/valid";
import { execFileSync } from "node:child_process";

/** The pattern by which the script finds that it can follow no more. */
const pattern = new RegExp(
  /grep --line-buffered -E "(.*)" </.exec(replicaScript)?.[1]?.replaceAll("\\\\", "\\") ?? "",
);

describe("the script of a replica", () => {
  it.each([replicaScript, replicationRoleScript])("is one of a POSIX shell", (script) => {
    expect(() => execFileSync("sh", ["-n"], { input: script })).not.toThrow();
  });

  it.each([
    "[walreceiver] 2026 [7] FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 000000010000000000000003 has already been removed",
    "[walreceiver] 2026 [7] FATAL:  could not start WAL streaming: ERROR:  requested starting point 0/5000000 on timeline 1 is not in this server's history",
    "[startup] 2026 [7] LOG:  new timeline 2 forked off current database system timeline 1 before current recovery point 0/9000028",
    "[walreceiver] 2026 [7] FATAL:  highest timeline 1 of the primary is behind recovery timeline 2",
  ])("begins again when its server says: %s", (line) => {
    expect(pattern.test(line)).toBe(true);
  });

  it.each([
    "[client backend] 2026 [9] STATEMENT:  select 'requested WAL segment 0 has already been removed'",
    '[client backend] 2026 [9] ERROR:  invalid input: "[startup] requested WAL segment 0 has already been removed"',
    "\t[walreceiver] requested WAL segment 0 has already been removed",
    "[walreceiver] 2026 [7] FATAL:  could not connect to the primary server: Connection refused",
  ])("does not when a consumer writes it, or the primary is away: %s", (line) => {
    expect(pattern.test(line)).toBe(false);
  });
});

describe("how a replica reaches its primary", () => {
  it("is a text without a password, by a name of its own", () => {
    const db = postgres("db", { ...dbProps, readReplicas: 1 });
    expect(replicaName(db, 3)).toBe("db-replica-3");
    expect(primaryConnection(db, 3, "/ca.pem")).not.toContain("password");
  });
});
