import { describe, expect, it } from "vitest";
import { bytesOf, completeIn, listBucket } from "../../../../../cli/backup/account/bucket";
import { backup, system, volume } from "../../../../../components/model";
import { keepingWith } from "../../../../support/keeping-client";
import { development } from "../../../../support/valid";
import { partsOf, Scene, task } from "./scene";

const object = (key: string, size = 1) => ({ key, size, at: "2026-01-01T02:30:04.000Z" });

it("counts what has its list of checksums alone, in the order of the numbers", () => {
  const objects = [
    "files/SHA256SUMS",
    "20260102T020000Z.00000002/SHA256SUMS",
    "20270101T020000Z.00000001/SHA256SUMS",
  ];
  const keys = [
    ...objects.slice(1).map((key) => `daily/${key}`),
    "daily/20260103T020000Z.00000003/dump",
    "other/x/SHA256SUMS",
  ];
  expect(
    completeIn(
      keys.map((key) => object(key)),
      "daily",
    ),
  ).toEqual(["20270101T020000Z.00000001", "20260102T020000Z.00000002"]);
});

it("tells what is wrong with a manifest", async () => {
  const client = keepingWith({ objects: () => Promise.resolve([object("daily/a.00000001/SHA256SUMS")]) });
  expect(await listBucket(client, "bucket", { name: "daily" })).toEqual([
    { backup: "daily", name: "a.00000001", where: "bucket", fault: "its manifest is not JSON" },
  ]);
});

it("has one copy of files that lie in the bucket as they are", async () => {
  const objects = [
    object("daily/files.tsv"),
    object("daily/files/a.txt", 10),
    object("daily/files/b/c.txt", 5),
  ];
  const client = keepingWith({ objects: () => Promise.resolve(objects) });
  expect(await listBucket(client, "bucket", { name: "daily", form: "files" })).toEqual([
    { backup: "daily", name: "files", where: "bucket", time: "2026-01-01T02:30:04Z", size: 15, rows: 2 },
  ]);
});

it.each([
  ["5 MB", 5_000_000],
  ["0 MB", 0],
  ["1.5GB", 1_500_000_000],
  ["much", undefined],
])("reads the size %s as ElastiCache writes it", (text, size) => expect(bytesOf(text)).toBe(size));

describe("a bucket of the operator's alone", () => {
  const uploads = volume("uploads");
  const key = { ref: "secret", name: "key", part: "value" } as const;
  const shop = system("shop", development, {
    stores: [uploads],
    backups: [
      backup("daily", {
        of: uploads,
        ...{ schedule: "0 2 * * *", keep: { count: 7 } },
        destinations: [{ to: "bucket", bucket: "away", accessKey: key, secretKey: key }],
      }),
    ],
  });
  const parts = [...partsOf("daily"), task("daily-restore", "backup", ["prepare-work", "fetch", "restore"])];

  it("is listed by a task, which has its keys and restores nothing then", async () => {
    const scene = new Scene(shop, parts);
    scene.codes.fetch = 3;
    scene.log.fetch = '20260101T020000Z.00000001\tbucket\tok\t{"time":"2026-01-01T02:00:00Z","size":7}';
    expect(await (await scene.kept("daily")).list()).toMatchObject([
      { name: "20260101T020000Z.00000001", where: "bucket", size: 7 },
    ]);
    expect(scene.started[0]?.told).toEqual({ fetch: { BACKUP_NAME: "list" } });
  });

  it("that does not answer tells the task's last lines", async () => {
    const scene = new Scene(shop, parts);
    scene.codes.fetch = 1;
    scene.log.fetch = "the bucket does not say what it has";
    await expect((await scene.kept("daily")).list()).rejects.toThrow(
      /The bucket of daily cannot be listed: .*exit code 1\nthe bucket does not say what it has/,
    );
  });
});
