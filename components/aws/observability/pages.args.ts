import type { System } from "../../model";
import { partitionOf, type AwsSettings } from "../settings";
import { isAsked } from "./rights.args";

type Page = keyof NonNullable<NonNullable<System["monitoring"]>["publish"]>;

/** Where the console of a partition is, after the region. */
const consoles: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The page of the console that has what a program's own page shows elsewhere. Grafana runs as a service, and its port is forwarded. */
function pageOf(page: Exclude<Page, "grafana">, asked: boolean): string {
  switch (page) {
    case "prometheus":
      return asked ? "prometheus/home?region=*#/workspaces" : "cloudwatch/home?region=*#metricsV2:";
    case "alertmanager":
      return asked ? "prometheus/home?region=*#/workspaces" : "cloudwatch/home?region=*#alarmsV2:";
    case "loki":
    case "victoria-logs":
      return "cloudwatch/home?region=*#logsV2:log-groups";
    case "jaeger":
      return "cloudwatch/home?region=*#xray:traces/query";
  }
}

/** Addresses in AWS's console of the pages of monitoring that a system publishes and a service of AWS stands for, by the name of their output. */
export function consolePages(
  system: System,
  settings: Pick<AwsSettings, "region">,
): Readonly<Record<string, string>> {
  const { region } = settings;
  const host = `${region}.${consoles[partitionOf(settings)] ?? ""}`;
  const names = Object.keys(system.monitoring?.publish ?? {}) as Page[];
  return Object.fromEntries(
    names.flatMap((name) => {
      if (name === "grafana") return [];
      const page = pageOf(name, isAsked(system)).replace("*", region);
      return [[`${name}-page`, `https://${host}/${page}`] as const];
    }),
  );
}
