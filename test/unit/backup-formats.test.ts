import fc from "fast-check";
import { expect, it } from "vitest";
import { saviourOf, scripts as onDocker } from "../../components/docker/backup/backup.args";
import { saviour, scripts as onKubernetes } from "../../components/kubernetes/backup/backup.args";
import {
  backup,
  mariadb,
  objectStore,
  postgres,
  qdrant,
  rabbitmq,
  redis,
  system,
  volume,
  type Backup,
  type SavableStore,
} from "../../components/model";
import { bucketOf, renderOffsiteSettings } from "../../components/render/backup";
import { development, shop } from "../support/valid";

/** A store of each engine that is saved, in the forms that change how; one that is missing is an error of the compiler. */
const stores: Readonly<Record<SavableStore["engine"], readonly SavableStore[]>> = {
  postgres: [postgres("db", { version: "16", database: "shop", user: "shop" })],
  mariadb: [mariadb("db", { version: "10.11", database: "shop", user: "shop" })],
  minio: [objectStore("objects", { version: "4.48", buckets: ["uploads"] })],
  qdrant: [1, 3].map((nodes) => qdrant("vectors", { version: "1.15.4", nodes })),
  rabbitmq: [rabbitmq("broker", { version: "4.3", user: "shop", virtualHost: "shop" })],
  redis: [1, 3].flatMap((nodes) =>
    (["append-only", "snapshot"] as const).map((persistence) =>
      redis("cache", { version: "7", persistence, nodes }),
    ),
  ),
  volume: [volume("files", { size: "1Gi" })],
};

const secret = { ref: "secret", name: "key", part: "value" } as const;
const saved: fc.Arbitrary<readonly [SavableStore, Backup]> = fc
  .record({
    store: fc.constantFrom(...Object.values(stores).flat()),
    keep: fc.oneof(
      fc.record({ count: fc.integer({ min: 1, max: 40 }) }),
      fc.integer({ min: 1, max: 90 }).map((days) => ({ age: `${days}d` as const })),
    ),
    schedule: fc.constantFrom("0 2 * * *", "*/15 * * * *", "30 4 1 * 0"),
    drilled: fc.boolean(),
    moments: fc.boolean(),
    form: fc.constantFrom("archive", "files"),
    folder: fc.option(fc.constantFrom("inside", "a/b"), { nil: undefined }),
    bucket: fc.boolean(),
  })
  .map(({ store, keep, schedule, drilled, moments, form, folder, bucket }) => [
    store,
    backup("daily", {
      ...{ of: store, keep, schedule },
      destinations: [
        { to: "volume" },
        ...(bucket
          ? [{ to: "bucket", bucket: "b", prefix: "shop", accessKey: secret, secretKey: secret } as const]
          : []),
      ],
      ...(drilled ? { drill: { schedule: "0 4 * * 0", within: "10m" } } : {}),
      ...(moments && store.engine === "postgres" ? { pointInTime: { rpo: "5m" } } : {}),
      ...(store.engine === "volume" ? { form, ...(folder === undefined ? {} : { folder }) } : {}),
    }),
  ]);

/** Where a store is reached, and how long that may take: what a target may say otherwise. */
const places = ["HOST", "NODES", "SENTINELS", "PGUSER", "PGDATABASE", "ENDPOINT", "PATIENCE"];
const settingsPath = "/opt/backup/settings.sh";

/** What settings say that decides the form of a backup. */
function decided(settings: string | undefined): readonly string[] {
  return (settings ?? "")
    .split("\n")
    .filter((line) => /^[A-Z_]+=/.test(line) && !places.includes(line.slice(0, line.indexOf("="))));
}

it("a backup is made, named, checked and restored by the same files on Docker and on Kubernetes", () => {
  fc.assert(
    fc.property(saved, ([store, own]) => {
      const docker = onDocker(own, store);
      const all = onKubernetes(own, store).files;
      const kubernetes = Object.fromEntries(
        Object.entries(all).flatMap(([path, { content }]) =>
          // The store's password is no text of the scripts.
          typeof content === "string" ? [[path, content]] : [],
        ),
      );
      expect(Object.keys(kubernetes).sort()).toEqual(Object.keys(docker).sort());
      for (const [path, text] of Object.entries(docker))
        if (path !== settingsPath) expect(kubernetes[path], path).toBe(text);
      expect(decided(docker[settingsPath]).length).toBeGreaterThan(10);
      expect(decided(kubernetes[settingsPath])).toEqual(decided(docker[settingsPath]));
    }),
  );
});

it("whoever saves a store has the same tools and is the same user on both", () => {
  for (const store of Object.values(stores).flat()) {
    const around = system("shop", development, { services: [], stores: [store], backups: [] });
    const { image, user, tool } = saviour(around, store);
    const { dataPath: _, ...docker } = saviourOf(around, store);
    expect({ image, user, tool }, store.engine).toEqual({ tool: false, ...docker });
  }
  const [uploads] = shop.stores.filter(({ engine }) => engine === "volume");
  if (uploads?.engine !== "volume") throw new Error("the shop has no volume");
  expect(saviour(shop, uploads)).toMatchObject(saviourOf(shop, uploads));
});

it("lies in the same folder of a bucket, whatever the stack is called", () => {
  fc.assert(
    fc.property(saved, ([, own]) => {
      const bucket = bucketOf(own);
      if (bucket === undefined) return;
      const but = (owner: string) =>
        renderOffsiteSettings(own, bucket, owner)
          .split("\n")
          .filter((line) => !line.startsWith("RULE="));
      expect(but("shop-prod-k8s")).toEqual(but("shop-prod"));
      expect(but("shop-prod")).toContain("PREFIX='shop/daily/'");
    }),
  );
});
