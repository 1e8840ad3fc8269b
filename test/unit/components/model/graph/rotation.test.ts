import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  provided,
  isRotating,
  mariadb,
  objectStore,
  postgres,
  roleOf,
  rotatable,
  whyNotRotated,
  zookeeper,
} from "../../../../../components/model";
import { cache, db, shop, signingKey, uploads } from "../../../../support/valid";

const url = provided("managed-url", { description: "of the managed database" });
const managed = postgres("managed", {
  version: "16",
  database: "shop",
  user: "shop",
  external: { url: url.value },
});
const objects = objectStore("objects", { version: "1", buckets: [] });
const keeper = zookeeper("keeper", { version: "3" });
const system = { ...shop, stores: [...shop.stores, managed, objects, keeper], secrets: [signingKey, url] };

describe("what can be rotated", () => {
  it("is what is generated here, and engines that take two passwords at once", () => {
    expect(rotatable(system)).toEqual(["cache", "db", "signing-key"]);
    expect([db, cache, uploads, managed, objects, keeper].map(isRotating)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(["cache", "db", "signing-key"].map((name) => whyNotRotated(system, name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    [
      "sining-key",
      'system "shop" has no generated secret or password of that name; it has cache, db, signing-key',
    ],
    [
      "managed-url",
      "it is set in the stack's file, not generated; set another value: pulumi config set --secret --path 'settings.secrets.managed-url'",
    ],
    [
      "managed",
      "it is external; change its password there, then set the URL: pulumi config set --secret --path 'settings.secrets.managed-url'",
    ],
    ["uploads", "it is a volume and has no password"],
    ["keeper", "zookeeper runs without a password; its private network protects it"],
  ])("is not %s, which is told with the way out", (name, why) => {
    expect(whyNotRotated(system, name)).toBe(why);
  });

  it("is not an engine whose data keeps its password, where another one in the stack would lock its consumers out", () => {
    const orders = mariadb("orders", { version: "10.11", database: "shop", user: "shop" });
    const why = whyNotRotated({ ...system, stores: [orders] }, "orders");
    expect(why).toMatch(/^mariadb keeps the password of its first start in its data/);
    expect(why).toContain("docs/mariadb.md says how");
    expect(why).not.toContain("--replace");
  });

  it("is not an engine that knows one password at a time", () => {
    expect(whyNotRotated(system, "objects")).toMatch(/^minio accepts one password at a time .*--replace URN/);
  });
});

describe("the role of a generation", () => {
  it("is the owner and the other one by turns", () => {
    expect([0, 1, 2, 3].map((generation) => roleOf({ owner: "shop" }, generation))).toEqual([
      "shop",
      "shop_alt",
      "shop",
      "shop_alt",
    ]);
  });

  it("is a name that PostgreSQL keeps whole, and never that of the generation before", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z][a-z0-9_]{0,58}$/),
        fc.integer({ min: 1, max: 1_000_000 }),
        (owner, generation) => {
          const role = roleOf({ owner }, generation);
          expect(role.length).toBeLessThanOrEqual(63);
          expect(role).not.toBe(roleOf({ owner }, generation - 1));
        },
      ),
    );
  });
});
