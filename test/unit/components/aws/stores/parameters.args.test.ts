import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInGroup, parametersOf, valueForRds } from "../../../../../components/aws/stores/parameters.args";

describe("valueForRds", () => {
  it.each([
    ["shared_buffers", "256MB", "32768"],
    ["effective_cache_size", "768MB", "98304"],
    ["work_mem", "16MB", "16384"],
    ["maintenance_work_mem", "1GB", "1048576"],
    ["max_wal_size", "2GB", "2048"],
    ["statement_timeout", "5min", "300000"],
    ["checkpoint_timeout", "15min", "900"],
    ["shared_buffers", "32768", "32768"],
    ["idle_in_transaction_session_timeout", "-1", "-1"],
    ["max_connections", "100", "100"],
    ["pgaudit.log", "write, ddl", "write, ddl"],
  ])("writes %s %s as %s", (name, value, expected) => {
    expect(valueForRds(name, value)).toBe(expected);
  });

  it("says which value it cannot read, and how to write it", () => {
    expect(() => valueForRds("work_mem", "16 megabytes")).toThrow(
      'work_mem "16 megabytes" cannot be read; write for example "256MB" or "5min"',
    );
  });

  it("gives the same again for what it gave", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("shared_buffers", "work_mem", "max_wal_size", "statement_timeout"),
        fc.integer({ min: 1, max: 1_000_000 }),
        (name, amount) => {
          const once = valueForRds(name, `${amount}`);
          expect(valueForRds(name, once)).toBe(once);
        },
      ),
    );
  });
});

describe("parametersOf", () => {
  it("demands TLS, logs connections and takes the system's own values, sorted", () => {
    const parameters = parametersOf({ shared_buffers: "256MB", log_connections: "0" }, ["pgaudit"]);
    expect(parameters).toEqual([
      { name: "log_connections", value: "0", applyMethod: "immediate" },
      { name: "log_disconnections", value: "1", applyMethod: "immediate" },
      { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
      { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
      { name: "rds.force_ssl", value: "1", applyMethod: "immediate" },
      { name: "shared_buffers", value: "32768", applyMethod: "pending-reboot" },
      { name: "shared_preload_libraries", value: "pgaudit", applyMethod: "pending-reboot" },
    ]);
  });

  it("leaves out what RDS has no parameter for", () => {
    expect(isInGroup("ivfflat.probes")).toBe(false);
    expect(parametersOf({ "ivfflat.probes": "10" }, []).map(({ name }) => name)).not.toContain(
      "ivfflat.probes",
    );
  });
});
