import { describe, expect, it } from "vitest";
import { asMade } from "../../../../../components/aws/ingress/chosen.args";
import { accountCapabilities } from "../../../../../components/aws/observability/asked.args";
import { consolePages } from "../../../../../components/aws/observability/pages.args";
import { lowered } from "../../../../../components/lowering";
import { systems } from "../../../../../stacks/systems";
import { environmentOn, settingsOn, systemOn } from "../../../../support/aws";

const settings = settingsOn("development");
const hub = systems.reactdjango(environmentOn("development", "reactdjango"));
const made = asMade(lowered(hub, accountCapabilities(settings)), settings);
const simplr = systemOn("simplr", "development");

describe("pages of monitoring on AWS", () => {
  it("are the console's, for each that a service of AWS stands for", () => {
    const cloudWatch = "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1";
    const workspaces =
      "https://eu-west-1.console.aws.amazon.com/prometheus/home?region=eu-west-1#/workspaces";
    expect(Object.keys(hub.monitoring?.publish ?? {})).toContain("grafana");
    expect(consolePages(made, settings)).toEqual({
      "prometheus-page": workspaces,
      "alertmanager-page": workspaces,
      "loki-page": `${cloudWatch}#logsV2:log-groups`,
      "jaeger-page": `${cloudWatch}#xray:traces/query`,
    });
    const { services: _, ...unasked } = made;
    expect(consolePages({ ...unasked, services: [] }, settings)).toMatchObject({
      "prometheus-page": `${cloudWatch}#metricsV2:`,
      "alertmanager-page": `${cloudWatch}#alarmsV2:`,
    });
  });

  it("are none where none is published", () => {
    expect(consolePages(simplr, settings)).toEqual({});
  });

  it.each([
    [
      "cn-north-1",
      "https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#xray:traces/query",
    ],
    [
      "us-gov-west-1",
      "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#xray:traces/query",
    ],
  ])("are in the console of the partition of %s", (region, page) => {
    expect(consolePages(made, { region })["jaeger-page"]).toBe(page);
  });
});
