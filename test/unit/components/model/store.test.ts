import { describe, expect, it } from "vitest";
import {
  consul,
  isRef,
  kafka,
  objectStore,
  postgres,
  qdrant,
  redis,
  zookeeper,
  type Server,
  type Value,
} from "../../../../components/model";
import { attributes } from "../../../../components/model/check/references";

const stores: { readonly [E in Server["engine"]]: Server } = {
  postgres: postgres("main", { version: "16", database: "shop", user: "owner" }),
  redis: redis("cache", { version: "7", persistence: "none" }),
  kafka: kafka("events", { version: "7", zookeeper: "keeper" }),
  zookeeper: zookeeper("keeper", { version: "3.8" }),
  minio: objectStore("objects", { version: "1", buckets: [] }),
  qdrant: qdrant("vectors", { version: "1" }),
  consul: consul("registry", { version: "1" }),
};

describe("a store", () => {
  it.each(Object.values(stores))(
    "of $engine offers as references all that consumers may name, so that a rotation changes them together",
    (store) => {
      const offered = Object.fromEntries(
        attributes[store.engine].map((attribute) => [
          attribute,
          (store as unknown as Readonly<Record<string, Value>>)[attribute],
        ]),
      );
      const wanted = attributes[store.engine].map((attribute) => [
        attribute,
        { ref: "store", name: store.name, attribute },
      ]);
      expect(offered).toEqual(Object.fromEntries(wanted));
      expect(Object.values(offered).every((value) => value !== undefined && isRef(value))).toBe(true);
    },
  );
});
