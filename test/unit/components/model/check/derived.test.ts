import { expect, it } from "vitest";
import type { System } from "../../../../../components/model";
import { api, dbBackup, migrate, errors, shop, uploads } from "../../../../support/valid";

const named = (other: string, path: string) =>
  `: "${other}" is also the name of something that a target creates for ${path}; rename one of the two`;

it.each<[string, Partial<System>, string]>([
  [
    "a volume db-socket",
    { stores: [...shop.stores, { ...uploads, name: "db-socket" }] },
    `stores.db-socket${named("db-socket", "stores.db")}`,
  ],
  [
    "a volume db-data",
    { stores: [...shop.stores, { ...uploads, name: "db-data" }] },
    `stores.db-data${named("db-data", "stores.db")}`,
  ],
  [
    "a job migrate-files",
    { jobs: [migrate, { ...migrate, name: "migrate-files" }] },
    `jobs.migrate-files${named("migrate-files", "jobs.migrate")}`,
  ],
  [
    "a service api-2",
    { services: [...shop.services, { ...api, name: "api-2" }] },
    `services.api-2${named("api-2", "services.api")}`,
  ],
  [
    "a service called like a node of a cache",
    { services: [...shop.services, { ...api, name: "cache-001" }] },
    `services.cache-001${named("cache-001", "stores.cache")}`,
  ],
  [
    "a backup db-daily-drill",
    { backups: [...shop.backups, { ...dbBackup, name: "db-daily-drill" }] },
    `backups.db-daily-drill${named("db-daily-drill", "backups.db-daily")}`,
  ],
])("refuses %s, whose name is another part's derived one", (_, change, message) => {
  expect(errors({ ...shop, ...change })).toContain(message);
});

it("takes names that only begin like another's", () => {
  const alike = ["api-gateway", "api2"].map((name) => ({ ...api, name, mounts: [] }));
  const services = [...shop.services, ...alike];
  expect(errors({ ...shop, services })).toEqual([]);
});

it("shortens the drill of a backup to a name that a CronJob may have, and the backup's own is not longer", () => {
  const named52 = { ...dbBackup, name: `db-${"a".repeat(49)}` };
  expect(errors({ ...shop, backups: [named52] }, "kubernetes")).toEqual([]);
  const name = `${named52.name}b`;
  expect(errors({ ...shop, backups: [{ ...dbBackup, name }] }, "kubernetes")).toEqual([
    `backups.${name}: "${name}" has 53 characters, kubernetes allows 52: a CronJob adds 11 characters to it (batch/v1 CronJob); shorten it`,
  ]);
});
