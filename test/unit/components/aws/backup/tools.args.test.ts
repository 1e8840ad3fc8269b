import { describe, expect, it } from "vitest";
import { backup, objectStore, qdrant, rabbitmq, redis } from "../../../../../components/model";
import { toolDrill, toolRestore, toolTake } from "../../../../../components/aws/backup/tools.args";
import type { Step } from "../../../../../components/aws/backup/saving.args";
import { grammar } from "../../../../support/programs";

const vectors = qdrant("vectors", { version: "v1.17.0", nodes: 3 });
const objects = objectStore("objects", { version: "4.48", buckets: ["uploads"] });
const cache = redis("cache", { version: "7", persistence: "append-only" });
const key = { ref: "secret", name: "key", part: "value" } as const;
const plan = {
  schedule: "0 3 * * *",
  keep: { count: 7 },
  destinations: [{ to: "volume" }, { to: "bucket", bucket: "away", accessKey: key, secretKey: key }],
  drill: { schedule: "0 5 * * *", within: "1h" },
} as const;
const daily = backup("vectors-daily", { of: vectors, ...plan });
const own = { prefix: "shop-aws", bucket: "shop-aws-backups", region: "eu-west-1" };
const place = { ...own, reach: { nodes: ["a.internal", "b.internal"] } };
const names = (steps: readonly Step[]) => steps.map(({ name }) => name);
const step = (steps: readonly Step[], name: string) => steps.find((one) => one.name === name);

describe("a store that a tool saves", () => {
  const taken = toolTake(daily, vectors, place, { kind: "scheduled" });

  it("is taken by the client of its engine, and sent to each place", () => {
    expect(names(taken)).toEqual(["prepare-work", "prepare-room", "number", "take", "keep", "copy"]);
    expect(step(taken, "take")).toMatchObject({
      image: "curlimages/curl:8.15.0",
      mounts: [
        { volume: "work", path: "/backup" },
        { volume: "room", path: "/scratch" },
      ],
      needs: "store",
    });
  });

  it("is asked at the hosts of its servers, with its password in a file", () => {
    const { program = "", scratch } = step(taken, "take") ?? {};
    expect(program).toContain("NODES='a.internal b.internal'");
    expect(program).toContain('printf %s "$PASSWORD" > /run/secrets/password\nunset PASSWORD\n');
    expect(scratch).toContain("/run/secrets");
  });

  it("tells which kind it is", () => {
    const before = toolTake(daily, vectors, place, { kind: "release" });
    expect(step(before, "take")?.program).toContain("main.sh take release");
  });

  it("is tried out by its engine, and a drill that takes longer than promised fails", () => {
    const drill = toolDrill(daily, vectors, place);
    expect(names(drill)).toEqual(["prepare-work", "prepare-room", "fetch", "drill"]);
    const { program = "", after } = step(drill, "drill") ?? {};
    expect(program).toContain('main.sh try "$name"');
    expect(program).toContain("[ $took -le 3600 ]");
    expect(after).toBe("COMPLETE");
  });

  it("is saved and sent away before a backup takes its place", () => {
    const restore = toolRestore(daily, vectors, place);
    expect(names(restore)).toEqual([
      "prepare-work",
      "prepare-room",
      "prepare-fetched",
      "fetch",
      "number",
      "take",
      "keep",
      "copy",
      "restore",
    ]);
    expect(step(restore, "take")?.program).toContain("main.sh take before");
    // What was fetched lies where no retention removes it.
    expect(step(restore, "fetch")?.mounts).toEqual([{ volume: "fetched", path: "/fetched" }]);
  });

  it("is an object store or a cache as well", () => {
    const store = toolTake(
      backup("objects-daily", { of: objects, ...plan }),
      objects,
      { ...own, reach: {} },
      {
        kind: "scheduled",
      },
    );
    expect(step(store, "take")?.image).toBe("rclone/rclone:1.75.2");
    const drill = toolDrill(backup("cache-hourly", { of: cache, ...plan }), cache, {
      ...own,
      reach: { exported: true },
    });
    expect(step(drill, "drill")).toMatchObject({ image: "redis:7-alpine" });
    expect(step(drill, "drill")?.scratch).toContain("/data");
  });

  it("is a RabbitMQ, at the host of its machine", () => {
    const broker = rabbitmq("broker", { version: "4.3", user: "shop" });
    const steps = toolTake(
      backup("broker-daily", { of: broker, ...plan }),
      broker,
      { ...own, reach: { host: "b.internal" } },
      {
        kind: "scheduled",
      },
    );
    expect(step(steps, "take")?.image).toBe("rabbitmq:4.3-management");
    expect(step(steps, "take")?.program).toContain("HOST='b.internal'");
  });

  it("has programs that are valid shell", () => {
    for (const { program } of [
      ...taken,
      ...toolDrill(daily, vectors, place),
      ...toolRestore(daily, vectors, place),
    ])
      expect(grammar(program)).toBe("");
  });
});
