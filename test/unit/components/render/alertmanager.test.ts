import { expect, it } from "vitest";
import { parse } from "yaml";
import { provided, type Receiver } from "../../../../components/model";
import { receiverFiles, renderAlertmanager } from "../../../../components/render/alertmanager";

const slack = provided("slack", { description: "webhook" });
const pager = provided("pager", { description: "key" });
const smtp = provided("smtp", { description: "password" });
const receivers: readonly Receiver[] = [
  { type: "slack", webhook: slack.value, channel: "#alerts" },
  { type: "pagerduty", serviceKey: pager.value },
  {
    type: "email",
    to: "oncall@example.com",
    smtp: { host: "smtp.example.com", from: "a@example.com", user: "a", password: smtp.value },
  },
];

interface Configuration {
  readonly route: { readonly receiver: string };
  readonly receivers: readonly Readonly<Record<string, unknown>>[];
}
const read = (all: readonly Receiver[]): Configuration => parse(renderAlertmanager(all)) as Configuration;

it("each receiver finds its secret in a file of its own, and no secret is in the configuration", () => {
  expect(receiverFiles(receivers)).toEqual({
    "/run/secrets/receiver-1": slack.value,
    "/run/secrets/receiver-2": pager.value,
    "/run/secrets/receiver-3": smtp.value,
  });
  const [system] = read(receivers).receivers;
  expect(system).toMatchObject({
    slack_configs: [{ api_url_file: "/run/secrets/receiver-1", channel: "#alerts", send_resolved: true }],
    pagerduty_configs: [
      {
        routing_key_file: "/run/secrets/receiver-2",
        details: { environment: "{{ .CommonLabels.environment }}" },
      },
    ],
    email_configs: [
      {
        to: "oncall@example.com",
        smarthost: "smtp.example.com:587",
        auth_username: "a",
        auth_password_file: "/run/secrets/receiver-3",
        require_tls: true,
      },
    ],
  });
});

it("nobody is told where nobody is named, and mail without a login needs no secret", () => {
  expect(read([]).receivers).toEqual([{ name: "system" }]);
  const open: Receiver = {
    type: "email",
    to: "a@example.com",
    smtp: { host: "mail", port: 25, from: "b@example.com", tls: false },
  };
  expect(receiverFiles([open])).toEqual({});
  expect(read([open]).receivers[0]).toMatchObject({
    email_configs: [{ smarthost: "mail:25", require_tls: false }],
  });
});

it("every alert goes to the receivers", () => {
  expect(read(receivers).route.receiver).toBe(read(receivers).receivers[0]?.name);
});
