import { z } from "zod";
import { policy, type Finding } from "../policy";
import { awsBestPractices, cisKubernetes } from "../references";
import { kindOf, list, record, type Subject } from "../subject";

/** Where IAM's documents stand, by the type that has them. */
const documents: Readonly<Record<string, string>> = {
  "aws:iam/policy:Policy": "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:iam/groupPolicy:GroupPolicy": "policy",
};

const several = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? list(value) : value === undefined ? [] : [value];

function statements(subject: Subject): readonly Finding[] {
  const path = documents[subject.type];
  const document = path === undefined ? undefined : subject.props[path];
  const parsed: unknown = typeof document === "string" ? JSON.parse(document) : document;
  return several(record(parsed).Statement).flatMap((statement, index): readonly Finding[] => {
    const { Effect, Action, NotAction, Resource } = record(statement);
    if (Effect !== "Allow") return [];
    const here = `${path ?? ""}.Statement[${index}]`;
    // `s3:*` on everything is as much as anybody needs to do harm.
    const wide = several(Action).filter((action) => /^(\*|[a-z0-9-]+:\*)$/i.test(String(action)));
    return [
      ...(wide.length === 0
        ? []
        : [
            {
              subject,
              path: `${here}.Action`,
              value: Action,
              allowed: "actions by name",
              fix: "List what it calls.",
            },
          ]),
      ...(NotAction === undefined
        ? []
        : [
            {
              subject,
              path: `${here}.NotAction`,
              value: NotAction,
              allowed: "Action",
              fix: "List what it calls.",
            },
          ]),
      ...(several(Resource).includes("*") && !several(Action).every(takesNoResource)
        ? [
            {
              subject,
              path: `${here}.Resource`,
              value: Resource,
              allowed: "ARNs",
              fix: "Name what it acts on.",
            },
          ]
        : []),
    ];
  });
}

/** Actions that AWS allows for all resources alone. */
const global =
  /^(ecr:GetAuthorizationToken|ecs:ListClusters|logs:DescribeLogGroups|cloudwatch:PutMetricData|ssmmessages:[A-Za-z]+|xray:Put[A-Za-z]+|ec2:Describe[A-Za-z]+)$/;

function takesNoResource(action: unknown): boolean {
  return global.test(String(action));
}

const administrators = /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

function attachments(subject: Subject): readonly Finding[] {
  const { policyArn } = subject.props;
  return kindOf(subject).endsWith("PolicyAttachment") && administrators.test(String(policyArn))
    ? [
        {
          subject,
          path: "policyArn",
          value: policyArn,
          allowed: "a policy of what it does",
          fix: "Write one with the actions it calls.",
        },
      ]
    : [];
}

/** Roles of Kubernetes with a star. */
function rules(subject: Subject): readonly Finding[] {
  if (!/^kubernetes:rbac\.authorization\.k8s\.io\/v1:(Cluster)?Role$/.test(subject.type)) return [];
  return list(subject.props.rules).flatMap((rule, index) =>
    ["apiGroups", "resources", "verbs"]
      .filter((field) => list(record(rule)[field]).includes("*"))
      .map((field) => ({
        subject,
        path: `rules[${index}].${field}`,
        value: record(rule)[field],
        allowed: "names",
        fix: "List what it needs.",
      })),
  );
}

export const narrowPermissions = policy({
  name: "narrow-permissions",
  description: "No role may do everything, or one thing to everything.",
  severity: "high",
  references: [awsBestPractices("IAM.1", "IAM.21"), cisKubernetes("5.1.3")],
  thresholds: z.object({}),
  judge: (subjects) =>
    subjects.flatMap((subject) => [...statements(subject), ...attachments(subject), ...rules(subject)]),
});

export const breakCircuits = policy({
  name: "break-circuits",
  description: "A release on ECS that does not become healthy goes back by itself.",
  severity: "high",
  thresholds: z.object({}),
  judge: (subjects) =>
    subjects
      .filter(({ type }) => type === "aws:ecs/service:Service")
      .flatMap((subject) =>
        ["enable", "rollback"]
          .filter((field) => record(subject.props.deploymentCircuitBreaker)[field] !== true)
          .map((field) => ({
            subject,
            path: `deploymentCircuitBreaker.${field}`,
            value: record(subject.props.deploymentCircuitBreaker)[field],
            allowed: "true",
            fix: "Set it.",
          })),
      ),
});
