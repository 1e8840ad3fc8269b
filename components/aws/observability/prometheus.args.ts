import { stringify } from "yaml";
import { seconds, type System } from "../../model";
import { inhibitions, route, text, title } from "../../render/alertmanager";

/** Days for which Amazon Managed Service for Prometheus keeps metrics at most. */
export const longestKept = 1095;

const day = 86_400;

/** Days for which metrics are kept, rounded up: as long as the system asks for. */
export function keptDays({ monitoring }: Pick<System, "monitoring">): number {
  const asked = monitoring?.metrics?.retention ?? "15d";
  return Math.max(1, Math.ceil(seconds(asked) / day));
}

/** The attribute of a message of SNS that says who can read it. */
const audience = "for";
const audiences = { people: "people", services: "services" } as const;

/** What a subscription takes of the topic (a filter policy of SNS): every alarm of CloudWatch, and of alerts those for its kind. */
export function filterPolicy(kind: keyof typeof audiences, alarms = true): string {
  return JSON.stringify({ [audience]: [...(alarms ? [{ exists: false }] : []), audiences[kind]] });
}

/** Text within a string of JSON: templates of Alertmanager have no function that would write it. */
const plain = (expression: string): string =>
  `{{ ${expression} | reReplaceAll "[\\"\\\\\\\\]" "'" | reReplaceAll "\\\\s+" " " }}`;

const ofService = "{{ if .CommonLabels.service }} ({{ .CommonLabels.service }}){{ end }}";

/** An alert as an alarm of CloudWatch tells it, so that whoever reads those reads these (JSON, as a template of Alertmanager). */
function asAlarm(place: { readonly prefix: string; readonly region: string }): string {
  const each = (annotation: string) => `{{ range .Alerts }}${plain(`.Annotations.${annotation}`)} {{ end }}`;
  const fields = {
    AlarmName: `${place.prefix} ${plain(".CommonLabels.alertname")}${ofService}`,
    AlarmDescription: `${plain(".CommonLabels.severity")}: ${each("description")}`,
    NewStateValue: '{{ if eq .Status "firing" }}ALARM{{ else }}OK{{ end }}',
    OldStateValue: '{{ if eq .Status "firing" }}OK{{ else }}ALARM{{ end }}',
    NewStateReason: each("summary"),
    StateChangeTime: '{{ (index .Alerts 0).StartsAt.Format "2006-01-02T15:04:05.000-0700" }}',
    Region: place.region,
  };
  return `{${Object.entries(fields)
    .map(([name, value]) => `"${name}":"${value}"`)
    .join(",")}}`;
}

/**
 * The definition of the alert manager (https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html): the routes, groups and
 * inhibitions of the other targets; every alert goes to the topic that alarms go to, once for people and once for services.
 */
export function alertManager(place: {
  readonly topicArn: string;
  readonly prefix: string;
  readonly region: string;
}): string {
  const { topicArn, region } = place;
  const sns = (kind: keyof typeof audiences, message: string) => ({
    send_resolved: true,
    topic_arn: topicArn,
    sigv4: { region },
    subject: title,
    message,
    attributes: { [audience]: audiences[kind] },
  });
  const config = {
    route: route(),
    inhibit_rules: inhibitions(),
    receivers: [{ name: "system", sns_configs: [sns("people", text), sns("services", asAlarm(place))] }],
  };
  return stringify({ alertmanager_config: stringify(config, { lineWidth: 0 }) }, { lineWidth: 0 });
}
