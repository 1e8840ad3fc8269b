import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { asMade } from "../../../components/aws/ingress/chosen.args";
import { accountCapabilities, managedRules } from "../../../components/aws/observability/asked.args";
import { alertManager } from "../../../components/aws/observability/prometheus.args";
import { docker } from "../../../components/docker";
import { lowered } from "../../../components/lowering";
import { images } from "../../../components/lowering/monitoring/images";
import type { Alert, System } from "../../../components/model";
import { defaultAlerts } from "../../../components/render/prometheus/defaults";
import { objectiveRecordings } from "../../../components/render/prometheus/objectives";
import { exprOf } from "../../../components/render/prometheus/rules";
import { systems, type SystemName } from "../../../stacks/systems";
import { environmentOn, settingsOn } from "../../support/aws";
import { root } from "../../support/sources";
import { whys } from "./alerts/causes";
import { keyOf, rows } from "./alerts/table";
import { worldOf } from "./rules/answers";
import { byName, type Case } from "./rules/cases";
import { panelTests, quietTest, testsOf, type Test } from "./rules/promtool";
import { fileOf, type Series } from "./rules/scraped";
import { casesOf } from "./rules/signals";
import { measured } from "./rules/systems";
import { withTool } from "./support/tools";

const folder = mkdtempSync(join(tmpdir(), "trireme-rules-"));
const rulesFile = "/etc/prometheus/rules.yml";

beforeAll(() => {
  chmodSync(folder, 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function alertsOf(system: System): readonly Alert[] {
  return [...(system.monitoring?.alerts ?? []), ...defaultAlerts(system)];
}

/** By what each alert of a system fires; undefined where nobody has said. */
function casesFor(alert: Alert, system: System, world: readonly Series[]): readonly Case[] {
  return (
    casesOf(alert, system, world) ??
    (byName[`${system.name}/${alert.name}`] ?? byName[alert.name])?.(alert, system, world) ??
    []
  );
}

/** What an alert looks at: its metrics, and those of what is recorded for it. */
function seenBy(alert: Alert, system: System, world: readonly Series[]): readonly Series[] {
  const expr = exprOf(alert, system);
  const recorded = objectiveRecordings(system).filter(({ record }) => expr.includes(record));
  const words = new Set(
    [expr, ...recorded.map((one) => one.expr)].flatMap((text) => text.match(/\w+/g) ?? []),
  );
  return world.filter(({ metric }) => words.has(metric));
}

describe.each(measured)("the rules of %s in production", (name, system) => {
  const made = lowered(system, docker.lowers);
  const alerts = alertsOf(system);
  const world = worldOf(system, made);

  it("have a case for every alert", () => {
    const { groups } = parse(fileOf(made, "prometheus", rulesFile)) as {
      groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[];
    };
    const rendered = groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
    expect(rendered.length).toBeGreaterThan(0);
    expect([...rendered].sort()).toEqual(alerts.map((alert) => alert.name).sort());
    expect(
      alerts.filter((alert) => casesFor(alert, system, world).length === 0).map((alert) => alert.name),
      "say in test/e2e/features/rules/cases.ts by what they fire",
    ).toEqual([]);
  });

  it("fire by their causes when they should and say so, and not otherwise; every panel draws a number", async () => {
    const here = join(folder, name);
    mkdirSync(here);
    writeFileSync(join(here, "rules.yml"), fileOf(made, "prometheus", rulesFile));
    const bySteps = new Map<number, Test[]>([
      [60, [quietTest(system, alerts, world)]],
      [15, [...panelTests(system, world)]],
    ]);
    for (const alert of alerts)
      for (const one of casesFor(alert, system, world)) {
        const step = one.step ?? 60;
        bySteps.set(step, [
          ...(bySteps.get(step) ?? []),
          ...testsOf(alert, one, seenBy(alert, system, world)),
        ]);
      }
    for (const [step, tests] of bySteps)
      writeFileSync(
        join(here, `tests-${step}.yml`),
        stringify({ rule_files: ["rules.yml"], evaluation_interval: `${step}s`, tests }, { lineWidth: 0 }),
      );
    const said = await withTool(
      images.prometheus,
      here,
      "command -v promtool >/dev/null || { echo 'no promtool'; exit 3; }; promtool test rules /given/tests-*.yml",
    );
    expect(said).not.toMatch(/FAILED|exit code/);
    expect(said.match(/SUCCESS/g)).toHaveLength(bySteps.size);
  }, 120_000);
});

it.each(Object.keys(systems) as SystemName[])(
  "the rules and the alert manager of %s on AWS are read by Prometheus's and Alertmanager's own tools",
  async (name) => {
    const settings = settingsOn("production");
    const made = asMade(
      lowered(systems[name](environmentOn("production", name)), accountCapabilities(settings)),
      settings,
    );
    const here = join(folder, `aws-${name}`);
    mkdirSync(here);
    const rules = managedRules(made);
    writeFileSync(join(here, "rules.yml"), rules);
    const place = {
      topicArn: "arn:aws:sns:eu-west-1:123456789012:alarms",
      prefix: `${name}-prod`,
      region: "eu-west-1",
    };
    const { alertmanager_config: config } = parse(alertManager(place)) as Record<string, string>;
    writeFileSync(join(here, "alertmanager.yml"), config ?? "");
    const said = await withTool(images.prometheus, here, "promtool check rules /given/rules.yml 2>&1");
    const count = (rules.match(/^ +- (?:alert|record): /gm) ?? []).length;
    expect(said).toMatch(new RegExp(`SUCCESS: ${count} rules found`));
    const read = await withTool(
      images.alertmanager,
      here,
      "amtool check-config /given/alertmanager.yml 2>&1",
    );
    expect(read).toMatch(/SUCCESS/);
    expect(read).toMatch(/1 receivers/);
  },
  60_000,
);

it("the page of monitoring has each alert that was fired for real, by `alerts.test.ts`", () => {
  const text = readFileSync(join(root, "docs/monitoring.md"), "utf8");
  const missing = rows.filter(
    (row) =>
      !text
        .split("\n")
        .some((line) =>
          [`\`${row.alert.name}\``, row.of, whys.get(keyOf(row)) ?? "no cause"].every((one) =>
            line.includes(one),
          ),
        ),
  );
  expect(missing.map(keyOf)).toEqual([]);
});
