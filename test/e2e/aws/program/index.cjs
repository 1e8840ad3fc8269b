"use strict";

const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const endpoint = config.require("endpoint");
const services = ["backup", "cloudfront", "ec2", "ecs", "elasticache", "iam", "s3", "secretsmanager", "sts"];
const provider = new aws.Provider("account", {
  region: "eu-west-1",
  allowedAccountIds: ["123456789012"],
  skipCredentialsValidation: true,
  skipMetadataApiCheck: true,
  s3UsePathStyle: true,
  // As lab/tools/aws-endpoint.ts has it.
  endpoints: [
    {
      ...Object.fromEntries(services.map((name) => [name, endpoint])),
      s3control: "http://s3-control.invalid",
    },
  ],
});
const options = { provider };
const tags = { text: config.require("text") };

const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.9.0.0/16", tags }, options);
const group = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, description: "web" }, options);
// Written with the plugin framework upstream, as are the lifecycle and the restore testing plan.
new aws.vpc.SecurityGroupIngressRule(
  "web",
  {
    securityGroupId: group.id,
    cidrIpv4: "10.9.0.0/16",
    ipProtocol: "tcp",
    fromPort: Number(config.require("port")),
    toPort: Number(config.require("port")),
  },
  options,
);
const bucket = new aws.s3.Bucket("files", { forceDestroy: true }, options);
new aws.s3.BucketLifecycleConfiguration(
  "files",
  {
    bucket: bucket.bucket,
    rules: [
      {
        id: "old",
        status: "Enabled",
        filter: { prefix: "" },
        transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
      },
    ],
  },
  options,
);
const secret = new aws.secretsmanager.Secret("key", { recoveryWindowInDays: 0 }, options);
new aws.secretsmanager.SecretVersion(
  "key",
  { secretId: secret.id, secretString: config.requireSecret("key") },
  options,
);
const role = new aws.iam.Role(
  "task",
  {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } },
      ],
    }),
  },
  options,
);
new aws.ecs.TaskDefinition(
  "web",
  {
    family: config.require("family"),
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "512",
    taskRoleArn: role.arn,
    containerDefinitions: JSON.stringify([{ name: "web", image: "nginx", essential: true }]),
  },
  options,
);
// Moto knows neither of these: they are kept by the additions to it.
new aws.backup.RestoreTestingPlan(
  "drill",
  {
    name: "drill",
    scheduleExpression: "cron(0 3 ? * SUN *)",
    recoveryPointSelection: {
      algorithm: "LATEST_WITHIN_WINDOW",
      includeVaults: ["*"],
      recoveryPointTypes: ["SNAPSHOT"],
    },
  },
  options,
);
new aws.cloudfront.ResponseHeadersPolicy(
  "headers",
  { securityHeadersConfig: { contentTypeOptions: { override: true } } },
  options,
);
new aws.elasticache.ParameterGroup(
  "cache",
  { family: "redis7", parameters: [{ name: "maxmemory-policy", value: "noeviction" }] },
  options,
);

exports.bucket = bucket.bucket;
exports.zones = aws.getAvailabilityZonesOutput({ state: "available" }, options).names;
