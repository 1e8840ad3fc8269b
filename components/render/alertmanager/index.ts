import { stringify } from "yaml";
import type { Receiver, SecretRef } from "../../model";

/** Where the secrets of receivers lie in Alertmanager's container, in the order of the receivers. */
export function receiverFiles(receivers: readonly Receiver[]): Readonly<Record<string, SecretRef>> {
  return Object.fromEntries(
    receivers.flatMap((receiver, index) => {
      const secret = secretOf(receiver);
      return secret === undefined ? [] : [[secretFile(index), secret]];
    }),
  );
}

function secretFile(index: number): string {
  return `/run/secrets/receiver-${index + 1}`;
}

/** What a receiver keeps secret. */
export function secretOf(receiver: Receiver): SecretRef | undefined {
  switch (receiver.type) {
    case "slack":
      return receiver.webhook;
    case "pagerduty":
      return receiver.serviceKey;
    case "email":
      return receiver.smtp?.password;
    default:
      return receiver satisfies never;
  }
}

/** Heading of a message. */
export const title =
  "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }}{{ if .CommonLabels.service }} ({{ .CommonLabels.service }}){{ end }}";
/** What a message says. */
export const text =
  "{{ range .Alerts }}*{{ .Labels.severity }}* {{ .Annotations.summary }}\n{{ if .Annotations.description }}{{ .Annotations.description }}\n{{ end }}{{ end }}";
const every = (annotation: string): string =>
  `{{ range .Alerts }}{{ .Annotations.${annotation} }}\n{{ end }}`;

/** What a message tells PagerDuty beside its heading. */
export const incident = {
  severity: "{{ with .CommonLabels.severity }}{{ . }}{{ else }}error{{ end }}",
  component: "{{ .CommonLabels.service }}",
  group: "{{ .CommonLabels.system }}",
};
/** Details of it. */
export const details = {
  summary: every("summary"),
  description: every("description"),
  environment: "{{ .CommonLabels.environment }}",
  service: "{{ .CommonLabels.service }}",
  instance: "{{ .CommonLabels.instance }}",
  firing: "{{ .Alerts.Firing | len }}",
};
/** Of a message of Slack. */
export const colour = '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}';
/** One message tells of all instances of a service. */
export const grouping = { by: ["alertname", "service"], wait: "10s", interval: "1m", repeat: "4h" };

/** Where every alert goes, in the words of Alertmanager's file. */
export function route() {
  return {
    receiver: "system",
    group_by: grouping.by,
    group_wait: grouping.wait,
    group_interval: grouping.interval,
    repeat_interval: grouping.repeat,
  };
}

/** A critical alert silences the warning of the same service and name. */
export function inhibitions() {
  return [
    {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~"warning|info"'],
      equal: ["alertname", "service"],
    },
  ];
}

function configs(receivers: readonly Receiver[]) {
  const slack: object[] = [];
  const pagerduty: object[] = [];
  const email: object[] = [];
  receivers.forEach((receiver, index) => {
    const file = secretFile(index);
    switch (receiver.type) {
      case "slack":
        slack.push({
          send_resolved: true,
          api_url_file: file,
          channel: receiver.channel,
          title,
          text,
          color: colour,
        });
        return;
      case "pagerduty":
        pagerduty.push({
          send_resolved: true,
          // The key of an integration "Events API v2".
          routing_key_file: file,
          description: title,
          ...incident,
          // One of its own for each: YAML would write a reference.
          details: { ...details },
        });
        return;
      case "email": {
        const { to, smtp } = receiver;
        if (smtp === undefined) return;
        email.push({
          send_resolved: true,
          to,
          from: smtp.from,
          smarthost: `${smtp.host}:${smtp.port ?? 587}`,
          require_tls: smtp.tls ?? true,
          ...(smtp.user === undefined ? {} : { auth_username: smtp.user }),
          ...(smtp.password === undefined ? {} : { auth_password_file: file }),
          headers: { Subject: title },
        });
        return;
      }
      default:
        receiver satisfies never;
    }
  });
  return {
    ...(slack.length > 0 ? { slack_configs: slack } : {}),
    ...(pagerduty.length > 0 ? { pagerduty_configs: pagerduty } : {}),
    ...(email.length > 0 ? { email_configs: email } : {}),
  };
}

/**
 * `alertmanager.yml` (https://prometheus.io/docs/alerting/latest/configuration/). Secrets stay in files of their own. One
 * message tells of all instances of a service; a critical alert silences the warning of the same service and name.
 */
export function renderAlertmanager(receivers: readonly Receiver[]): string {
  return stringify(
    {
      route: route(),
      inhibit_rules: inhibitions(),
      receivers: [{ name: "system", ...configs(receivers) }],
    },
    { lineWidth: 0 },
  );
}
