import { describe, expect, it } from "vitest";
import { checkUnused } from "../../../../../components/model/check/unused";
import { provided, kafka, postgres, redis, type System } from "../../../../../components/model";
import { proxy, resources, shop } from "../../../../support/valid";

const url = provided("store-url", { description: "URL" });
const external = { url: url.value, readUrl: url.value };
const computing = { ...resources, gpus: 1 };
const cache = (more: object) => redis("cache", { version: "7", persistence: "none", ...more });
const bare: System = { ...shop, services: [], jobs: [], stores: [], backups: [], ingress: undefined };

describe("a property that no target acts on is refused:", () => {
  const cases: readonly (readonly [string, Partial<System>, string | undefined])[] = [
    ["GPUs of a store", { stores: [cache({ resources: computing })] }, "stores.cache.resources.gpus"],
    ["GPUs of the ingress", { ingress: { ...proxy, resources: computing } }, "ingress.resources.gpus"],
    [
      "another URL to read a Kafka by",
      { stores: [kafka("broker", { version: "7", zookeeper: "keeper", external })] },
      "stores.broker.external.readUrl",
    ],
    [
      "one to read a Postgres by, which is taken",
      { stores: [postgres("db", { version: "16", database: "a", user: "a", external })] },
      undefined,
    ],
    ["Sentinel's name of one node", { stores: [cache({ setName: "main" })] }, "stores.cache.setName"],
    [
      "Sentinel's name of three, which is taken",
      { stores: [cache({ setName: "main", nodes: 3 })] },
      undefined,
    ],
    ["a port of no metrics", { metrics: { publish: { port: 9100 } } }, "metrics.publish"],
    [
      "one of the backups' metrics, which is taken",
      { metrics: { publish: { port: 9100 } }, backups: shop.backups },
      undefined,
    ],
  ];
  it.each(cases)("%s", (_, change, path) => {
    const paths = checkUnused({ ...bare, ...change }).map((problem) => problem.path);
    expect(paths).toEqual(path === undefined ? [] : [path]);
  });
});
