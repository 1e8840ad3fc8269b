import { expect, it } from "vitest";
import { parse } from "yaml";
import type { Dashboard } from "../../../../components/model";
import { grafanaFiles } from "../../../../components/render/grafana";
import { plain } from "../../../support/plain";

const panel = (title: string) => ({ title, expr: `sum(${title})` });
const dashboards: readonly Dashboard[] = [
  { title: "Service Health", panels: [{ ...panel("a"), unit: "reqps" }, panel("b"), panel("c")] },
  { title: "Service health", panels: [] },
];
const files = grafanaFiles(
  { prometheus: "http://prometheus:9090", loki: "http://loki:3100", jaeger: "http://jaeger:16686" },
  dashboards,
);
const text = (path: string): string => plain(files[path] ?? "");

it("knows its data sources by fixed ids, and asks Prometheus where nothing else is said", () => {
  const { datasources } = parse(text("/etc/grafana/provisioning/datasources/system.yaml")) as {
    datasources: readonly { uid: string; url: string; isDefault: boolean }[];
  };
  expect(datasources.map(({ uid, url }) => `${uid} ${url}`)).toEqual([
    "prometheus http://prometheus:9090",
    "loki http://loki:3100",
    "jaeger http://jaeger:16686",
  ]);
  expect(datasources.filter(({ isDefault }) => isDefault).map(({ uid }) => uid)).toEqual(["prometheus"]);
});

it("each dashboard is a page in a file of its own below the folder that Grafana reads, also where two are called alike", () => {
  const { providers } = parse(text("/etc/grafana/provisioning/dashboards/system.yaml")) as {
    providers: readonly { options: { path: string } }[];
  };
  const folder = providers[0]?.options.path ?? "";
  expect(Object.keys(files).filter((path) => path.startsWith(`${folder}/`))).toEqual([
    `${folder}/1-service-health.json`,
    `${folder}/2-service-health.json`,
  ]);
});

it("panels stand two in a row, in their order, and none on another", () => {
  const { panels } = JSON.parse(text("/etc/grafana/dashboards/1-service-health.json")) as {
    panels: readonly {
      title: string;
      gridPos: { x: number; y: number; w: number; h: number };
      targets: readonly { expr: string }[];
      fieldConfig: { defaults: { unit: string } };
    }[];
  };
  expect(panels.map(({ title, gridPos }) => [title, gridPos.x, gridPos.y])).toEqual([
    ["a", 0, 0],
    ["b", 12, 0],
    ["c", 0, 8],
  ]);
  expect(panels[0]?.targets[0]?.expr).toBe("sum(a)");
  expect(panels.map(({ fieldConfig }) => fieldConfig.defaults.unit)).toEqual(["reqps", "short", "short"]);
});

it("two pages have two addresses", () => {
  const uids = [1, 2].map(
    (number) =>
      (JSON.parse(text(`/etc/grafana/dashboards/${number}-service-health.json`)) as { uid: string }).uid,
  );
  expect(new Set(uids).size).toBe(2);
});
