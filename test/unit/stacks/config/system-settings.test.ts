import { describe, expect, it } from "vitest";
import {
  backup,
  isServer,
  provided,
  redis,
  type Monitoring,
  type System,
} from "../../../../components/model";
import { writtenSystem } from "../../../../stacks/config/describe";
import { parse } from "../../../../stacks/config/parse";
import type { Settings } from "../../../../stacks/config/schema";
import {
  checkSystemSettings,
  toldAsSet,
  withSystemSettings,
} from "../../../../stacks/config/system-settings";
import { db, shop } from "../../../support/valid";

const none = parse({ system: "syfthub", environment: "development", target: "docker" }).settings;
const settings = (own: Partial<Settings>): Settings => ({ ...none, ...own });
const errors = (own: Partial<Settings>, system: System = shop) =>
  checkSystemSettings(system, settings(own)).map(({ path, message }) => `${path}: ${message}`);
const storeOf = (system: System, name: string) => {
  const store = system.stores.find((one) => one.name === name);
  if (store === undefined || !isServer(store)) throw new Error(`there is no server ${name}`);
  return store;
};

const webhook = provided("slack-webhook", { description: "webhook" });
const monitoring: Monitoring = {
  metrics: { interval: "15s", retention: "15d" },
  logs: { retention: "30d" },
  alerts: [],
  receivers: [{ type: "slack", webhook: webhook.value, channel: "#alerts" }],
};
const measured: System = { ...shop, monitoring, secrets: [...shop.secrets, webhook] };

describe("settings of stores", () => {
  it("change what the system says, and leave the rest", () => {
    const changed = storeOf(
      withSystemSettings(
        shop,
        settings({ stores: { db: { pooler: true, parameters: { work_mem: "8MB" } } } }),
      ),
      "db",
    );
    expect(changed).toEqual({ ...storeOf(shop, "db"), pooler: true, parameters: { work_mem: "8MB" } });
    expect(withSystemSettings(shop, none)).toEqual(shop);
  });

  it("let a store run elsewhere, by a URL that the operator provides", () => {
    const system = withSystemSettings(shop, settings({ stores: { db: { external: true } } }));
    expect(storeOf(system, "db").external).toEqual({ url: { ref: "secret", name: "db-url", part: "value" } });
    expect(system.secrets.map(({ name }) => name)).toContain("db-url");
    const replicated = settings({
      stores: { db: { external: true } },
      secrets: { "db-read-url": "postgresql://u:p@replica/shop" },
    });
    expect(storeOf(withSystemSettings(shop, replicated), "db").external?.readUrl?.name).toBe("db-read-url");
  });

  it("are refused where nothing would act on them", () => {
    expect(errors({ stores: { db: { external: true, pooler: true } } })).toEqual([
      "settings.stores.db.pooler: applies to stores that the stack runs, and \"db\" is external; remove one of both: pulumi config rm --path 'settings.stores.db.external'",
    ]);
    expect(errors({ stores: { cache: { pooler: true } } })).toEqual([
      'settings.stores.cache.pooler: applies to postgres, and "cache" is redis; remove it',
    ]);
    expect(errors({ stores: { other: { tls: true } } })[0]).toMatch(
      /^settings\.stores\.other: .*its stores are/,
    );
    const volume = shop.stores.find((store) => !isServer(store));
    if (volume !== undefined)
      expect(errors({ stores: { [volume.name]: { external: true } } })[0]).toMatch(/is a volume; remove it$/);
    const outside = {
      ...shop,
      stores: [redis("cache", { version: "7", persistence: "none", external: { url: webhook.value } })],
    };
    expect(errors({ stores: { cache: { external: true } } }, outside)[0]).toMatch(/is external; remove it$/);
  });

  it("are named by an error in what they set", () => {
    const problems = [
      { path: "stores.db.pooler", message: "no" },
      { path: "stores.db.tls", message: "no" },
    ];
    expect(
      toldAsSet(settings({ stores: { db: { pooler: true } } }), problems).map(({ path }) => path),
    ).toEqual(["settings.stores.db.pooler", "stores.db.tls"]);
  });
});

describe("settings of backups", () => {
  const nightly = backup("nightly", {
    of: db,
    schedule: "0 2 * * *",
    keep: { count: 3 },
    destinations: [{ to: "volume" }],
  });
  const saved: System = {
    ...shop,
    backups: [nightly],
    jobs: shop.jobs.map((job) => ({ ...job, backupFirst: "nightly" })),
  };

  it("leave one out, for which no job waits then", () => {
    const { backups, jobs } = withSystemSettings(
      saved,
      settings({ backups: { nightly: { enabled: false } } }),
    );
    expect(backups).toEqual([]);
    expect(jobs).toEqual(shop.jobs);
  });

  it("name one that there is, and an error in one names the setting", () => {
    expect(errors({ backups: { weekly: { enabled: false } } }, saved)).toEqual([
      'settings.backups.weekly: system "shop" has no backup "weekly" in production; its backups are nightly'.replace(
        "production",
        shop.environment,
      ),
    ]);
    const [told] = toldAsSet(none, [{ path: "backups.nightly", message: "cannot be made here" }]);
    expect(told?.message).toBe(
      "cannot be made here; the stack's file leaves it out so: pulumi config set --path 'settings.backups.nightly.enabled' false",
    );
  });
});

describe("settings of monitoring", () => {
  it("turn it on for a system that leaves it to the operator, and no other", () => {
    const asked = (system: "syfthub" | "orbitspace") => {
      const config = parse({
        system,
        environment: "development",
        target: "docker",
        settings: { monitoring: { enabled: true } },
      });
      const written = writtenSystem(config);
      return [written.monitoring !== undefined, checkSystemSettings(written, config.settings).length];
    };
    expect(asked("syfthub")).toEqual([true, 0]);
    expect(asked("orbitspace")).toEqual([false, 1]);
  });

  it("change the system, and are refused where nothing is measured", () => {
    expect(withSystemSettings(measured, settings({ monitoring: { enabled: false } }))).toEqual(shop);
    expect(errors({ monitoring: { traces: "7d" } }, measured)[0]).toMatch(/^settings\.monitoring\.traces: /);
  });
});
