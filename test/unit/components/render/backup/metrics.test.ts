import { afterEach, describe, expect, it } from "vitest";
import { BackupMachine } from "../../../../support/backup-machine";

const start = Date.UTC(2026, 0, 5) / 1000;

let machine: BackupMachine;
afterEach(() => {
  machine.remove();
});

describe("what Prometheus is told of a backup", () => {
  it("is neither a failure nor an age until the first run has ended, whatever it takes", () => {
    machine = new BackupMachine({ keep: { count: 3 } });
    machine.set(start, 50);
    machine.shell("mkdir -p $state; write_metrics");
    expect(machine.metric("backup_count")).toBe("0");
    expect(machine.metric("backup_last_result")).toBeUndefined();
    expect(machine.metric("backup_age_seconds")).toBeUndefined();
    expect(machine.take("first").code).toBe(0);
    expect([machine.metric("backup_last_result"), machine.metric("backup_age_seconds")]).toEqual(["1", "0"]);
  });

  it("is a failure, and no age, once the first run has failed", () => {
    machine = new BackupMachine({ keep: { count: 3 } });
    machine.set(start, 50);
    expect(machine.take("first", "scheduled", true).code).not.toBe(0);
    expect([machine.metric("backup_last_result"), machine.metric("backup_age_seconds")]).toEqual([
      "0",
      "+Inf",
    ]);
  });

  it("is a failure where the first run was cut short, but not while it goes on", () => {
    machine = new BackupMachine({ keep: { count: 3 } });
    machine.set(start, 50);
    const begun = "mkdir -p $state; put attempted 50; ";
    machine.shell(
      `${begun}(locked; : > $state/held; sleep 9) & until [ -e $state/held ]; do :; done; tell_cut_short; write_metrics; kill $!`,
    );
    expect(machine.metric("backup_last_result")).toBeUndefined();
    machine.shell(`${begun}tell_cut_short; write_metrics`);
    expect(machine.metric("backup_last_result")).toBe("0");
    expect(machine.status().get("reason")).toBe("it was cut short");
  });
});
