import { z } from "zod";
import { isWideAction, isWideResource, openStatements, several, statementsOf } from "../iam";
import { policy, type Finding } from "../policy";
import { awsBestPractices, cisKubernetes } from "../references";
import { list, record, textOf, type Fact, type Subject } from "../subject";

/** Where a document of IAM stands, by the type that has it. */
const documentPaths: Readonly<Record<string, string>> = {
  "aws:iam/policy:Policy": "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
};

/** The documents of a resource that give rights; a role may have some inline. */
function documentsOf({ type, props }: Subject): readonly Fact[] {
  const path = documentPaths[type];
  if (path !== undefined) return [{ path, value: props[path] }];
  if (type !== "aws:iam/role:Role") return [];
  return list(props.inlinePolicies).map((one, index) => ({
    path: `inlinePolicies[${index}].policy`,
    value: record(one).policy,
  }));
}

function statements(subject: Subject): readonly Finding[] {
  return documentsOf(subject).flatMap((document) => statementsIn(subject, document));
}

/** Who may take a role. */
function trust(subject: Subject): readonly Finding[] {
  if (subject.type !== "aws:iam/role:Role") return [];
  return openStatements(
    subject,
    "assumeRolePolicy",
    subject.props.assumeRolePolicy,
    "Name the service or the account that takes it.",
  );
}

function statementsIn(subject: Subject, { path, value }: Fact): readonly Finding[] {
  return statementsOf(value).flatMap((statement, index): readonly Finding[] => {
    const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
    if (Effect !== "Allow") return [];
    const here = `${path}.Statement[${index}]`;
    // `s3:*` on everything is as much as anybody needs to do harm.
    const wide = several(Action).filter(isWideAction);
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
      ...(NotResource === undefined
        ? []
        : [
            {
              subject,
              path: `${here}.NotResource`,
              value: NotResource,
              allowed: "Resource",
              fix: "Name what it acts on.",
            },
          ]),
      ...(several(Resource).some(isWideResource) &&
      !several(Action).every(takesNoResource) &&
      !(isOfOneCluster(Condition) && several(Action).every((action) => /^ecs:[A-Z]/.test(String(action))))
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
  /^(ecr:GetAuthorizationToken|ecs:ListClusters|logs:DescribeLogGroups|cloudwatch:PutMetricData|ssmmessages:[A-Za-z]+|xray:(?:Put[A-Za-z]+|GetSampling[A-Za-z]+)|ecs:DescribeTaskDefinition|ec2:Describe[A-Za-z]+)$/;

/** ECS lists tasks and services of all resources alone, and a condition says of which cluster. */
function isOfOneCluster(condition: unknown): boolean {
  const { ArnEquals, ArnLike, StringEquals } = record(condition);
  return [ArnEquals, ArnLike, StringEquals].some((operator) => {
    const clusters = several(record(operator)["ecs:cluster"]);
    return clusters.length > 0 && !clusters.some(isWideResource);
  });
}

function takesNoResource(action: unknown): boolean {
  return global.test(String(action));
}

/** Policies of AWS that allow all of a service, or all. */
const administrators =
  /:policy\/(?:[\w-]+\/)*(?:AdministratorAccess[\w-]*|PowerUserAccess|SystemAdministrator|\w*FullAccess\w*)$/;

/** Where a resource of IAM names policies that someone wrote elsewhere. */
const attached = ["policyArn", "policyArns", "managedPolicyArn", "managedPolicyArns"];

function attachments(subject: Subject): readonly Finding[] {
  if (!/^aws:(?:iam|ssoadmin)\//.test(subject.type)) return [];
  return attached.flatMap((name) =>
    several(subject.props[name]).flatMap((arn, index) =>
      typeof arn === "string" && administrators.test(arn)
        ? [
            {
              subject,
              path: Array.isArray(subject.props[name]) ? `${name}[${index}]` : name,
              value: arn,
              allowed: "a policy of what it does",
              fix: "Write one with the actions it calls.",
            },
          ]
        : [],
    ),
  );
}

const roleTypes = /^kubernetes:rbac\.authorization\.k8s\.io\/v\w+:(?:Cluster)?Role(?:Patch)?$/;
const bindingTypes = /^kubernetes:rbac\.authorization\.k8s\.io\/v\w+:(Cluster)?RoleBinding(?:Patch)?$/;
/** By which everybody is meant who has an account, or none. */
const everybody = /^system:(?:authenticated|unauthenticated|anonymous|serviceaccounts|masters)$/;

/** Bindings to a role that may do everything, and those for everybody. */
function bindings(subject: Subject): readonly Finding[] {
  const found = bindingTypes.exec(subject.type);
  if (found === null) return [];
  const { name } = record(subject.props.roleRef);
  const wide = found[1] === undefined ? ["cluster-admin"] : ["cluster-admin", "admin", "edit"];
  return [
    ...(wide.includes(textOf(name))
      ? [
          {
            subject,
            path: "roleRef.name",
            value: name,
            allowed: "a role of what it does",
            fix: "Write a Role with what it calls, and bind that.",
          },
        ]
      : []),
    ...list(subject.props.subjects).flatMap((one, index) =>
      everybody.test(textOf(record(one).name))
        ? [
            {
              subject,
              path: `subjects[${index}].name`,
              value: record(one).name,
              allowed: "an account of one component",
              fix: "Name the ServiceAccount.",
            },
          ]
        : [],
    ),
  ];
}

/** Roles of Kubernetes with a star. */
function rules(subject: Subject): readonly Finding[] {
  if (!roleTypes.test(subject.type)) return [];
  return list(subject.props.rules).flatMap((rule, index) =>
    ["apiGroups", "resources", "verbs", "nonResourceURLs"]
      .filter((field) =>
        list(record(rule)[field]).some(
          (one) =>
            /^\/?\*(?:\/\*)?$/.test(String(one)) ||
            (field === "verbs" && /^(?:escalate|bind|impersonate)$/.test(String(one))),
        ),
      )
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
  check: (subjects) =>
    subjects.flatMap((subject) => [
      ...statements(subject),
      ...trust(subject),
      ...attachments(subject),
      ...rules(subject),
      ...bindings(subject),
    ]),
});

export const breakCircuits = policy({
  name: "break-circuits",
  description: "A release on ECS that does not become healthy goes back by itself.",
  severity: "high",
  thresholds: z.object({}),
  check: (subjects) =>
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
