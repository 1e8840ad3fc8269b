import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  alertManager,
  filterPolicy,
  keptDays,
} from "../../../../../components/aws/observability/prometheus.args";
import { renderAlertmanager } from "../../../../../components/render/alertmanager";

const place = { topicArn: "arn:aws:sns:eu-west-1:1:t", prefix: "shop-prod", region: "eu-west-1" };

describe("the alert manager of AWS", () => {
  const outer = parse(alertManager(place)) as Record<string, string>;
  const config = parse(outer["alertmanager_config"] ?? "") as {
    receivers: readonly { sns_configs: readonly Record<string, unknown>[] }[];
  };

  it("routes, groups and inhibits as Alertmanager does on the other targets", () => {
    expect(Object.keys(outer)).toEqual(["alertmanager_config"]);
    const { receivers: _, ...own } = config;
    const { receivers: __, ...others } = parse(renderAlertmanager([])) as Record<string, unknown>;
    expect(own).toEqual(others);
  });

  it("tells one topic twice: in words, and as an alarm of CloudWatch", () => {
    const [people, services, ...more] = config.receivers[0]?.sns_configs ?? [];
    expect(more).toEqual([]);
    for (const one of [people, services])
      expect(one).toMatchObject({
        topic_arn: place.topicArn,
        sigv4: { region: "eu-west-1" },
        send_resolved: true,
      });
    expect([people?.["attributes"], services?.["attributes"]]).toEqual([
      { for: "people" },
      { for: "services" },
    ]);
    // Without its templates it is JSON.
    const told = JSON.parse(String(services?.["message"]).replace(/\{\{.*?\}\}/g, "x")) as object;
    expect(Object.keys(told)).toEqual([
      ...["AlarmName", "AlarmDescription", "NewStateValue", "OldStateValue", "NewStateReason"],
      ...["StateChangeTime", "Region"],
    ]);
    // A quote in a summary would end the text.
    expect(services?.["message"]).toContain('.Annotations.summary | reReplaceAll "[\\"\\\\\\\\]" "\'"');
  });

  it("is read once by each who is subscribed", () => {
    expect(JSON.parse(filterPolicy("people"))).toEqual({ for: [{ exists: false }, "people"] });
    expect(JSON.parse(filterPolicy("services", false))).toEqual({ for: ["services"] });
  });
});

describe("how long metrics are kept", () => {
  it("is whole days, at least one", () => {
    const of = (retention: `${number}${"h" | "d"}`) =>
      keptDays({ monitoring: { alerts: [], metrics: { interval: "15s", retention } } });
    expect([of("15d"), of("36h"), of("1h")]).toEqual([15, 2, 1]);
  });
});
