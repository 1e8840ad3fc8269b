import { z } from "zod";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import { at, fact, list, record, texts, unknown, type Subject, textOf } from "../subject";

export const keepLogs = policy({
  name: "keep-logs",
  description: "Logs in the cloud are kept as long as needed, and not for ever.",
  severity: "medium",
  references: [awsBestPractices("CloudWatch.16")],
  thresholds: z.object({
    logDays: z.number().int().min(1).default(30),
  }),
  check: (subjects, { logDays }) =>
    subjects
      .filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup")
      .flatMap((subject) => {
        const { path, value } = fact(subject.props, "retentionInDays");
        return value === unknown || (typeof value === "number" && value >= logDays)
          ? []
          : [
              {
                subject,
                path,
                value,
                allowed: `${logDays} days or more`,
                fix: "Set it: without it, or with 0, logs are kept and paid for ever.",
              },
            ];
      }),
});

/** Services on ECS to which a load balancer sends requests, and services of Kubernetes to which an ingress does. */
function publicServices(subjects: readonly Subject[]): readonly Subject[] {
  const routed = subjects
    .filter(({ type }) =>
      /^kubernetes:(networking\.k8s\.io\/v1:Ingress|gateway\.networking\.k8s\.io\/v1:HTTPRoute)$/.test(type),
    )
    .flatMap(({ props }) => [
      ...list(at(props, "spec.rules")).flatMap((rule) => [
        ...list(at(rule, "http.paths")).map((path) => at(path, "backend.service.name")),
        ...list(record(rule).backendRefs).map((backend) => record(backend).name),
      ]),
    ]);
  return subjects.filter(
    ({ type, name, props }) =>
      (type === "aws:ecs/service:Service" && list(props.loadBalancers).length > 0) ||
      (type === "kubernetes:core/v1:Service" && routed.includes(at(props, "metadata.name") ?? name)),
  );
}

/** The names that alarms and rules speak of. */
function watched(subjects: readonly Subject[]): {
  readonly texts: readonly string[];
  readonly known: boolean;
} {
  const alarms = subjects.filter(
    ({ type }) =>
      type === "aws:cloudwatch/metricAlarm:MetricAlarm" ||
      type === "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
  );
  const acting = alarms.filter(
    ({ type, props }) =>
      !type.startsWith("aws:") || props.alarmActions === unknown || list(props.alarmActions).length > 0,
  );
  const dimensions = acting.map(({ props }) => props.dimensions);
  return {
    texts: acting.flatMap(({ props }) => texts(props).map(({ text }) => text)),
    known: !dimensions.some((one) => one === unknown || Object.values(record(one)).includes(unknown)),
  };
}

export const watchServices = policy({
  name: "watch-services",
  description:
    "In production someone is told when a public service fails. Docker's alerts are in its monitoring's configuration.",
  severity: "high",
  environments: ["production"],
  scope: "stack",
  thresholds: z.object({}),
  check: (subjects): readonly Finding[] => {
    const { texts: spoken, known } = watched(subjects);
    if (!known) return [];
    return publicServices(subjects).flatMap((subject) => {
      const name = at(subject.props, "metadata.name") ?? subject.props.name ?? subject.name;
      if (name === unknown || spoken.some((text) => text.includes(textOf(name)))) return [];
      return [
        {
          subject,
          path: subject.type.startsWith("aws:") ? "MetricAlarm" : "PrometheusRule",
          value: undefined,
          allowed: "an alarm with an action that names it",
          fix: "Alarm on its errors, and name whom to notify.",
        },
      ];
    });
  },
});
