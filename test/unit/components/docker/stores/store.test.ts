import { describe, expect, it } from "vitest";
import { Store } from "../../../../../components/docker/stores/store";
import {
  consul,
  kafka,
  objectStore,
  postgres,
  qdrant,
  redis,
  zookeeper,
  type Server,
} from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, listed, only } from "../../../../support/mocks";
import { cache, db, dbProps } from "../../../../support/valid";

const deployed = (store: Server, more: Partial<ConstructorParameters<typeof Store>[1]> = {}) =>
  deploy(() => new Store(context, { store, protect: false, ...more }));

describe("a database", () => {
  it("is a container of its engine, a holder of its secrets, and a volume", async () => {
    const deployment = await deployed(db);
    expect(listed(deployment)).toEqual([
      "Container shop-dev-db",
      "Container shop-dev-db-data-owner",
      "Container shop-dev-db-files",
      "Volume shop-dev-db-data",
      "Store shop-dev-db",
    ]);
    expect(only(deployment, "Container", "shop-dev-db").inputs).toMatchObject({
      image: "sha256:postgres:16-bookworm",
      command: ["postgres"],
      envs: [
        "PGDATA=/var/lib/postgresql/data/pgdata",
        "POSTGRES_DB=shop",
        "POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256",
        "POSTGRES_PASSWORD_FILE=/run/secrets/password",
        "POSTGRES_USER=shop",
      ],
      user: "999:999",
      readOnly: true,
      tmpfs: {
        "/dev/shm": "rw,nosuid,nodev,mode=1777",
        "/tmp": "rw,nosuid,nodev,mode=1777",
        "/var/run/postgresql": "rw,nosuid,nodev,mode=1777,uid=999,gid=999",
      },
      volumes: [
        { volumeName: "shop-dev-db-data-0a1b2c3", containerPath: "/var/lib/postgresql/data" },
        { fromContainer: "shop-dev-db-files-0a1b2c3", readOnly: true },
      ],
      networksAdvanced: [{ name: "db network", aliases: ["db"] }],
      ports: [],
      stopTimeout: 60,
      destroyGraceSeconds: 60,
    });
  });

  it("is published through a network of its own", async () => {
    const deployment = await deployed(postgres("db", { ...dbProps, publish: { port: 15_432 } }));
    const { ports, networksAdvanced } = only(deployment, "Container", "shop-dev-db").inputs;
    expect(ports).toEqual([{ internal: 5432, external: 15_432, ip: "127.0.0.1", protocol: "tcp" }]);
    expect(networksAdvanced).toEqual([{ name: "db network", aliases: ["db"] }, { name: "db outside" }]);
  });

  it.each(["minio", "zookeeper", "kafka", "qdrant", "consul", "postgres", "redis"] as const)(
    "starts on a volume that belongs to its user: %s",
    async (engine) => {
      const stores = {
        minio: objectStore("data", { version: "1", buckets: [] }),
        zookeeper: zookeeper("data", { version: "3.9" }),
        kafka: kafka("data", { version: "7", zookeeper: "keeper" }),
        qdrant: qdrant("data", { version: "v1" }),
        consul: consul("data", { version: "1" }),
        postgres: postgres("data", { ...dbProps }),
        redis: redis("data", { ...cache }),
      };
      const deployment = await deployed({ ...stores[engine], name: "data" });
      const handover = only(deployment, "Container", "shop-dev-data-data-owner").inputs;
      const engineArgs = only(deployment, "Container", "shop-dev-data");
      expect(handover.volumes).toEqual([
        { volumeName: "shop-dev-data-data-0a1b2c3", containerPath: "/mnt/volume" },
      ]);
      expect((handover.entrypoints as string[]).at(-1)).toBe(engineArgs.inputs.user);
      expect(engineArgs.dependsOn).toContain("Container shop-dev-data-data-owner");
    },
  );

  it("never has two engines on its data", async () => {
    expect(only(await deployed(db), "Container", "shop-dev-db").deleteBeforeReplace).toBe(true);
  });

  it("keeps its data where it is protected", async () => {
    const { protect, retainOnDelete } = only(
      await deployed(db, { protect: true }),
      "Volume",
      "shop-dev-db-data",
    );
    expect([protect, retainOnDelete]).toEqual([true, true]);
  });
});

describe("a cache", () => {
  it("has a volume for its users alone: what it holds is in memory", async () => {
    const deployment = await deployed(cache);
    expect(listed(deployment)).toEqual([
      "Container shop-dev-cache",
      "Container shop-dev-cache-data-owner",
      "Container shop-dev-cache-files",
      "Volume shop-dev-cache-data",
      "Store shop-dev-cache",
    ]);
  });

  it("has its password in a file that its engine alone can read", async () => {
    const holder = only(await deployed(redis("cache", { ...cache })), "Container", "shop-dev-cache-files");
    expect(holder.inputs.uploads).toEqual([
      {
        file: "/run/config/redis.conf",
        content: 'dir /data\naclfile /data/users.acl\nappendonly no\nsave ""\n',
        permissions: "0400",
        owner: "999",
        group: "1000",
      },
      {
        file: "/run/secrets/password",
        content: "<store cache password>",
        permissions: "0400",
        owner: "999",
        group: "1000",
      },
    ]);
    const shown = holder.texts.filter(({ text, secret }) => text.includes("password>") && !secret);
    expect(shown).toEqual([]);
  });
});

describe("a broker", () => {
  const broker = (publish?: { port: number; address?: string }) =>
    deployed(kafka("events", { version: "7", zookeeper: "keeper", ...(publish && { publish }) }));
  const advertised = (envs: unknown) =>
    (envs as string[]).find((env) => env.startsWith("KAFKA_ADVERTISED_LISTENERS="))?.split("=")[1];

  it("that is published tells clients on the host the host's own port, and the others its name", async () => {
    const { inputs } = only(await broker({ port: 29_092 }), "Container", "shop-dev-events");
    expect(inputs.ports).toEqual([{ internal: 19_092, external: 29_092, ip: "127.0.0.1", protocol: "tcp" }]);
    expect(advertised(inputs.envs)).toBe("PLAINTEXT://<store events host>:9092,HOST://127.0.0.1:29092");
  });

  it("may be published on an address of the host, of either family", async () => {
    const at = async (address: string) =>
      advertised(
        only(await broker({ port: 29_092, address }), "Container", "shop-dev-events").inputs.envs,
      )?.split(",")[1];
    expect([await at("10.1.2.3"), await at("fd00::1")]).toEqual([
      "HOST://10.1.2.3:29092",
      "HOST://[fd00::1]:29092",
    ]);
  });

  it("that is not published has one listener", async () => {
    const { inputs } = only(await broker(), "Container", "shop-dev-events");
    expect([inputs.ports, advertised(inputs.envs)]).toEqual([[], "PLAINTEXT://<store events host>:9092"]);
  });
});
