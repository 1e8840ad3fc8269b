import { describe, expect, it } from "vitest";
import { storeKeys as awsKeys } from "../../../../components/aws/settings";
import { storeKeys as clusterKeys } from "../../../../components/kubernetes/settings";
import { provided, postgres, type System } from "../../../../components/model";
import { checkStoreChanges } from "../../../../components/shared/store-changes";
import { dbProps, shop } from "../../../support/valid";

type Changes = Readonly<Record<string, object>>;
const onAws = (system: System, changes: Changes) =>
  checkStoreChanges(system, changes, { target: "aws", keys: awsKeys });
const onCluster = (system: System, changes: Changes) =>
  checkStoreChanges(system, changes, { target: "kubernetes", keys: clusterKeys });

describe("changes to stores that would do nothing", () => {
  const told = (problems: readonly { readonly path: string; readonly message: string }[]) =>
    problems.map(({ path, message }) => `${path}: ${message}`);
  const url = provided("db-url", { description: "its URL" }).value;
  const external = { ...shop, stores: [postgres("db", { ...dbProps, external: { url } })] };

  it("are refused for an external store", () => {
    const why = 'applies to stores that the stack runs, and "db" is external; remove it';
    expect(told(onAws(external, { db: { class: "db.m7g.large" } }))).toEqual([`aws.stores.db: ${why}`]);
    expect(told(onCluster(external, { db: { operator: "cloudnative-pg" } }))).toEqual([
      `kubernetes.stores.db: ${why}`,
    ]);
  });

  it.each(["cache", "uploads"])("are refused on AWS where %s has no disk of a size", (name) => {
    const { engine } = shop.stores.find((store) => store.name === name) ?? {};
    expect(told(onAws(shop, { [name]: { size: "20Gi" } }))).toEqual([
      `aws.stores.${name}.size: applies to ${(awsKeys["size"] ?? []).join(" and ")}, and "${name}" is ${engine}; remove it`,
    ]);
    expect(onCluster(shop, { [name]: { size: "20Gi" } })).toEqual([]);
  });
});

describe("stores on AWS", () => {
  it("are changed by their names, and by what their engine knows", () => {
    const [database] = shop.stores;
    if (database === undefined) throw new Error("the shop has no store");
    expect(
      onAws(shop, {
        [database.name]: { class: "db.m7g.large", node: "cache.t4g.small" },
        other: {},
      }).map(({ path, message }) => `${path}: ${message}`),
    ).toEqual([
      `aws.stores.${database.name}.node: applies to redis, and "${database.name}" is ${database.engine}; remove it`,
      `aws.stores.other: system "shop" has no such store; its stores are ${shop.stores
        .map(({ name }) => name)
        .sort()
        .join(", ")}`,
    ]);
  });
});
