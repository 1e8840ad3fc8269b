import { describe, expect, it } from "vitest";
import { dashboardBody } from "../../../../../components/aws/observability/dashboard.args";
import { environment, systems } from "../../../../support/aws-stores";

interface Body {
  readonly widgets: readonly {
    readonly x: number;
    readonly y: number;
    readonly properties: {
      readonly title: string;
      readonly metrics: readonly (readonly unknown[])[];
      readonly yAxis?: unknown;
    };
  }[];
}

const place = { prefix: "syfthub-aws", region: "eu-west-1" };
const bodyOf = (name: keyof typeof systems) =>
  JSON.parse(dashboardBody(systems[name](environment("production")), place)) as Body;

describe("the dashboard", () => {
  it("shows ingress, services and stores", () => {
    expect(bodyOf("syfthub").widgets.map(({ properties }) => properties.title)).toEqual([
      "Requests",
      "Answer time (s)",
      "CPU (%)",
      "Memory (%)",
      "Instances",
      "db: CPU (%) and connections",
      "db: free disk (bytes)",
      "redis: CPU and memory (%)",
    ]);
  });

  it("has no two graphs in one place", () => {
    const places = bodyOf("syfthub").widgets.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("names a metric with its dimensions", () => {
    const [requests] = bodyOf("simplr").widgets;
    expect(requests?.properties.metrics[0]).toEqual([
      "AWS/ApplicationELB",
      "RequestCount",
      "LoadBalancer",
      "{balancer}",
      { label: "all", stat: "Sum" },
    ]);
  });

  it("draws the system's own panels after them, as CloudWatch measures it", () => {
    const own = bodyOf("simplr").widgets.filter(({ properties }) => properties.title.startsWith("Simplr: "));
    expect(own.map(({ properties: { title, metrics, yAxis } }) => ({ title, metrics, yAxis }))).toEqual([
      {
        title: "Simplr: Requests",
        metrics: [
          [{ expression: "a / PERIOD(a)", label: "a second" }],
          [
            ...["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "{balancer}"],
            { label: "all", stat: "Sum", id: "a", visible: false },
          ],
        ],
        yAxis: { left: { label: "requests/s", showUnits: false } },
      },
      {
        title: "Simplr: 95th percentile of the duration",
        metrics: [
          [
            ...["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "{balancer}"],
            { label: "p95", stat: "p95" },
          ],
        ],
        yAxis: { left: { label: "seconds", showUnits: false } },
      },
      {
        title: "Simplr: Database connections",
        metrics: [
          [
            ...["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", "syfthub-aws-db"],
            { label: "db", stat: "Average" },
          ],
        ],
        yAxis: undefined,
      },
    ]);
  });

  it.each([
    ["", ["RequestCount"]],
    ['{status=~"..."}', ["RequestCount"]],
    ['{status=~"4.."}', ["HTTPCode_Target_4XX_Count"]],
    ['{status_code=~"5.."}', ["HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"]],
  ])("draws the requests that a panel asks for: %s", (selector, drawn) => {
    const { widgets } = JSON.parse(
      dashboardBody(
        {
          ...systems.simplr(environment("production")),
          monitoring: {
            alerts: [],
            dashboards: [
              {
                title: "Own",
                panels: [{ title: "a", expr: `sum(rate(http_requests_total${selector}[5m])) or vector(0)` }],
              },
            ],
          },
        },
        place,
      ),
    ) as Body;
    const [, ...metrics] = widgets.at(-1)?.properties.metrics ?? [];
    expect(metrics.map(([, name]) => name)).toEqual(drawn);
  });
});
