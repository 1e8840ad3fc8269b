import { describe, expect, it } from "vitest";
import { mariadb } from "../../../../../components/model";
import { driverOf } from "../../../../../components/aws/stores";
import { mariadbParameters, mariadbValue, seriesOf } from "../../../../../components/aws/stores/mariadb.args";
import { instanceShape } from "../../../../../components/aws/stores/postgres.args";
import { awsSettings, shop } from "../../../../support/aws-stores";

const orders = mariadb("orders", {
  version: "10.11",
  database: "shop",
  user: "shop",
  size: "30Gi",
  parameters: { innodb_buffer_pool_size: "1G", long_query_time: "5" },
});
const given = (name: "development" | "production") => ({
  backups: [],
  settings: awsSettings(name),
  protect: name === "production",
});

describe("a MariaDB on RDS", () => {
  it.each([
    ["10.11", "10.11"],
    ["11.4.5", "11.4"],
    ["10.1", undefined],
    ["12.0", undefined],
    ["lts", undefined],
  ])("of version %s is of the series %s", (version, series) => {
    expect(seriesOf(version)).toBe(series);
  });

  it.each([
    ["1G", "1073741824"],
    ["64M", "67108864"],
    ["ON", "1"],
    ["off", "0"],
    ["utf8mb4", "utf8mb4"],
    ["200", "200"],
  ])("has the value %s as %s", (value, own) => {
    expect(mariadbValue(value)).toBe(own);
  });

  it("refuses connections in clear, and logs what is slow, unless the system says otherwise", () => {
    const { family, parameters } = mariadbParameters(orders);
    expect(family).toBe("mariadb10.11");
    expect(Object.fromEntries(parameters.map(({ name, value }) => [name, value]))).toEqual({
      character_set_server: "utf8mb4",
      innodb_buffer_pool_size: "1073741824",
      log_output: "FILE",
      long_query_time: "5",
      require_secure_transport: "1",
      slow_query_log: "1",
    });
  });

  it("has a disk, windows and guards as a Postgres has", () => {
    expect(instanceShape("shop-prod", orders, given("production"))).toMatchObject({
      identifier: "shop-prod-orders",
      engine: "mariadb",
      engineVersion: "10.11",
      dbName: "shop",
      username: "shop",
      port: 3306,
      allocatedStorage: 30,
      multiAz: true,
      storageEncrypted: true,
      deletionProtection: true,
      enabledCloudwatchLogsExports: ["error", "slowquery"],
      performanceInsightsEnabled: true,
      finalSnapshotIdentifier: "shop-prod-orders-final",
    });
  });

  it("has no insights into the smallest classes, which lack the memory", () => {
    expect(instanceShape("shop-dev", orders, given("development"))).not.toHaveProperty(
      "performanceInsightsEnabled",
    );
  });

  it("is refused in a version, and with an account, that RDS does not take", () => {
    const settings = awsSettings();
    const refused = (store: typeof orders) =>
      driverOf(store)
        .refusals(store, { system: shop({ stores: [store] }), settings })
        .flatMap(({ path, set, message }) => (set ? [`${path}: ${message}`] : []));
    expect(refused(orders)).toEqual([]);
    expect(refused({ ...orders, version: "10.5" })).toEqual([
      'version: RDS has no MariaDB 10.5; write one of 10.6, 10.11, 11.4, 11.8, or with its last number: "10.11.8"',
    ]);
    expect(refused({ ...orders, owner: "the-owner" })).toHaveLength(1);
    expect(refused({ ...orders, owner: "an_account_of_seventeen" })).toHaveLength(1);
  });

  it("costs what its instance costs, and is watched as a Postgres is", () => {
    const place = { prefix: "shop-prod", settings: awsSettings() };
    const driver = driverOf(orders);
    expect(driver.costs?.(orders, place)).toEqual([
      { what: "orders", how: "2 × db.t4g.medium, 30 GB gp3 each", monthly: expect.any(Number) as number },
    ]);
    expect(driver.alarms?.(orders, place).map(({ name }) => name)).toEqual([
      "orders-cpu",
      "orders-storage",
      "orders-connections",
      "orders-memory",
      "orders-down",
    ]);
  });
});
