import { expect, it } from "vitest";
import type { System } from "../../../../components/model";
import { api, dbBackup, migrate, mistakes, shop, uploads } from "../../../support/sound";

const named = (other: string, path: string) =>
  `: "${other}" is also what a target calls something that it makes for ${path}; rename one of the two`;

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
    "a backup db-daily-drill",
    { backups: [...shop.backups, { ...dbBackup, name: "db-daily-drill" }] },
    `backups.db-daily-drill${named("db-daily-drill", "backups.db-daily")}`,
  ],
])("refuses %s, whose name is another part's derived one", (_, change, message) => {
  expect(mistakes({ ...shop, ...change })).toContain(message);
});

it("takes names that only begin like another's", () => {
  const services = [...shop.services, { ...api, name: "api-gateway" }, { ...api, name: "api2" }];
  expect(mistakes({ ...shop, services })).toEqual([]);
});

it("leaves the drill of a backup a name that a CronJob may have", () => {
  const name = `db-${"a".repeat(44)}`;
  const backups = [{ ...dbBackup, name }];
  expect(mistakes({ ...shop, backups }, "kubernetes")).toEqual([
    `backups.${name}: "${name}" has 47 characters, kubernetes allows 46: its drill is a CronJob with "-drill" after it, of 52 characters at most (batch/v1 CronJob); shorten it`,
  ]);
  expect(mistakes({ ...shop, backups })).toEqual([]);
});
