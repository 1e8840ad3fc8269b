import type { Receiver } from "../../model";
import { colour, details, grouping, incident, secretOf, text, title } from "./index";

/** A key of a Secret, as objects of a cluster name it. */
interface SecretKey {
  readonly name: unknown;
  readonly key: string;
}

const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

function configs(receivers: readonly Receiver[], keyOf: (index: number) => SecretKey) {
  const slackConfigs: object[] = [];
  const pagerdutyConfigs: object[] = [];
  const emailConfigs: object[] = [];
  receivers.forEach((receiver, index) => {
    const secret = keyOf(index);
    switch (receiver.type) {
      case "slack":
        slackConfigs.push({
          sendResolved: true,
          apiURL: secret,
          channel: receiver.channel,
          title,
          text,
          color: colour,
        });
        return;
      case "pagerduty":
        pagerdutyConfigs.push({
          sendResolved: true,
          routingKey: secret,
          description: title,
          ...incident,
          details: pairs(details),
        });
        return;
      case "email": {
        const { to, smtp } = receiver;
        if (smtp === undefined) return;
        emailConfigs.push({
          sendResolved: true,
          to,
          from: smtp.from,
          smarthost: `${smtp.host}:${smtp.port ?? 587}`,
          requireTLS: smtp.tls ?? true,
          ...(smtp.user === undefined ? {} : { authUsername: smtp.user }),
          ...(smtp.password === undefined ? {} : { authPassword: secret }),
          headers: pairs({ Subject: title }),
        });
        return;
      }
      default:
        receiver satisfies never;
    }
  });
  return {
    ...(slackConfigs.length > 0 ? { slackConfigs } : {}),
    ...(pagerdutyConfigs.length > 0 ? { pagerdutyConfigs } : {}),
    ...(emailConfigs.length > 0 ? { emailConfigs } : {}),
  };
}

/** The key of a receiver's secret among those of all receivers. */
function receiverKey(index: number): string {
  return `receiver-${index + 1}`;
}

/** The secrets of receivers, by the key that {@link alertmanagerConfigSpec} names. */
export function receiverSecrets(receivers: readonly Receiver[]) {
  return receivers.flatMap((receiver, index) => {
    const secret = secretOf(receiver);
    return secret === undefined ? [] : [[receiverKey(index), secret] as const];
  });
}

/**
 * The same as `alertmanager.yml`, for the Alertmanager of an operator (monitoring.coreos.com/v1alpha1 AlertmanagerConfig,
 * https://prometheus-operator.dev/docs/api-reference/api/). It tells of alerts with the label `namespace` of its own namespace alone.
 *
 * @param secret name of the Secret with the receivers' secrets
 */
export function alertmanagerConfigSpec(
  receivers: readonly Receiver[],
  secret: unknown,
): Readonly<Record<string, unknown>> {
  const severity = (value: string, matchType: "=" | "=~") => [{ name: "severity", value, matchType }];
  return {
    route: {
      receiver: "system",
      groupBy: grouping.by,
      groupWait: grouping.wait,
      groupInterval: grouping.interval,
      repeatInterval: grouping.repeat,
    },
    inhibitRules: [
      {
        sourceMatch: severity("critical", "="),
        targetMatch: severity("warning|info", "=~"),
        equal: grouping.by,
      },
    ],
    receivers: [
      { name: "system", ...configs(receivers, (index) => ({ name: secret, key: receiverKey(index) })) },
    ],
  };
}
