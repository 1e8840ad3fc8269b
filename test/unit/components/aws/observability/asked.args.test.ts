import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { asMade } from "../../../../../components/aws/ingress/chosen.args";
import {
  accountCapabilities,
  askedBy,
  managedRules,
  unwritten,
} from "../../../../../components/aws/observability/asked.args";
import { beyondMonitoring } from "../../../../../components/aws/observability/beyond.args";
import {
  alarmsOf,
  alarmsOfAlert,
  beyondAlarms,
} from "../../../../../components/aws/observability/alerts.args";
import { lowered } from "../../../../../components/lowering";
import { errorRate, isServer, type Alert, type System } from "../../../../../components/model";
import { systems } from "../../../../../stacks/systems";
import { environmentOn, settingsOn, systemOn } from "../../../../support/aws";

const settings = settingsOn("production", { ingress: { kind: "proxy" } });
const made = (system: System, of = settings): System => asMade(lowered(system, accountCapabilities(of)), of);
const all = Object.entries(systems).map(([name, describe]): [string, System] => [
  name,
  describe(environmentOn("production", name)),
]);
interface Groups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Record<string, unknown>[] }[];
}
const rulesOf = (text: string, group: string) =>
  (parse(text) as Groups).groups.find(({ name }) => name === group)?.rules ?? [];
/** The rules of the same system on a Docker host. */
const elsewhere = (system: System, group: string) => {
  const { services } = lowered(system, { features: ["monitoring"] });
  const file = services.find(({ name }) => name === "prometheus")?.files?.["/etc/prometheus/rules.yml"];
  return typeof file?.content === "string" ? rulesOf(file.content, group) : [];
};

describe("what the five systems ask in PromQL, in production on AWS", () => {
  it.each(all)("is not refused of %s", (_, system) => {
    const one = made(system);
    expect(beyondMonitoring(one)).toEqual([]);
    expect(beyondAlarms(one, settings)).toEqual([]);
  });

  it.each(all)("is the same rules of %s as on the other targets", (_, system) => {
    const asked = (system.monitoring?.alerts ?? []).filter(({ expr }) => typeof expr === "string");
    const names = asked.map(({ name }) => name);
    const here = rulesOf(managedRules(made(system)), "system");
    expect(here.map(({ alert }) => alert)).toEqual(names);
    expect(here).toEqual(elsewhere(system, "system").filter(({ alert }) => names.includes(String(alert))));
  });

  it.each(all)("is lost nowhere: each alert of %s is a rule or an alarm of CloudWatch", (_, system) => {
    const one = made(system);
    const { groups } = parse(managedRules(one)) as Groups;
    const rules = groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? []));
    const alerts = one.monitoring?.alerts ?? [];
    expect(alerts.map(({ name }) => name)).toEqual(system.monitoring?.alerts.map(({ name }) => name) ?? []);
    const place = { prefix: "shop-prod", settings };
    const watched = new Set(alarmsOf(one, place).map(({ component }) => component));
    // S3 is down for nobody alone, and MSK runs ZooKeeper itself.
    const nowhere: readonly string[] = ["minio", "zookeeper"];
    const stores = one.stores.filter(
      (store) => isServer(store) && store.external === undefined && !nowhere.includes(store.engine),
    );
    const unwatched = [...one.services, ...stores].filter((component) => !watched.has(component.name));
    expect(unwatched.map((component) => component.name)).toEqual([]);
    const alarmed = alerts.filter(
      (alert) =>
        // Whatever may be down has an alarm of its own in any case.
        (typeof alert.expr === "object" && alert.expr.type === "down") ||
        (alarmsOfAlert(alert, one, place) ?? []).length > 0,
    );
    const kept = new Set([...rules, ...alarmed.map(({ name }) => name)]);
    expect(alerts.filter(({ name }) => !kept.has(name)).map(({ name }) => name)).toEqual([]);
    // What is written in PromQL is no alarm: CloudWatch reads none.
    const written = alerts.filter(({ expr }) => typeof expr === "string").map(({ name }) => name);
    expect(rules).toEqual(expect.arrayContaining(written));
  });

  it("is rules in groups of twenty, as many as Amazon Managed Service for Prometheus takes", () => {
    const alerts = Array.from({ length: 45 }, (_, index): Alert => ({
      ...{ name: `A${index}`, expr: `vector(${index}) > 1`, for: "5m", severity: "warning", summary: "s" },
    }));
    const system = systemOn("simplr", "production");
    const { groups } = parse(
      managedRules(made({ ...system, monitoring: { ...system.monitoring, alerts } })),
    ) as Groups;
    const own = groups.filter(({ name }) => name.startsWith("system"));
    expect(own.map(({ name, rules }) => [name, rules.length])).toEqual([
      ["system", 20],
      ["system-2", 20],
      ["system-3", 5],
    ]);
    expect(own.flatMap(({ rules }) => rules.map(({ alert }) => alert))).toEqual(
      alerts.map(({ name }) => name),
    );
  });

  it("is asked of ReactDjango Hub, SynthStack and Orbitspace, and of nobody whom CloudWatch tells all", () => {
    const asking = all.map(([name, system]) => [name, askedBy(made(system))]);
    expect(Object.fromEntries(asking)).toEqual({
      orbitspace: "dashboards.Orbitspace agents",
      reactdjango: "alerts.HighErrorRate",
      simplr: undefined,
      syfthub: undefined,
      synthstack: "alerts.LowSystemCredits",
    });
  });
});

describe("what is asked of Prometheus", () => {
  const simplr = systemOn("simplr", "production");
  const saying = (expr: Alert["expr"]): System => ({
    ...simplr,
    monitoring: {
      metrics: { interval: "15s", retention: "15d" },
      alerts: [{ name: "Told", expr, for: "5m", severity: "warning", summary: "It is so" }],
    },
  });

  it("leaves to CloudWatch what it measures, also where nobody else does", () => {
    const [, reactdjango] = all.find(([name]) => name === "reactdjango") ?? [];
    const pages = accountCapabilities(settings).managed.pages(reactdjango ?? simplr);
    expect(pages.map(({ title }) => title)).not.toContain("Container Resource Usage");
    expect(pages).toHaveLength(5);
  });

  it("takes a signal of one service that nginx counts, and CloudWatch does not", () => {
    const signal = errorRate({ service: "app", above: 0.05, over: "90s" });
    const proxied = made(saying(signal));
    expect(rulesOf(managedRules(proxied), "system")).toMatchObject([
      { alert: "Told", expr: expect.stringContaining('service="app"') as string },
    ]);
    expect(beyondAlarms(proxied, settings)).toEqual([]);
    // The load balancer itself counts them elsewhere, over whole minutes.
    const balanced = settingsOn("production", { ingress: { kind: "balancer" } });
    expect(askedBy(made(saying(signal), balanced))).toBeUndefined();
    expect(beyondAlarms(made(saying(signal), balanced), balanced)[0]?.path).toBe(
      "monitoring.alerts.Told.expr.over",
    );
  });

  it("watches what it asks, and counts requests only where nginx does", () => {
    const proxied = managedRules(made(saying("orders_total > 5")));
    expect(rulesOf(proxied, "defaults").map(({ alert }) => alert)).toEqual([
      "InstanceDown",
      "StoreDown",
      "ErrorBudgetBurnsFast",
      "ErrorBudgetBurns",
    ]);
    expect(JSON.stringify(rulesOf(proxied, "defaults")[0])).toContain('absent(up{service=\\"proxy\\"})');
    const balanced = settingsOn("production", { ingress: { kind: "balancer" } });
    const text = managedRules(made(saying("orders_total > 5"), balanced));
    expect(rulesOf(text, "defaults").map(({ alert }) => alert)).toEqual(["InstanceDown", "StoreDown"]);
    expect(text).not.toContain("proxy");
  });

  it("knows what nobody writes there", () => {
    const proxied = made(simplr);
    expect(unwritten("sum(orders_total) / container_orders", proxied)).toBeUndefined();
    expect(unwritten("rate(container_cpu_usage_seconds_total[5m])", proxied)).toBe(
      "container_cpu_usage_seconds_total",
    );
    expect(unwritten("rate(proxy_requests_total[5m])", proxied)).toBeUndefined();
    const balanced = settingsOn("production", { ingress: { kind: "balancer" } });
    expect(unwritten("rate(proxy_requests_total[5m])", made(simplr, balanced))).toBe("proxy_requests_total");
  });
});
