import { describe, expect, it } from "vitest";
import { provided, hex, password, postgres, site, siteRoute } from "../../../../../components/model";
import {
  api,
  cache,
  dbProps,
  dbBackup,
  image,
  errors,
  proxy,
  shop,
  uploads,
  web,
} from "../../../../support/valid";
import { targetNames } from "../../../../../components/targets";

describe("names", () => {
  it.each([
    ["Api_v2", "api-v2"],
    ["2nd", "nd"],
    ["api-", "api"],
    ["über", "ber"],
    ["", "main"],
  ])('"%s" is told how it could be spelled', (name, suggestion) => {
    expect(errors({ ...shop, services: [api, { ...web, name }], ingress: undefined })).toEqual([
      `services.${name}: "${name}" is not a valid name; names start with a letter and hold lower-case letters, digits and inner hyphens: write "${suggestion}"`,
    ]);
  });

  it("of the system itself keep the same spelling", () => {
    expect(errors({ ...shop, name: "My Shop" })).toEqual([
      'name: "My Shop" is not a valid name; names start with a letter and hold lower-case letters, digits and inner hyphens: write "my-shop"',
    ]);
  });

  it("are not shared by a service and a store", () => {
    const same = { ...web, name: "db" };
    expect(errors({ ...shop, services: [api, same], ingress: { ...proxy, routes: [] } })).toEqual([
      'services.db, stores.db: 2 components are named "db"; services, stores, jobs, backups, the ingress and the metrics\' exporter share one name space: rename all but one',
    ]);
  });

  it("are not shared by a service and the ingress", () => {
    expect(errors({ ...shop, ingress: { ...proxy, name: "web" } })).toEqual([
      'services.web, ingress: 2 components are named "web"; services, stores, jobs, backups, the ingress and the metrics\' exporter share one name space: rename all but one',
    ]);
  });

  it("of secrets and backups are each given once", () => {
    const secrets = [...shop.secrets, hex("signing-key", { bytes: 64 })];
    expect(errors({ ...shop, secrets, backups: [...shop.backups, dbBackup] })).toEqual([
      'backups.db-daily, backups.db-daily: 2 components are named "db-daily"; services, stores, jobs, backups, the ingress and the metrics\' exporter share one name space: rename all but one',
      'secrets.signing-key: 2 of them are named "signing-key"; rename all but one',
    ]);
  });

  it("of a store's own password are taken", () => {
    expect(errors({ ...shop, secrets: [...shop.secrets, password("db-password")] })).toEqual([
      'secrets.db-password: store "db" has a generated password of this name; use the store\'s own url or password, or rename the secret',
    ]);
  });

  it("of the password of an external store are free", () => {
    const url = provided("db-url", { description: "managed database" });
    const managed = postgres("db", { ...dbProps, external: { url: url.value } });
    const secrets = [...shop.secrets, url, password("db-password")];
    expect(errors({ ...shop, stores: [managed, cache, uploads], secrets })).toEqual([]);
  });

  it("may be one for a service and the site that serves the same thing", () => {
    const app = site("web", { image: image("web"), folder: "/srv" });
    const ingress = { ...proxy, routes: [...proxy.routes, siteRoute("/files", app)] };
    expect(errors({ ...shop, sites: [app], ingress })).toEqual([]);
  });
});

describe("names that a target cannot hold", () => {
  const long = "a".repeat(64);
  const named = (length: number) => ({
    ...shop,
    services: [api, { ...web, name: "w".repeat(length) }],
    ingress: { ...proxy, routes: [] },
  });

  it("are DNS labels on a Docker host", () => {
    expect(errors({ ...shop, services: [{ ...web, name: long, env: {} }], ingress: undefined })).toEqual([
      `services.${long}: "${long}" has 64 characters, docker allows 63: it is a DNS label (RFC 1035); shorten it`,
    ]);
  });

  it("leave room for a pod's hash on Kubernetes", () => {
    expect(errors(named(53), "kubernetes")).toEqual([
      `services.${"w".repeat(53)}: "${"w".repeat(53)}" has 53 characters, kubernetes allows 52: pods add a hash to it within a 63-character label; shorten it`,
    ]);
    const late = { ...shop.jobs[0]!, name: "j".repeat(53) };
    expect(errors({ ...shop, jobs: [late] }, "kubernetes")).toEqual([
      `jobs.${late.name}: "${late.name}" has 53 characters, kubernetes allows 52: a CronJob adds 11 characters to it (batch/v1 CronJob); shorten it`,
    ]);
  });

  it.each(targetNames)("are of 63 characters at most everywhere on %s", (target) => {
    const site64 = site(long, { image: image("web"), folder: "/srv" });
    const broken = {
      ...shop,
      name: long,
      secrets: [...shop.secrets, hex(`s${long}`)],
      sites: [site64],
      ingress: { ...proxy, name: `e${long}`, routes: [...proxy.routes, siteRoute("/files", site64)] },
    };
    expect(errors(broken, target).map((line) => line.replace(/"a+"/, "…"))).toEqual(
      expect.arrayContaining([
        `name: … has 64 characters, ${target} allows 63: it is a DNS label (RFC 1035); shorten it`,
        `sites.${long}: … has 64 characters, ${target} allows 63: it is a DNS label (RFC 1035); shorten it`,
        `ingress: "e${long}" has 65 characters, ${target} allows 63: it is a DNS label (RFC 1035); shorten it`,
        `secrets.s${long}: "s${long}" has 65 characters, ${target} allows 63: it is a DNS label (RFC 1035); shorten it`,
      ]),
    );
  });

  it("may be longer than what AWS calls a target group, an instance or a cache: those are shortened", () => {
    const slow = { ...cache, name: "c".repeat(63) };
    const large = postgres("d".repeat(63), { ...dbProps });
    const quiet = { ...shop, services: [], jobs: [], backups: [], secrets: [], ingress: undefined };
    expect(errors({ ...quiet, stores: [slow, large] }, "aws")).toEqual([]);
  });

  it("are allowed up to the limit", () => {
    expect([errors(named(63)), errors(named(52), "kubernetes"), errors(named(63), "aws")]).toEqual([
      [],
      [],
      [],
    ]);
  });
});
