import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../support/sources";
import { eventually } from "../docker/engine";
import { expiry, renewal, together, whys, type Cause } from "./alerts/causes";
import { Site } from "./alerts/site";
import { keyOf, rows } from "./alerts/table";

const page = join(root, "docs/monitoring.md");

let site: Site;

beforeAll(async () => {
  site = new Site();
  await site.up();
}, 600_000);

afterAll(() => site.remove(), 300_000);

/** When an alert fired and was delivered, in seconds after its cause began, and under which title. */
const seen = new Map<string, { fired?: number; told?: number; title?: string }>();

/** Makes things go wrong, and waits until the channel was told of each. */
async function fires(causes: readonly Cause[], deadline: number): Promise<void> {
  const began = Date.now();
  const since = (): number => (Date.now() - began) / 1000;
  const because = new Map(causes.flatMap(({ alerts }) => Object.entries(alerts)));
  for (const key of because.keys()) seen.set(key, {});
  const before = (await site.delivered()).length;
  const look = async (): Promise<true | undefined> => {
    const firing = await site.firing();
    const told = new Set((await site.delivered()).slice(before));
    for (const [key, [, labels = {}]] of because) {
      const one = seen.get(key) ?? {};
      const wanted = Object.entries({ alertname: key, ...labels });
      const found = firing.find((all) => wanted.every(([name, value]) => all[name] === value));
      if (found !== undefined) one.title ??= found.service === undefined ? key : `${key} (${found.service})`;
      if (one.title === undefined) continue;
      one.fired ??= since();
      if (told.has(one.title)) one.told ??= since();
    }
    return [...because.keys()].every((key) => seen.get(key)?.told !== undefined) ? true : undefined;
  };
  const made = Promise.all(causes.map((cause) => cause.make(site)));
  await Promise.all([made, eventually("every alert is delivered", look, deadline)]).catch(
    (error: unknown) => {
      const missing = [...because.keys()].filter((key) => seen.get(key)?.told === undefined);
      const silent = missing.filter((key) => seen.get(key)?.fired === undefined);
      throw new Error(`${String(error)}; not told: ${missing.join(", ")}; not fired: ${silent.join(", ")}`, {
        cause: error,
      });
    },
  );
}

/** Puts the table of what was seen into the page of monitoring, between its marks. */
function written(table: string): void {
  const marks = ["<!-- the alerts, as the test saw them -->", "<!-- until here -->"] as const;
  const [before = "", rest = ""] = readFileSync(page, "utf8").split(marks[0]);
  const [, after = ""] = rest.split(marks[1]);
  writeFileSync(page, `${before}${marks[0]}\n\n${table}\n\n${marks[1]}${after}`);
}

it("every alert of every system has a cause, and no cause is of an alert that nothing has", () => {
  expect([...whys.keys()].sort()).toEqual(rows.map(keyOf).sort());
});

it("nothing fires while nothing is wrong", async () => {
  await eventually("Prometheus has looked at its rules", async () => {
    const { groups } = await site.prometheus<{
      groups: readonly { rules: readonly { health: string; lastError?: string }[] }[];
    }>("rules");
    const all = groups.flatMap((group) => group.rules);
    expect(all.flatMap(({ lastError }) => lastError ?? [])).toEqual([]);
    return all.length > 0 && all.every(({ health }) => health === "ok") ? all : undefined;
  });
  // What each alert looks at is there, and well.
  for (const [query, samples] of [
    ["backup_last_result == 1", 3],
    ["restore_drill_success == 1", 2],
    ["backup_offsite_last_result == 1 and backup_offsite_missing == 0", 1],
    ["wal_archive_failing == 0", 1],
    ["certificate_renewal_success == 1", 1],
    ["certificate_expiry_timestamp_seconds", 1],
    ["credits_remaining > 1000", 1],
    ["rabbitmq_alarms_free_disk_space_watermark == 0", 1],
    [`node_filesystem_avail_bytes{device="${site.disk.device}"}`, 1],
    ['container_memory_working_set_bytes{system="alerts",component="keeper"}', 1],
    ["scheduled_job_running", 1],
  ] as const)
    await eventually(query, async () => ((await site.count(query)) >= samples ? true : undefined), 120_000);
  // Whoever was not up yet when Prometheus asked first.
  await eventually("all is quiet", async () => ((await site.firing()).length === 0 ? true : undefined));
}, 300_000);

it("a certificate that its authority does not renew is told of", async () => {
  await fires([renewal], 60_000);
}, 120_000);

it("a certificate that is nearly over is told of", async () => {
  await fires([expiry], 120_000);
}, 180_000);

it("every other alert of every system fires by its cause, and the channel is told", async () => {
  await fires(together(site.disk.device), 300_000);
}, 360_000);

it("the table has all of it", () => {
  const table = [
    "| alert | of | cause | fired after | delivered after |",
    "| --- | --- | --- | --: | --: |",
    ...rows.map((row) => {
      const { fired = NaN, told = NaN } = seen.get(keyOf(row)) ?? {};
      const times = [fired, told].map((time) => `${Math.round(time)} s`).join(" | ");
      return `| \`${row.alert.name}\` | ${row.of} | ${whys.get(keyOf(row))} | ${times} |`;
    }),
  ].join("\n");
  console.log(table);
  expect(table).not.toContain("NaN");
  if (process.env.TRIREME_WRITE_ALERTS === "1") written(table);
});
