import { unknown } from "../../../../policies/subject";
import { keepLogs, watchServices } from "../../../../policies/operations/watch-services";
import { holds, subject } from "../../../support/policies";

holds(keepLogs, [
  {
    what: "a group of logs",
    fine: subject("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 30 }),
    breaks: [0, 7, undefined].map(
      (days) =>
        [
          "retentionInDays",
          days,
          `aws:LogGroup "web": retentionInDays is ${days ?? "not set"}; allowed: 30 days or more. Set it: without it, or with 0, logs are kept and paid for ever. [AWS FSBP v1.0.0: CloudWatch.16]`,
        ] as const,
    ),
  },
]);

const wanted =
  "allowed: an alarm with an action that names it. Alarm on its errors, and name whom to notify.";
const service = subject("aws:ecs/service:Service", {
  name: "web",
  loadBalancers: [{ containerName: "web" }],
});
const unwatched = `aws:Service "web": MetricAlarm is not set; ${wanted}`;

holds(watchServices, [
  {
    what: "the alarm of a public service",
    fine: subject(
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      { dimensions: { ServiceName: "web" }, alarmActions: ["arn:aws:sns:eu-central-1:123456789012:on-call"] },
      { name: "errors" },
    ),
    beside: [service],
    breaks: [
      ["dimensions.ServiceName", "other", unwatched],
      ["alarmActions", [], unwatched],
    ],
  },
  {
    what: "an alarm in the plan of a first update, where neither names nor actions are known",
    fine: subject(
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      { dimensions: { ServiceName: unknown }, alarmActions: unknown },
      { name: "errors" },
    ),
    beside: [service],
    breaks: [["dimensions.ServiceName", "other", unwatched]],
  },
  {
    what: "the rule of a public service on Kubernetes",
    fine: subject(
      "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
      { spec: { groups: [{ rules: [{ expr: 'up{service="web"} == 0' }] }] } },
      { name: "errors" },
    ),
    beside: [
      subject("kubernetes:core/v1:Service", { metadata: { name: "web" } }),
      subject("kubernetes:networking.k8s.io/v1:Ingress", {
        spec: { rules: [{ http: { paths: [{ backend: { service: { name: "web" } } }] } }] },
      }),
    ],
    breaks: [
      [
        "spec.groups.0.rules.0.expr",
        'up{service="api"} == 0',
        `kubernetes:Service "web": PrometheusRule is not set; ${wanted}`,
      ],
    ],
  },
]);
