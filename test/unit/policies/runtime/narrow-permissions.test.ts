import { breakCircuits, narrowPermissions } from "../../../../policies/runtime/narrow-permissions";
import { holds, subject } from "../../../support/policies";

const cited = "[AWS FSBP v1.0.0: IAM.1, IAM.21; CIS Kubernetes Benchmark 1.9.0: 5.1.3]";
const statement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::shop-media/*"] };
const document = (more: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ Statement: [{ ...statement, ...more }] });
const says = (field: string, value: string, allowed: string, fix: string) =>
  `aws:Policy "web": policy.Statement[0].${field} is ${value}; allowed: ${allowed}. ${fix} ${cited}`;

holds(narrowPermissions, [
  {
    what: "a policy of IAM",
    fine: subject("aws:iam/policy:Policy", { policy: document({}) }),
    breaks: [
      ["policy", document({ Action: "*" }), says("Action", '"*"', "actions by name", "List what it calls.")],
      [
        "policy",
        document({ Action: ["s3:*"] }),
        says("Action", '["s3:*"]', "actions by name", "List what it calls."),
      ],
      ["policy", document({ Resource: "*" }), says("Resource", '"*"', "ARNs", "Name what it acts on.")],
      [
        "policy",
        document({ Action: undefined, NotAction: "iam:PassRole" }),
        says("NotAction", '"iam:PassRole"', "Action", "List what it calls."),
      ],
    ],
  },
  {
    what: "a policy whose action knows no resource",
    fine: subject("aws:iam/rolePolicy:RolePolicy", {
      policy: { Statement: [{ Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" }] },
    }),
    breaks: [
      [
        "policy.Statement.0.Action",
        "ecr:BatchGetImage",
        `aws:RolePolicy "web": policy.Statement[0].Resource is "*"; allowed: ARNs. Name what it acts on. ${cited}`,
      ],
    ],
  },
  {
    what: "a policy of the tasks of one cluster",
    fine: subject("aws:iam/rolePolicy:RolePolicy", {
      policy: {
        Statement: [
          {
            ...{ Effect: "Allow", Action: "ecs:ListTasks", Resource: "*" },
            Condition: { ArnEquals: { "ecs:cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/shop" } },
          },
        ],
      },
    }),
    breaks: [
      ["policy.Statement.0.Action", "iam:PassRole"],
      ["policy.Statement.0.Condition", { ArnEquals: { "ecs:cluster": "*" } }],
      [
        "policy.Statement.0.Condition",
        { ArnNotEquals: { "ecs:cluster": "arn:aws:ecs:eu-west-1:1:cluster/shop" } },
      ],
    ].map(([path, value]) => [
      path as string,
      value,
      `aws:RolePolicy "web": policy.Statement[0].Resource is "*"; allowed: ARNs. Name what it acts on. ${cited}`,
    ]),
  },
  {
    what: "an attachment",
    fine: subject("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    }),
    breaks: [
      [
        "policyArn",
        "arn:aws:iam::aws:policy/AdministratorAccess",
        `aws:RolePolicyAttachment "web": policyArn is "arn:aws:iam::aws:policy/AdministratorAccess"; allowed: a policy of what it does. Write one with the actions it calls. ${cited}`,
      ],
    ],
  },
  {
    what: "a role of Kubernetes",
    fine: subject("kubernetes:rbac.authorization.k8s.io/v1:Role", {
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
    }),
    breaks: ["apiGroups", "resources", "verbs"].map(
      (field) =>
        [
          `rules.0.${field}`,
          ["*"],
          `kubernetes:Role "web": rules[0].${field} is ["*"]; allowed: names. List what it needs. ${cited}`,
        ] as const,
    ),
  },
]);

holds(breakCircuits, [
  {
    what: "a service on ECS",
    fine: subject("aws:ecs/service:Service", { deploymentCircuitBreaker: { enable: true, rollback: true } }),
    breaks: ["enable", "rollback"].map(
      (field) =>
        [
          `deploymentCircuitBreaker.${field}`,
          false,
          `aws:Service "web": deploymentCircuitBreaker.${field} is false; allowed: true. Set it.`,
        ] as const,
    ),
  },
]);
