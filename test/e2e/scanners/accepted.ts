import type { Accepted } from "./deployed";

const collector = /-otel-collector-task\.policy$/;

/** Stars in policies that stay. */
export const wildcards: { readonly actions: readonly Accepted[]; readonly resources: readonly Accepted[] } = {
  actions: [
    {
      check: "kms:*",
      on: /^Key \S+\.policy$/,
      why: "without the account's own sentence nobody could change the key again; policies of IAM narrow it",
    },
  ],
  resources: [
    { check: "ecr:GetAuthorizationToken", why: "a login to the registry: AWS knows no resource for it" },
    ...[
      ...["ecs:DescribeContainerInstances", "ecs:DescribeServices", "ecs:DescribeTasks"],
      ...["ecs:ListServices", "ecs:ListTasks"],
    ].map((check) => ({
      check,
      on: collector,
      why: "the collector finds the tasks that it asks; a condition binds it to the stack's own cluster (ecs:cluster)",
    })),
    ...["ecs:DescribeTaskDefinition", "ec2:DescribeInstances"].map((check) => ({
      check,
      on: collector,
      why: "the same for what a task is made of; AWS knows no resource for it",
    })),
    ...[
      ...["xray:GetSamplingRules", "xray:GetSamplingTargets"],
      ...["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    ].map((check) => ({ check, on: collector, why: "X-Ray has no resource for traces" })),
  ],
};

/** Findings of parliament that stay. */
export const acceptedIam: readonly Accepted[] = [
  {
    check: "RESOURCE_STAR",
    on: collector,
    why: "a condition binds it to the stack's own cluster (ecs:cluster), as AWS has it for lists; parliament reads no conditions",
  },
  {
    check: "RESOURCE_MISMATCH",
    on: /^RolePolicy /,
    why: "ecr:BatchImportUpstreamImage takes repositories; parliament's table is of a time when it took none",
  },
];

/** Findings of checkov that stay. */
export const acceptedCheckov: readonly Accepted[] = [
  {
    check: "CKV_AWS_338",
    on: /^aws_cloudwatch_log_group\.(simplr|orbitspace|reactdjango|synthstack)-prod-/,
    why: "these systems say how long their logs are kept: 30 days; where a system says nothing it is a year",
  },
  {
    check: "CKV2_AWS_14",
    on: /^aws_iam_group_membership\.reactdjango-prod-minio$/,
    why: "the user is its member; a plan does not know a name that another resource gives",
  },
  {
    check: "CKV2_AWS_21",
    on: /^aws_iam_group_membership\.reactdjango-prod-minio$/,
    why: "the same",
  },
  {
    check: "CKV_AWS_273",
    on: /^aws_iam_user\.reactdjango-prod-minio$/,
    why: "no person: the application speaks S3 with a key of its own, as MinIO's on the other targets, and reaches its buckets alone",
  },
  {
    check: "CKV2_AWS_9",
    on: /^aws_ebs_volume\.synthstack-prod-qdrant-\d$/,
    why: "Qdrant is saved by its own snapshots, which are whole and are restored in drills; a disk's may be of half a write",
  },
  {
    check: "CKV2_AWS_9",
    on: /^aws_ebs_volume\.reactdjango-prod-consul$/,
    why: "what is in this Consul its services register again at their start; the disk outlives the machine",
  },
  {
    check: "CKV_AWS_126",
    on: /^aws_instance\./,
    why: "alarms read status checks and ECS's metrics of the task, which come each minute without it; the disk is measured by our own gauge",
  },
  ...(["CKV_AWS_157", "CKV_AWS_293"] as const).map((check) => ({
    check,
    on: /^aws_db_instance\.synthstack-prod-postgres-read-\d$/,
    why: "a read replica holds nothing of its own: a lost one is made again of its source, which has a standby and is protected",
  })),
  {
    check: "CKV2_AWS_5",
    why: "groups of tasks that run once or by a schedule: who starts them names the group",
  },
  {
    check: "CKV2_AWS_23",
    why: "the record leads to the distribution, which a plan names by its domain alone",
  },
  {
    check: "CKV2_AWS_28",
    why: "the firewall is before CloudFront, and the load balancer takes requests from nobody else",
  },
  {
    check: "CKV2_AWS_31",
    why: "counts and samples by rule are kept; a whole log holds every visitor's headers and costs more than the firewall",
  },
  {
    check: "CKV2_AWS_47",
    why: "what Log4j falls for is refused (AWSManagedRulesKnownBadInputsRuleSet); the check asks to turn away people behind VPNs, too",
  },
  {
    check: "CKV2_AWS_57",
    why: "contents come from the stack: npx trireme rotate changes them together with those who know them",
  },
  {
    check: "CKV2_AWS_62",
    why: "nothing acts on a new object; the age of the newest backup is watched by an alarm",
  },
  {
    check: "CKV2_AWS_65",
    on: /access-logs$/,
    why: "CloudFront delivers its logs by an access control list",
  },
  {
    check: "CKV_AWS_144",
    why: "backups are copied to another region by AWS Backup, sites are built again, logs may be lost",
  },
  {
    check: "CKV_AWS_145",
    on: /access-logs$/,
    why: "load balancers and CloudFront deliver their logs to buckets with S3's own key alone",
  },
  {
    check: "CKV_AWS_161",
    why: "the applications know passwords; each database's is in Secrets Manager under our key",
  },
  {
    check: "CKV_AWS_18",
    why: "the requests of sites are in CloudFront's log; who reads a bucket directly is told by CloudTrail where the account keeps data events",
  },
  {
    check: "CKV_AWS_224",
    why: "sessions are written to the log group of their task, which is encrypted by our key",
  },
  {
    check: "CKV_AWS_259",
    why: "a preload speaks for the whole domain, for years: its owner asks for it by the system's own header",
  },
  {
    check: "CKV_AWS_305",
    why: "the root belongs to the routes: a function leads it to the site's index",
  },
  {
    check: "CKV_AWS_310",
    why: "one region serves; two stacks in two regions fail over by Route 53 (docs/aws.md)",
  },
  { check: "CKV_AWS_374", why: "the systems are for everybody" },
  {
    check: "CKV_AWS_378",
    why: "TLS ends at the load balancer; behind it the security groups let nobody else in",
  },
];
