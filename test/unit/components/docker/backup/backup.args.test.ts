import { describe, expect, it } from "vitest";
import {
  backupResources,
  ownerOf,
  savedBy,
  sharing,
} from "../../../../../components/docker/backup/backup.args";
import { backup, postgres, redis, type Backup } from "../../../../../components/model";

const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const cache = redis("redis", { version: "7", persistence: "append-only" });
const daily = (rpo?: "5m"): Backup =>
  backup("db-daily", {
    of: db,
    schedule: "0 2 * * *",
    keep: { count: 7 },
    destinations: [{ to: "volume" }],
    ...(rpo === undefined ? {} : { pointInTime: { rpo } }),
  });

describe("what a store shares with those that save it", () => {
  it("is a socket, and the log where any moment is promised", () => {
    expect(sharing(db, [])).toEqual({ socket: false, log: false });
    expect(sharing(db, [daily()])).toEqual({ socket: true, log: false });
    expect(sharing(db, [daily("5m")])).toEqual({ socket: true, log: true });
    expect(sharing(cache, [daily()])).toEqual({ socket: false, log: false });
  });
});

describe("a Postgres that is saved", () => {
  it("is as it was without backups", () => {
    expect(savedBy([], {})).toEqual({ command: [], files: {}, volumes: [] });
  });

  it("answers on the shared socket as well", () => {
    expect(savedBy([daily()], { socket: "socket" })).toEqual({
      command: ["-c", "unix_socket_directories=/var/run/postgresql,/run/socket"],
      files: {},
      volumes: [{ volumeName: "socket", containerPath: "/run/socket" }],
    });
  });

  it("closes a segment early enough for its promise", () => {
    const { command, files, volumes } = savedBy([daily("5m")], { socket: "socket", log: "log" });
    expect(command).toContain("archive_timeout=180");
    expect(Object.keys(files)).toEqual(["/run/archive/archive.sh"]);
    expect(volumes).toContainEqual({ volumeName: "log", containerPath: "/wal" });
  });
});

it("gives a scratch Redis room for all that the store may hold", () => {
  expect(backupResources(cache).memory.limit).toBe("768Mi");
  expect(backupResources(db).memory.limit).toBe("512Mi");
});

it("runs as its engine's user", () => expect(ownerOf(db)).toBe("999:999"));
