import { output, secret } from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromUrl, resolver } from "../../../../components/shared/resolve";
import type { GeneratedSecrets } from "../../../../components/shared/secrets";
import {
  consul,
  provided,
  inBase64,
  kafka,
  objectStore,
  postgres,
  qdrant,
  readUrl as readStoreUrl,
  rsa,
  serviceUrl,
  template,
  urlWith,
  zookeeper,
  type Store,
  type StoreAttribute,
  type StoreRef,
  type Value,
} from "../../../../components/model";
import { resolved, valueOf } from "../../../support/mocks";
import { api, cache, db, dbProps, shop, signingKey } from "../../../support/valid";

type Known = Pick<GeneratedSecrets, "value" | "storePasswords">;

/** Secrets that tell what was asked of them, of stores that were rotated so many times. */
const rotated = (generation: number): Known => ({
  value: ({ name, part, encoding }) => secret(`<${[name, part, encoding].filter(Boolean).join(" ")}>`),
  storePasswords: (store) => ({
    generation,
    current: secret(`<${store} password>`),
    previous: secret(`<${store} password before>`),
    initial: secret(`<${store} first password>`),
  }),
});
const secrets = rotated(0);

const objects = objectStore("objects", { version: "1", buckets: [] });
const vectors = qdrant("vectors", { version: "1" });
const keeper = zookeeper("keeper", { version: "3" });
const events = kafka("events", { version: "7", zookeeper: "keeper" });
const registry = consul("registry", { version: "1" });
const keys = rsa("keys");

const system = {
  ...shop,
  stores: [...shop.stores, objects, vectors, keeper, events, registry],
  secrets: [signingKey, keys],
};

const text = (value: Value, stores: readonly Store[] = system.stores) =>
  valueOf(resolver({ ...system, stores }, secrets)(value));

describe("the URL of a store", () => {
  it.each([
    [db, "postgresql://shop:%3Cdb%20password%3E@db:5432/shop"],
    [cache, "redis://:%3Ccache%20password%3E@cache:6379/0"],
    [events, "events:9092"],
    [keeper, "keeper:2181"],
    [objects, "http://objects:9000"],
    [vectors, "http://vectors:6333"],
    [registry, "http://registry:8500"],
  ])("of $engine is what its clients expect", async (store, url) => {
    expect(await text(store.url)).toBe(url);
  });

  it("takes the driver's scheme and its parameters", async () => {
    const driver = urlWith(db.url, {
      scheme: "postgresql+psycopg2",
      params: { sslmode: "require", options: "-c a=b" },
    });
    expect(await text(driver)).toBe(
      "postgresql+psycopg2://shop:%3Cdb%20password%3E@db:5432/shop?sslmode=require&options=-c+a%3Db",
    );
  });

  it("for reading is the same where there is no replica", async () => {
    expect(await text(db.readUrl)).toBe(await text(db.url));
  });

  it("is secret where it holds a password, and plain where it does not", async () => {
    const resolve = resolver(system, secrets);
    expect((await resolved(resolve(db.url))).secret).toBe(true);
    expect((await resolved(resolve(template`x${cache.password}`))).secret).toBe(true);
    expect((await resolved(resolve(events.url))).secret).toBe(false);
    expect((await resolved(resolve(db.host))).secret).toBe(false);
  });
});

describe("a part of a store", () => {
  const part = (name: string, attribute: StoreAttribute): StoreRef => ({ ref: "store", name, attribute });

  it("is the name, port, user and database inside the private network", async () => {
    const parts = [db.host, db.port, db.user, db.database, db.password];
    expect(await Promise.all(parts.map((ref) => text(ref)))).toEqual([
      "db",
      "5432",
      "shop",
      "shop",
      "<db password>",
    ]);
  });

  it("of an object store is a pair of keys", async () => {
    expect(await text(objects.accessKey)).toBe("objects");
    expect(await text(objects.secretKey)).toBe("<objects password>");
  });

  it("of one Redis is not a Sentinel's name", async () => {
    expect(await text(cache.sentinelName)).toBe("");
  });

  it("of a store that is not there is refused", () => {
    expect(() => resolver(system, secrets)(part("orders", "host"))).toThrow(
      new RangeError('there is no store "orders"'),
    );
  });
});

describe("the credentials of a store whose password was rotated", () => {
  const after = (generation: number, value: Value) => valueOf(resolver(system, rotated(generation))(value));
  const { user } = db;

  it("are those of two roles by turns", async () => {
    expect(await after(1, db.url)).toBe("postgresql://shop_alt:%3Cdb%20password%3E@db:5432/shop");
    expect(await after(2, db.url)).toBe("postgresql://shop:%3Cdb%20password%3E@db:5432/shop");
    expect([await after(3, user), await after(4, user)]).toEqual(["shop_alt", "shop"]);
    expect(await after(1, cache.url)).toBe("redis://:%3Ccache%20password%3E@cache:6379/0");
  });

  it("fit each other, however a service takes them: parts and URL are of one generation at one address", async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,62}$/);
    await fc.assert(
      fc.asyncProperty(
        name,
        name,
        fc.nat({ max: 9 }),
        fc.constantFrom("now" as const, "initially" as const),
        fc.option(fc.record({ host: name, port: fc.integer({ min: 1, max: 65_535 }) })),
        async (user, database, generation, moment, place) => {
          const store = postgres("db", { ...dbProps, user, database });
          const at = place === null ? undefined : () => ({ main: `${place.host}:${place.port}` });
          const own = resolver({ ...system, stores: [store] }, rotated(generation), moment, at);
          const parts = template`postgresql://${store.user}:${store.password}@${store.host}:${store.port}/${store.database}`;
          // Of what is in them only the password's text needs to be encoded.
          expect(decodeURIComponent(await valueOf(own(store.url)))).toBe(await valueOf(own(parts)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("stay for the store's own container those of its first start", async () => {
    const own = resolver(system, rotated(3), "initially");
    expect(await valueOf(own(db.password))).toBe("<db first password>");
    expect(await valueOf(own(user))).toBe("shop");
    expect((await resolved(own(db.password))).secret).toBe(true);
  });
});

describe("a reference to a service", () => {
  it("is its name on the private network and the port that is named", async () => {
    expect(await text(api.url)).toBe("http://api:8000");
    expect(await text(api.host)).toBe("api");
    expect(await text({ ...api.url, attribute: "port" })).toBe("8000");
    expect(await text(serviceUrl("api", "admin"))).toBe("http://api:9000");
    expect(await text(serviceUrl("api", "main"))).toBe("http://api:8000");
  });

  it("without such a port is refused", () => {
    expect(() => resolver(system, secrets)(serviceUrl("api", "debug"))).toThrow(
      new RangeError('service "api" has no such port'),
    );
  });
});

describe("values", () => {
  it("without references are their text", async () => {
    expect([await text("a"), await text(1), await text(false)]).toEqual(["a", "1", "false"]);
  });

  it("of secrets are asked for in their part and encoding", async () => {
    expect(await text(signingKey.value)).toBe("<signing-key value>");
    expect(await text(inBase64(keys.privateKey))).toBe("<keys privateKey base64>");
  });

  it("are joined in order", async () => {
    expect(await text(template`u=${db.host}:${db.port};k=${signingKey.value}`)).toBe(
      "u=db:5432;k=<signing-key value>",
    );
  });
});

describe("an external store", () => {
  const url = provided("db-url", { description: "managed database" });
  const readUrl = provided("db-read-url", { description: "its replica" });
  const answering = (answers: Readonly<Record<string, string>>) => ({
    ...secrets,
    value: ({ name }: { name: string }) => output(answers[name] ?? ""),
  });
  const managed = (external: { readUrl?: typeof readUrl.value } = {}) =>
    postgres("db", { ...dbProps, external: { url: url.value, ...external } });
  const ask = (ref: StoreRef, store: Store, answers: Readonly<Record<string, string>>) =>
    valueOf(resolver({ ...system, stores: [store] }, answering(answers))(ref));

  it("is reached by the URL that was given, read replicas by theirs", async () => {
    const answers = { "db-url": "postgresql://u:p@pg:5432/d", "db-read-url": "postgresql://u:p@replica/d" };
    expect(await ask(db.url, managed(), answers)).toBe("postgresql://u:p@pg:5432/d");
    expect(await ask(db.readUrl, managed(), answers)).toBe("postgresql://u:p@pg:5432/d");
    const replicated = managed({ readUrl: readUrl.value });
    expect(await ask(db.readUrl, replicated, answers)).toBe("postgresql://u:p@replica/d");
    expect(await ask(db.port, replicated, answers)).toBe("5432");
  });

  it("is known by the parts of that URL", () => {
    const from = (attribute: StoreAttribute, text = "postgresql://us%40er:p%2Fw@pg.example.com:6432/shop") =>
      fromUrl(text, { ref: "store", name: "db", attribute }, 5432);
    expect(
      (["host", "port", "user", "password", "database", "accessKey", "secretKey"] as const).map((name) =>
        from(name),
      ),
    ).toEqual(["pg.example.com", "6432", "us@er", "p/w", "shop", "us@er", "p/w"]);
    expect(from("sentinelName")).toBe("");
    expect(from("sentinelName", "redis://:p@h:26379/0?sentinel=main")).toBe("main");
  });

  it("has the engine's port where its URL names none, or that of HTTP", () => {
    const port = (text: string) => fromUrl(text, { ref: "store", name: "s", attribute: "port" }, 9000);
    expect(["minio://h", "http://h", "https://h:443/", "h:1234", "h"].map(port)).toEqual([
      "9000",
      "80",
      "443",
      "1234",
      "9000",
    ]);
  });

  it("gets the scheme and parameters that its consumer asks for", () => {
    const ref = urlWith(db.url, { scheme: "postgresql+asyncpg", params: { ssl: "require" } });
    expect(fromUrl("postgresql://u:p@h/d?a=1", ref, 5432)).toBe(
      "postgresql+asyncpg://u:p@h/d?a=1&ssl=require",
    );
  });

  it("may be a list of hosts, passed on as it is", () => {
    const list = "redis://:p@a:26379,b:26379,c:26379";
    expect(fromUrl(list, cache.url, 6379)).toBe(list);
    expect(fromUrl("a:9092,b:9092", events.url, 9092)).toBe("a:9092,b:9092");
  });

  it("with a URL that cannot be read is named without showing the password", () => {
    expect(() => fromUrl("postgresql://user:hunter2@a:1,b:x/d", db.host, 5432)).toThrow(
      /^the URL of store "db" has a port that is not a number from 1 to 65535; (?!.*hunter2)/,
    );
  });

  it("is known by the first of its hosts, and an IPv6 address has no brackets", () => {
    const from = (attribute: StoreAttribute, text: string) =>
      fromUrl(text, { ref: "store", name: "db", attribute }, 5432);
    const list = "postgresql://u:p@a:1,b:2/my%20db";
    expect([from("host", list), from("port", list), from("database", list)]).toEqual(["a", "1", "my db"]);
    const six = "postgresql://u:p@[fd00::1]:6432/d";
    expect([from("host", six), from("port", six)]).toEqual(["fd00::1", "6432"]);
    expect(fromUrl(list, urlWith(db.url, { scheme: "psql", params: { a: "b" } }), 1)).toBe(
      "psql://u:p@a:1,b:2/my%20db?a=b",
    );
  });

  it("is secret in each of its parts", async () => {
    const resolve = resolver(
      { ...system, stores: [managed()] },
      answering({ "db-url": "postgresql://u:p@h/d" }),
    );
    const parts = ["url", "readUrl", "host", "port", "user", "password", "database"] as const;
    for (const attribute of parts)
      expect((await resolved(resolve({ ref: "store", name: "db", attribute }))).secret, attribute).toBe(true);
  });
});

describe("a generated URL", () => {
  it("reads back as the user, the password and the database that it was made of, whatever is in them", async () => {
    const anything = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(anything, anything, anything, async (user, password, database) => {
        const store = postgres("db", { version: "16", user, database });
        const known = {
          ...secrets,
          storePasswords: () => ({
            generation: 0,
            current: output(password),
            previous: output(password),
            initial: output(password),
          }),
        };
        const url = await valueOf(resolver({ ...system, stores: [store] }, known)(store.url));
        expect(readStoreUrl(url)).toEqual({
          scheme: "postgresql",
          user,
          password,
          hosts: [{ host: "db", port: "5432" }],
          path: database,
          params: [],
        });
      }),
      { numRuns: 100 },
    );
  });
});
