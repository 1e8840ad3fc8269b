import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkProvidedUrls,
  provided,
  postgres,
  readUrl,
  writeUrl,
  type StoreUrl,
  type System,
} from "../../../../../components/model";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const host = fc.record(
  {
    host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), name),
    port: fc.integer({ min: 1, max: 65_535 }).map(String),
  },
  { requiredKeys: ["host"] },
);

/** Any URL of a store, whatever its user, password and database are made of. */
const url: fc.Arbitrary<StoreUrl> = fc
  .record({
    scheme: fc.constantFrom("postgresql", "postgresql+asyncpg", "redis", "rediss", "http"),
    login: fc.option(fc.tuple(text, fc.option(text, { nil: undefined })), { nil: undefined }),
    hosts: fc.array(host, { minLength: 1, maxLength: 3 }),
    path: fc.option(
      text.filter((one) => !one.includes("/")),
      { nil: undefined },
    ),
    params: fc.uniqueArray(fc.tuple(name, text), { maxLength: 2 }),
  })
  .map(({ scheme, login, hosts, path, params }) => ({
    scheme,
    ...(login === undefined
      ? {}
      : { user: login[0], ...(login[1] === undefined ? {} : { password: login[1] }) }),
    hosts: hosts as unknown as StoreUrl["hosts"],
    ...(path === undefined ? {} : { path }),
    params,
  }));

describe("a webhook that the operator provided", () => {
  const webhook = provided("slack-webhook", { description: "webhook" });
  const monitoring = {
    metrics: {},
    alerts: [],
    receivers: [{ type: "slack", webhook: webhook.value, channel: "#ops" }],
  } as unknown as System["monitoring"];
  const told = (text: string) => checkProvidedUrls({ stores: [], monitoring }, { "slack-webhook": text });

  it.each(["https://hooks.slack.com/services/T0/B0/hunter2", "http://relay.internal:8080/hook"])(
    "is taken: %s",
    (text) => {
      expect(told(text)).toEqual([]);
    },
  );

  it.each([
    ["", "is empty"],
    ["hunter2", "is not an http(s) URL"],
    ["hooks.slack.com/services/hunter2", "is not an http(s) URL"],
    ["ftp://h/hunter2", "is not an http(s) URL"],
    ["javascript:alert('hunter2')", ""],
    ["https:///hunter2", ""],
    ["https://hooks.slack.com/hunter2 x", "has a space"],
  ])("is refused before anything is made, and shown to nobody: %j", (text, why) => {
    const [problem, ...more] = told(text);
    expect(more).toEqual([]);
    expect(problem?.path).toBe("settings.secrets.slack-webhook");
    expect(problem?.message).toContain(why);
    expect(problem?.message).toContain("#ops");
    expect(problem?.message).not.toContain("hunter2");
  });
});

describe("a URL of a store", () => {
  it("reads back as what it was written from", () => {
    fc.assert(
      fc.property(url, (one) => {
        expect(readUrl(writeUrl(one))).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });

  it("is read as URLs are read elsewhere, where it has one host", () => {
    fc.assert(
      fc.property(url, (one) => {
        fc.pre(one.hosts.length === 1 && one.scheme !== "http" && one.path !== "." && one.path !== "..");
        const elsewhere = new URL(writeUrl(one));
        expect(decodeURIComponent(elsewhere.username)).toBe(one.user ?? "");
        expect(decodeURIComponent(elsewhere.password)).toBe(one.password ?? "");
        expect(decodeURIComponent(elsewhere.pathname.slice(1))).toBe(one.path ?? "");
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["postgresql://user:12/rest@host/db", /"@" after its host/],
    ["postgresql://user:pw/rest@host/db", /"@" after its host/],
    ["postgresql://user:12?rest@host/db", /"@" after its host/],
    ["postgresql://user:12#rest@host/db", /has a "#"/],
    ["postgresql://user:100%@host/db", /a "%" in its password/],
    ["postgresql://us%zzer:p@host/db", /a "%" in its user/],
    ["postgresql://user:%ff@host/db", /a "%" in its password/],
    ["postgresql://user:p@host/%", /a "%" in its path/],
    ["postgresql://user:p@ss@host/db", /more than one "@"/],
    ["postgresql://user:p@host:0/db", /a port that is not a number/],
    ["postgresql://user:p@host:70000/db", /a port that is not a number/],
    ["postgresql://user:p@host:/db", /a port that is not a number/],
    ["postgresql://user:p@/db", /has no host/],
    ["postgresql://user:p@a,,b/db", /has no host/],
    ["postgresql://user:p@fd00::1/db", /a host that cannot be read/],
    ["postgresql://user:p@[fd00::zz]/db", /not an IPv6 address/],
    ["postgresql://user:p@ho%20st/db", /a host with characters/],
    ["postgresql://user:p w@host/db", /has a space/],
    ["postgresql://user:p@host/db\n", /has a space/],
    ["", /is empty/],
    ["1http://host", /a scheme that is not allowed/],
  ])("is refused where it is %j, and its words are not shown", (wrong, why) => {
    const read = readUrl(wrong) as { readonly error: string };
    expect(read.error).toMatch(why);
    for (const part of ["rest@", "user:", "p@ss", "us%zz", "host/"]) expect(read.error).not.toContain(part);
    const store = postgres("db", {
      version: "16",
      user: "u",
      database: "d",
      external: { url: managed.value },
    });
    expect(checkProvidedUrls({ stores: [store] }, { "db-url": wrong })).toEqual([
      {
        path: "settings.secrets.db-url",
        message: expect.stringContaining(`the URL of store "db" ${read.error}`) as string,
      },
    ]);
  });

  it.each([
    "host:5432",
    "a:9092,b:9092",
    "redis://:p@a:1,b:2",
    "postgresql://u:a:b@h/d",
    "redis://h/0?sentinel=main",
    "http://[::1]",
  ])("is accepted where it is %s", (right) => {
    expect(readUrl(right)).not.toHaveProperty("error");
  });

  it("for reading is checked too, and one that is missing is not", () => {
    const store = postgres("db", {
      version: "16",
      user: "u",
      database: "d",
      external: { url: managed.value, readUrl: replica.value },
    });
    const problems = checkProvidedUrls({ stores: [store] }, { "db-read-url": "postgresql://u:1/2@h/d" });
    expect(problems.map(({ path }) => path)).toEqual(["settings.secrets.db-read-url"]);
  });
});

const managed = provided("db-url", { description: "managed database" });
const replica = provided("db-read-url", { description: "its replica" });
