import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { provided, type Receiver } from "../../../../../components/model";
import { renderAlertmanager } from "../../../../../components/render/alertmanager";
import {
  alertmanagerConfigSpec,
  receiverSecrets,
} from "../../../../../components/render/alertmanager/operator";

const [hook, key, mail] = ["hook", "key", "mail"].map((name) => provided(name, { description: name }));
if (hook === undefined || key === undefined || mail === undefined) throw new Error("There are no secrets.");
const receivers: readonly Receiver[] = [
  { type: "slack", webhook: hook.value, channel: "#alerts" },
  { type: "pagerduty", serviceKey: key.value },
  { type: "email", to: "oncall@example.com", smtp: { host: "smtp.example.com", from: "a@example.com" } },
  {
    type: "email",
    to: "boss@example.com",
    smtp: { host: "smtp.example.com", port: 465, from: "a@example.com", user: "a", password: mail.value },
  },
];

interface Config {
  readonly receivers: readonly Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>[];
}

/** What is told, without where secrets are and in the words of the file. */
const words = (all: Readonly<Record<string, unknown>> = {}): readonly unknown[] =>
  Object.entries(all)
    .filter(([name]) => !/url|key|password/i.test(name))
    .map(([name, value]) => [
      name.toLowerCase().replaceAll("_", ""),
      Array.isArray(value)
        ? Object.fromEntries((value as { key: string; value: string }[]).map((one) => [one.key, one.value]))
        : value,
    ])
    .sort();

describe("the receivers of a system, as an operator's Alertmanager reads them,", () => {
  const spec = alertmanagerConfigSpec(receivers, "secret") as unknown as Config;
  const [made = {}] = spec.receivers;

  it("say what our own Alertmanager says", () => {
    const [own = {}] = (parse(renderAlertmanager(receivers)) as Config).receivers;
    const names = {
      slackConfigs: "slack_configs",
      pagerdutyConfigs: "pagerduty_configs",
      emailConfigs: "email_configs",
    };
    for (const [camel, snake] of Object.entries(names)) {
      expect(made[camel]?.length).toBe(own[snake]?.length);
      made[camel]?.forEach((one, index) => {
        expect(words(one)).toEqual(words(own[snake]?.[index]));
      });
    }
    expect(spec).toMatchObject({
      route: { receiver: "system", groupBy: ["alertname", "service"], groupWait: "10s" },
      inhibitRules: [{ equal: ["alertname", "service"] }],
    });
  });

  it("name the keys of a Secret, and hold no secret", () => {
    expect(made["slackConfigs"]?.[0]?.["apiURL"]).toEqual({ name: "secret", key: "receiver-1" });
    expect(made["pagerdutyConfigs"]?.[0]?.["routingKey"]).toEqual({ name: "secret", key: "receiver-2" });
    expect(made["emailConfigs"]?.map(({ authPassword }) => authPassword)).toEqual([
      undefined,
      { name: "secret", key: "receiver-4" },
    ]);
    expect(receiverSecrets(receivers).map(([name, { name: of }]) => [name, of])).toEqual([
      ["receiver-1", "hook"],
      ["receiver-2", "key"],
      ["receiver-4", "mail"],
    ]);
  });
});
