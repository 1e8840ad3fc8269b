import { describe, expect, it } from "vitest";
import { objectStore, type System } from "../../../../../components/model";
import {
  api,
  cache,
  db,
  dbBackup,
  migrate,
  errors,
  proxy,
  resources,
  shop,
  uploads,
  uploadsBackup,
  web,
} from "../../../../support/valid";

const production: System = { ...shop, environment: "production" };
const past = "opens a port past the ingress, which is for development only; remove it";

describe("production", () => {
  it("accepts what has TLS, backups, limits and health checks", () => {
    expect(errors(production)).toEqual([]);
  });

  it("answers over HTTPS", () => {
    const why =
      'ingress.tls: production answers over HTTPS: set https: { port: 443 } and tls with mode "lets-encrypt", "custom" or "self-signed"';
    expect(errors({ ...production, ingress: { ...proxy, tls: undefined } })).toEqual([why]);
    expect(errors({ ...production, ingress: { ...proxy, https: undefined } })).toEqual([why]);
  });

  it("saves every store that cannot be made again", () => {
    expect(errors({ ...production, backups: [dbBackup] })).toEqual([
      'stores.uploads: production needs a backup of it: add backup("uploads-daily", { of: uploads, schedule: "0 2 * * *", … }), or say in disposable what makes its files again',
    ]);
  });

  it("bounds everything that runs", () => {
    const why = "resources: production needs limits and requests of CPU and memory";
    expect(
      errors({
        ...production,
        services: [api, { ...web, resources: undefined }],
        stores: [{ ...db, resources: undefined }, cache, uploads],
        jobs: [{ ...migrate, resources: undefined }],
        ingress: { ...proxy, resources: undefined },
      }),
    ).toEqual([`services.web.${why}`, `jobs.migrate.${why}`, `stores.db.${why}`, `ingress.${why}`]);
  });

  it("knows when a service is healthy, for a release waits for it", () => {
    expect(errors({ ...production, services: [api, { ...web, health: undefined }] })).toEqual([
      'services.web.health: production needs a health check: a release waits for it; add health: http("/health")',
    ]);
  });

  it("asks a worker without a port for none", () => {
    const worker = { ...web, name: "worker", port: undefined, health: undefined };
    expect(errors({ ...production, services: [api, web, worker] })).toEqual([]);
  });

  it("opens nothing past the ingress", () => {
    const objects = objectStore("objects", { version: "1", buckets: [], console: { port: 9001 }, resources });
    expect(
      errors({
        ...production,
        services: [api, { ...web, publish: { main: { port: 3000 } } }],
        stores: [{ ...db, publish: { port: 5432 } }, cache, uploads, objects],
        backups: [dbBackup, uploadsBackup, { ...dbBackup, name: "objects-daily", store: "objects" }],
        monitoring: { alerts: [], publish: { grafana: { port: 3001 } } },
      }),
    ).toEqual([
      `services.web.publish: ${past}`,
      `stores.db.publish: ${past}`,
      `stores.objects.console: ${past}`,
      `monitoring.publish: ${past}`,
    ]);
  });
});

describe("development and staging", () => {
  it("ask for none of it", () => {
    const bare: System = {
      ...shop,
      services: [api, { ...web, resources: undefined, health: undefined, publish: { main: { port: 3000 } } }],
      ingress: { ...proxy, tls: undefined, https: undefined, resources: undefined },
      backups: [],
    };
    expect([errors(bare), errors({ ...bare, environment: "staging" })]).toEqual([[], []]);
  });
});
