import { describe, expect, it } from "vitest";
import {
  consumersOf,
  edgesOf,
  exact,
  gatedBy,
  isHidden,
  provided,
  job,
  kafka,
  lazily,
  postgres,
  reachesOut,
  site,
  siteRoute,
  template,
  valuesOf,
  workloadRefs,
  zookeeper,
} from "../../../../../components/model";
import {
  api,
  cache,
  db,
  dbProps,
  image,
  migrate,
  proxy,
  shop,
  signingKey,
  uploads,
  web,
} from "../../../../support/valid";

describe("edges", () => {
  it("follow from what services, jobs and the ingress name, each once and sorted", () => {
    expect(edgesOf(shop)).toEqual([
      { from: "api", to: "cache" },
      { from: "api", to: "db" },
      { from: "migrate", to: "db" },
      { from: "proxy", to: "api" },
      { from: "proxy", to: "web" },
      { from: "web", to: "api" },
    ]);
  });

  it("come from files and arguments as well as from variables", () => {
    const worker = {
      ...web,
      env: {},
      files: { "/etc/worker.conf": { content: template`db = ${db.host}` } },
      command: ["worker", template`--cache=${cache.host}`],
    };
    expect(edgesOf({ ...shop, services: [api, worker], ingress: undefined })).toEqual([
      { from: "api", to: "cache" },
      { from: "api", to: "db" },
      { from: "migrate", to: "db" },
      { from: "web", to: "cache" },
      { from: "web", to: "db" },
    ]);
  });

  it("lead to no secret, to nobody's own address and to no static site", () => {
    const docs = site("docs", { image: image("docs"), folder: "/srv" });
    const selfish = { ...api, env: { SIGNING_KEY: signingKey.value, OWN_URL: api.url } };
    const ingress = { ...proxy, routes: [siteRoute("/", docs)] };
    expect(edgesOf({ ...shop, services: [selfish], jobs: [], sites: [docs], ingress })).toEqual([]);
  });

  it("lead to no external store", () => {
    const url = provided("db-url", { description: "managed database" });
    const managed = postgres("db", { ...dbProps, external: { url: url.value } });
    const system = { ...shop, stores: [managed, cache] };
    expect(consumersOf(system, "db")).toEqual([]);
    const all = [...system.services, ...system.jobs].map(({ name }) => name);
    expect(all.filter((name) => reachesOut(system, name))).toEqual(["api", "migrate"]);
    expect(all.filter((name) => reachesOut(shop, name))).toEqual([]);
    expect(reachesOut({ ...shop, services: [{ ...web, egress: true }] }, "web")).toBe(true);
  });

  it("stand for a lazy reference too: it changes the order, not the way", () => {
    const caller = { ...web, env: { API_URL: lazily(api.url) } };
    expect(consumersOf({ ...shop, services: [api, caller] }, "api")).toEqual(["proxy", "web"]);
  });

  it("connect an engine with the store that it needs", () => {
    const keeper = zookeeper("keeper", { version: "3.8" });
    const events = kafka("events", { version: "7.5.0", zookeeper: "keeper" });
    expect(consumersOf({ ...shop, stores: [...shop.stores, keeper, events] }, "keeper")).toEqual(["events"]);
  });

  it("are drawn once for many routes to one service", () => {
    const ingress = { ...proxy, routes: [...proxy.routes, exact("/login", api), exact("/logout", api)] };
    expect(consumersOf({ ...shop, ingress }, "api")).toEqual(["proxy", "web"]);
  });
});

describe("the values of a workload", () => {
  it("are told with the property that they stand in", () => {
    const worker = {
      ...api,
      env: { LEVEL: "info" },
      files: { "/etc/key": { content: signingKey.value } },
      command: ["serve", db.host],
    };
    expect(valuesOf(worker)).toEqual([
      { property: "env.LEVEL", value: "info" },
      { property: 'files["/etc/key"]', value: signingKey.value },
      { property: "command[0]", value: "serve" },
      { property: "command[1]", value: db.host },
    ]);
    expect(workloadRefs(worker)).toEqual([signingKey.value, db.host]);
  });
});

describe("a release job", () => {
  it("holds back every service that names one of its stores", () => {
    expect(gatedBy(shop, migrate)).toEqual(["api"]);
  });

  it("holds back the services that it names, and no others", () => {
    expect(gatedBy(shop, { ...migrate, before: ["web"] })).toEqual(["web"]);
  });

  it("without a store holds back nobody", () => {
    const notify = job("notify", { image: image("api"), env: {}, run: "release" });
    expect(gatedBy(shop, notify)).toEqual([]);
  });

  it("on a schedule holds back nobody", () => {
    const nightly = { ...migrate, run: { schedule: "0 3 * * *" }, before: ["api"] };
    expect(gatedBy({ ...shop, stores: [db, cache, uploads] }, nightly)).toEqual([]);
  });
});

describe("an external store", () => {
  it("is hidden in each of its parts, a store of the system in those with a password alone", () => {
    const managed = { ...db, external: { url: provided("db-url", { description: "it" }).value } };
    const system = { ...shop, stores: [managed] };
    for (const attribute of ["host", "port", "user", "database", "url", "readUrl", "password"] as const) {
      const ref = { ref: "store", name: "db", attribute } as const;
      expect(isHidden(ref, system), attribute).toBe(true);
      expect(isHidden(ref, shop), attribute).toBe(["url", "readUrl", "password"].includes(attribute));
    }
  });
});
