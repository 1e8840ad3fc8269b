import { describe, expect, it } from "vitest";
import { refuseUnfit, unfit, type LiveData } from "../../../../cli/runtime/disks";
import {
  postgres,
  qdrant,
  redis,
  system,
  volume,
  type Bytes,
  type Store,
} from "../../../../components/model";
import { dbProps, development } from "../../../support/valid";

const claim = (name: string, storage: string, storageClassName = "fast") => ({
  metadata: { name },
  spec: { storageClassName, resources: { requests: { storage } } },
});
const set = (name: string, replicas: number, serviceName = name) => ({
  metadata: { name },
  spec: { replicas, serviceName },
});
const grows = new Map([
  ["fast", true],
  ["fixed", false],
]);
const told = (store: Store, live: Partial<LiveData>) =>
  unfit(system("shop", development, { stores: [store] }), { claims: [], sets: [], grows, ...live });
const db = (size: Bytes) => postgres("db", { ...dbProps, size, readReplicas: 1 });

describe("the disks of a stack on a cluster", () => {
  it("may become larger where their class lets them, and are asked nothing where there are none yet", () => {
    expect(
      told(db("20Gi"), { claims: [claim("db-data", "10Gi"), claim("db-replica-1-data", "10Gi")] }),
    ).toEqual([]);
    expect(told(db("20Gi"), {})).toEqual([]);
    expect(told(db("20Gi"), { claims: [claim("db-data", "20Gi", "fixed")] })).toEqual([]);
    // Of a class that nobody may ask about the server itself says it.
    expect(told(db("20Gi"), { claims: [claim("db-data", "10Gi", "other")] })).toEqual([]);
  });

  it("do not become larger where their class does not let them", () => {
    const [line, ...more] = told(db("20Gi"), { claims: [claim("db-data", "10Gi", "fixed")] });
    expect(more).toEqual([]);
    expect(line).toBe(
      `stores.db: its disk db-data has 10Gi and would have 20Gi, but disks of its class do not grow. Where the class's driver can make them: kubectl patch storageclass fixed --patch '{"allowVolumeExpansion":true}'; else set size to 10Gi, or carry the data over into a store of another name`,
    );
  });

  it("never become smaller, nor are of another class", () => {
    const cache = redis("cache", { version: "7", persistence: "append-only", nodes: 3, size: "5Gi" });
    const three = [0, 1, 2].map((index) => claim(`data-cache-${index}`, "10Gi"));
    expect(told(cache, { claims: three })).toHaveLength(3);
    expect(told(cache, { claims: three })[0]).toContain(
      "stores.cache: its disk data-cache-0 has 10Gi and would have 5Gi; a disk cannot get smaller. Set size to 10Gi",
    );
    const uploads = { ...volume("uploads"), size: "10Gi", storageClass: "shared" } as const;
    expect(told(uploads, { claims: [claim("uploads", "10Gi")] })).toEqual([
      expect.stringContaining(
        "stores.uploads: its disk uploads is of the class fast, and one of shared would be another one, and empty",
      ),
    ]);
    expect(told(db("10Gi"), { claims: [claim("db-data", "10Gi")], storageClass: "slow" })).toHaveLength(1);
  });
});

describe("the servers of a stack on a cluster", () => {
  const vectors = (nodes: number) => qdrant("vectors", { version: "v1.17.0", nodes });

  it("get more, and not fewer where each has what no other has", () => {
    const live = { sets: [set("vectors", 3, "vectors-nodes")] };
    expect(told(vectors(4), live)).toEqual([]);
    expect(told(vectors(3), live)).toEqual([]);
    expect(told(vectors(2), live)).toEqual([
      expect.stringMatching(
        /^stores\.vectors: it runs as 3 nodes and would have 2: what lies on vectors-2 and after it would be lost\. Move their shards .* kubectl scale statefulset vectors --replicas 2$/,
      ),
    ]);
  });

  it("do not become several out of one, nor one out of several, without its data", () => {
    expect(told(vectors(3), { sets: [set("vectors", 1)] })).toEqual([
      expect.stringContaining(
        "stores.vectors: it runs as one server, and several have other disks, without its data",
      ),
    ]);
    expect(told(vectors(1), { sets: [set("vectors", 3, "vectors-nodes")] })).toEqual([
      expect.stringContaining("stores.vectors: it runs as several servers, and one server has other disks"),
    ]);
    const cache = redis("cache", { version: "7", persistence: "none", nodes: 3 });
    expect(told(cache, { sets: [set("cache", 1)] })).toEqual([]);
  });
});

it("is refused with every line before anything is changed", () => {
  const wanted = system("shop", development, { stores: [db("5Gi")] });
  const live = { claims: [claim("db-data", "10Gi"), claim("db-replica-1-data", "10Gi")], sets: [], grows };
  expect(() => {
    refuseUnfit("prod", wanted, live);
  }).toThrow(
    /^Stack prod was not changed: [^\n]*\n {2}✗ stores\.db: its disk db-data .*\n {2}✗ stores\.db: its disk db-replica-1-data /,
  );
});
