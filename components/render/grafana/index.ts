import type { Dashboard, Panel, Value } from "../../model";
import { yamlDocument } from "../document";
import { cloudVariables } from "../telemetry/managed";

/** Where Grafana looks for what it is told of. */
const provisioning = "/etc/grafana/provisioning";
const dashboardFolder = "/etc/grafana/dashboards";

/** What Grafana asks, by the kind of its data source: the address of each. */
export type DataSources = Readonly<Partial<Record<"prometheus" | "alertmanager" | "loki" | "jaeger", Value>>>;

const titles = { prometheus: "Prometheus", alertmanager: "Alertmanager", loki: "Loki", jaeger: "Jaeger" };

/** Requests to a Prometheus of AWS are signed with the rights of Grafana's own task (https://grafana.com/docs/grafana/v12.2/datasources/prometheus/configure/aws-authentication). */
const signature = {
  httpMethod: "POST",
  sigV4Auth: true,
  sigV4AuthType: "default",
  sigV4Region: `$${cloudVariables.region}`,
};

function dataSources(sources: DataSources, signed: boolean): Value {
  return yamlDocument({
    apiVersion: 1,
    // What is not described any more goes.
    prune: true,
    datasources: (Object.keys(titles) as (keyof typeof titles)[]).flatMap((type) => {
      const url = sources[type];
      if (url === undefined) return [];
      return [
        {
          name: titles[type],
          type,
          uid: type,
          access: "proxy",
          url,
          isDefault: type === "prometheus",
          editable: false,
          ...(type === "prometheus" && signed ? { jsonData: signature } : {}),
          ...(type === "alertmanager" ? { jsonData: { implementation: "prometheus" } } : {}),
          ...(type === "loki" && sources.jaeger !== undefined ? { jsonData: derived } : {}),
          ...(type === "jaeger" && sources.loki !== undefined
            ? { jsonData: { tracesToLogsV2: { datasourceUid: "loki", filterByTraceID: true } } }
            : {}),
        },
      ];
    }),
  });
}

/** A trace's ID in a line of log leads to the trace. */
const derived = {
  derivedFields: [
    {
      name: "trace",
      matcherType: "regex",
      matcherRegex: '"?trace_?[iI]d"?[=:]\\s*"?([0-9a-f]{32})',
      url: "$${__value.raw}",
      datasourceUid: "jaeger",
    },
  ],
};

const providers = {
  apiVersion: 1,
  providers: [
    {
      name: "system",
      type: "file",
      disableDeletion: true,
      allowUiUpdates: false,
      options: { path: dashboardFolder },
    },
  ],
};

const width = 12;
const height = 8;
const perRow = 24 / width;

function panel({ title, expr, unit }: Panel, index: number): object {
  return {
    id: index + 1,
    type: "timeseries",
    title,
    datasource: { type: "prometheus", uid: "prometheus" },
    gridPos: { h: height, w: width, x: (index % perRow) * width, y: Math.floor(index / perRow) * height },
    targets: [{ refId: "A", datasource: { type: "prometheus", uid: "prometheus" }, expr }],
    fieldConfig: { defaults: { unit: unit ?? "short" }, overrides: [] },
    options: { legend: { showLegend: true }, tooltip: { mode: "multi" } },
  };
}

/** Letters, digits and hyphens, up to 40 of them: what Grafana takes as a page's address. */
export function uidOf({ title }: Pick<Dashboard, "title">, index: number): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${index + 1}-${words}`.slice(0, 40);
}

/** A page of graphs as Grafana reads it. */
export function renderDashboard({ title, panels }: Dashboard, uid: string): string {
  return `${JSON.stringify(
    {
      uid,
      title,
      tags: ["trireme"],
      schemaVersion: 39,
      version: 1,
      editable: false,
      refresh: "30s",
      time: { from: "now-3h", to: "now" },
      timezone: "browser",
      templating: { list: [] },
      annotations: { list: [] },
      panels: panels.map(panel),
    },
    undefined,
    2,
  )}\n`;
}

/**
 * Grafana's files by their path: its data sources, and a page for each dashboard.
 *
 * @param signed whether Prometheus is one of AWS, in the region of Grafana's own task. @default false
 */
export function grafanaFiles(
  sources: DataSources,
  dashboards: readonly Dashboard[],
  signed = false,
): Readonly<Record<string, Value>> {
  return {
    [`${provisioning}/datasources/system.yaml`]: dataSources(sources, signed),
    [`${provisioning}/dashboards/system.yaml`]: yamlDocument(providers),
    ...Object.fromEntries(
      dashboards.map((one, index) => {
        const uid = uidOf(one, index);
        return [`${dashboardFolder}/${uid}.json`, renderDashboard(one, uid)];
      }),
    ),
  };
}
