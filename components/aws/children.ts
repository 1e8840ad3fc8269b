import type { Certificate, CertificateValidation } from "@pulumi/aws/acm";
import type * as amp from "@pulumi/aws/amp";
import type * as appautoscaling from "@pulumi/aws/appautoscaling";
import type { Group as MachineGroup } from "@pulumi/aws/autoscaling";
import type * as backup from "@pulumi/aws/backup";
import type { Budget } from "@pulumi/aws/budgets";
import type * as cloudfront from "@pulumi/aws/cloudfront";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { Volume as Disk } from "@pulumi/aws/ebs";
import type * as ec2 from "@pulumi/aws/ec2";
import type { PullThroughCacheRule } from "@pulumi/aws/ecr";
import type * as ecs from "@pulumi/aws/ecs";
import type * as efs from "@pulumi/aws/efs";
import type * as elasticache from "@pulumi/aws/elasticache";
import type * as iam from "@pulumi/aws/iam";
import type * as kms from "@pulumi/aws/kms";
import type * as lb from "@pulumi/aws/lb";
import type * as msk from "@pulumi/aws/msk";
import type { Pipe } from "@pulumi/aws/pipes";
import type * as rds from "@pulumi/aws/rds";
import type * as route53 from "@pulumi/aws/route53";
import type * as s3 from "@pulumi/aws/s3";
import type { Schedule } from "@pulumi/aws/scheduler";
import type * as secretsmanager from "@pulumi/aws/secretsmanager";
import type { HttpNamespace } from "@pulumi/aws/servicediscovery";
import type * as sns from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import type { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import type * as wafv2 from "@pulumi/aws/wafv2";
import type { RandomPassword } from "@pulumi/random";
import { child, secretChildren } from "../shared/children";
import type { TransformsOf } from "../shared/transform";

const role = child<typeof iam.Role>("aws:iam/role:Role");
const rolePolicy = child<typeof iam.RolePolicy>("aws:iam/rolePolicy:RolePolicy");
const roleAttachment = child<typeof iam.RolePolicyAttachment>(
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
);
const secret = child<typeof secretsmanager.Secret>("aws:secretsmanager/secret:Secret");
const secretVersion = child<typeof secretsmanager.SecretVersion>(
  "aws:secretsmanager/secretVersion:SecretVersion",
);
const logGroup = child<typeof cloudwatch.LogGroup>("aws:cloudwatch/logGroup:LogGroup");
const securityGroup = child<typeof ec2.SecurityGroup>("aws:ec2/securityGroup:SecurityGroup");
const egressRule = child<typeof SecurityGroupEgressRule>(
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
);
const schedule = child<typeof Schedule>("aws:scheduler/schedule:Schedule");
const key = child<typeof kms.Key>("aws:kms/key:Key");

/** What runs as a task has a definition, two roles (to start it, and of its own), and its secrets. */
const task = {
  taskDefinition: child<typeof ecs.TaskDefinition>("aws:ecs/taskDefinition:TaskDefinition"),
  role,
  rolePolicy,
  secret,
  secretVersion,
} as const;

const bucket = {
  bucket: child<typeof s3.Bucket>("aws:s3/bucket:Bucket"),
  bucketOwnership: child<typeof s3.BucketOwnershipControls>(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  ),
  bucketPublicAccess: child<typeof s3.BucketPublicAccessBlock>(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  ),
  bucketVersioning: child<typeof s3.BucketVersioning>("aws:s3/bucketVersioning:BucketVersioning"),
  bucketEncryption: child<typeof s3.BucketServerSideEncryptionConfiguration>(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  ),
  bucketLifecycle: child<typeof s3.BucketLifecycleConfiguration>(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  ),
  bucketPolicy: child<typeof s3.BucketPolicy>("aws:s3/bucketPolicy:BucketPolicy"),
} as const;

/** What each component registers in an account, by the keys of `transforms.aws.ts` and of `nodes`. */
export const children = {
  /** What the components share: the cluster, the key, the logs, the caches of registries, and machines with GPUs. */
  platform: {
    cluster: child<typeof ecs.Cluster>("aws:ecs/cluster:Cluster"),
    clusterProviders: child<typeof ecs.ClusterCapacityProviders>(
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    ),
    namespace: child<typeof HttpNamespace>("aws:servicediscovery/httpNamespace:HttpNamespace"),
    key,
    keyAlias: child<typeof kms.Alias>("aws:kms/alias:Alias"),
    logGroup,
    pullThroughCache: child<typeof PullThroughCacheRule>("aws:ecr/pullThroughCacheRule:PullThroughCacheRule"),
    secret,
    secretVersion,
    capacityProvider: child<typeof ecs.CapacityProvider>("aws:ecs/capacityProvider:CapacityProvider"),
    machines: child<typeof MachineGroup>("aws:autoscaling/group:Group"),
    launchTemplate: child<typeof ec2.LaunchTemplate>("aws:ec2/launchTemplate:LaunchTemplate"),
    instanceProfile: child<typeof iam.InstanceProfile>("aws:iam/instanceProfile:InstanceProfile"),
    securityGroup,
    egressRule,
    role,
    rolePolicy,
    roleAttachment,
  },
  network: {
    vpc: child<typeof ec2.Vpc>("aws:ec2/vpc:Vpc"),
    subnet: child<typeof ec2.Subnet>("aws:ec2/subnet:Subnet"),
    routeTable: child<typeof ec2.RouteTable>("aws:ec2/routeTable:RouteTable"),
    routeTableAssociation: child<typeof ec2.RouteTableAssociation>(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
    ),
    route: child<typeof ec2.Route>("aws:ec2/route:Route"),
    internetGateway: child<typeof ec2.InternetGateway>("aws:ec2/internetGateway:InternetGateway"),
    natGateway: child<typeof ec2.NatGateway>("aws:ec2/natGateway:NatGateway"),
    address: child<typeof ec2.Eip>("aws:ec2/eip:Eip"),
    endpoint: child<typeof ec2.VpcEndpoint>("aws:ec2/vpcEndpoint:VpcEndpoint"),
    defaultSecurityGroup: child<typeof ec2.DefaultSecurityGroup>(
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    ),
    securityGroup,
    ingressRule: child<typeof SecurityGroupIngressRule>(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    ),
    egressRule,
    flowLog: child<typeof ec2.FlowLog>("aws:ec2/flowLog:FlowLog"),
    logGroup,
    role,
    rolePolicy,
  },
  secrets: secretChildren,
  service: {
    ...task,
    service: child<typeof ecs.Service>("aws:ecs/service:Service"),
    scalingTarget: child<typeof appautoscaling.Target>("aws:appautoscaling/target:Target"),
    scalingPolicy: child<typeof appautoscaling.Policy>("aws:appautoscaling/policy:Policy"),
    /** Counts the requests that nginx sends to a service. */
    requestFilter: child<typeof cloudwatch.LogMetricFilter>("aws:cloudwatch/logMetricFilter:LogMetricFilter"),
  },
  job: { ...task, schedule },
  /** Postgres on RDS. */
  database: {
    /** A read replica. */
    replica: child<typeof rds.Instance>("aws:rds/instance:Instance", /^-read-\d+$/),
    instance: child<typeof rds.Instance>("aws:rds/instance:Instance"),
    parameterGroup: child<typeof rds.ParameterGroup>("aws:rds/parameterGroup:ParameterGroup"),
    subnetGroup: child<typeof rds.SubnetGroup>("aws:rds/subnetGroup:SubnetGroup"),
    proxy: child<typeof rds.Proxy>("aws:rds/proxy:Proxy"),
    proxyTargetGroup: child<typeof rds.ProxyDefaultTargetGroup>(
      "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    ),
    proxyTarget: child<typeof rds.ProxyTarget>("aws:rds/proxyTarget:ProxyTarget"),
    zone: child<typeof route53.Zone>("aws:route53/zone:Zone"),
    record: child<typeof route53.Record>("aws:route53/record:Record"),
    logGroup,
    secret,
    secretVersion,
    role,
    rolePolicy,
    roleAttachment,
  },
  /** Redis on ElastiCache. */
  cache: {
    replicationGroup: child<typeof elasticache.ReplicationGroup>(
      "aws:elasticache/replicationGroup:ReplicationGroup",
    ),
    parameterGroup: child<typeof elasticache.ParameterGroup>("aws:elasticache/parameterGroup:ParameterGroup"),
    subnetGroup: child<typeof elasticache.SubnetGroup>("aws:elasticache/subnetGroup:SubnetGroup"),
  },
  /** Kafka on MSK. */
  broker: {
    cluster: child<typeof msk.Cluster>("aws:msk/cluster:Cluster"),
    configuration: child<typeof msk.Configuration>("aws:msk/configuration:Configuration"),
  },
  /** A store of the system's own on machines, each with a disk. */
  server: {
    ...task,
    service: child<typeof ecs.Service>("aws:ecs/service:Service"),
    machine: child<typeof ec2.Instance>("aws:ec2/instance:Instance"),
    disk: child<typeof Disk>("aws:ebs/volume:Volume"),
    attachment: child<typeof ec2.VolumeAttachment>("aws:ec2/volumeAttachment:VolumeAttachment"),
    instanceProfile: child<typeof iam.InstanceProfile>("aws:iam/instanceProfile:InstanceProfile"),
    roleAttachment,
    securityGroup,
    egressRule,
    zone: child<typeof route53.Zone>("aws:route53/zone:Zone"),
    record: child<typeof route53.Record>("aws:route53/record:Record"),
  },
  /** Object stores on S3, and the user who reads and writes them. */
  objects: {
    ...bucket,
    group: child<typeof iam.Group>("aws:iam/group:Group"),
    groupPolicy: child<typeof iam.GroupPolicy>("aws:iam/groupPolicy:GroupPolicy"),
    user: child<typeof iam.User>("aws:iam/user:User"),
    groupMembership: child<typeof iam.GroupMembership>("aws:iam/groupMembership:GroupMembership"),
    accessKey: child<typeof iam.AccessKey>("aws:iam/accessKey:AccessKey"),
  },
  /** Shared volumes on EFS. */
  volume: {
    fileSystem: child<typeof efs.FileSystem>("aws:efs/fileSystem:FileSystem"),
    fileSystemPolicy: child<typeof efs.FileSystemPolicy>("aws:efs/fileSystemPolicy:FileSystemPolicy"),
    mountTarget: child<typeof efs.MountTarget>("aws:efs/mountTarget:MountTarget"),
    accessPoint: child<typeof efs.AccessPoint>("aws:efs/accessPoint:AccessPoint"),
  },
  backups: bucket,
  backup: { ...task, schedule },
  vaults: {
    vault: child<typeof backup.Vault>("aws:backup/vault:Vault"),
    plan: child<typeof backup.Plan>("aws:backup/plan:Plan"),
    selection: child<typeof backup.Selection>("aws:backup/selection:Selection"),
    restoreTestingPlan: child<typeof backup.RestoreTestingPlan>(
      "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    ),
    restoreTestingSelection: child<typeof backup.RestoreTestingSelection>(
      "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    ),
    key,
    role,
    roleAttachment,
  },
  monitoring: {
    alarm: child<typeof cloudwatch.MetricAlarm>("aws:cloudwatch/metricAlarm:MetricAlarm"),
    dashboard: child<typeof cloudwatch.Dashboard>("aws:cloudwatch/dashboard:Dashboard"),
    budget: child<typeof Budget>("aws:budgets/budget:Budget"),
    ruleGroups: child<typeof amp.RuleGroupNamespace>("aws:amp/ruleGroupNamespace:RuleGroupNamespace"),
    alertManager: child<typeof amp.AlertManagerDefinition>(
      "aws:amp/alertManagerDefinition:AlertManagerDefinition",
    ),
  },
  /** Amazon Managed Service for Prometheus. */
  prometheus: {
    workspace: child<typeof amp.Workspace>("aws:amp/workspace:Workspace"),
    workspaceConfiguration: child<typeof amp.WorkspaceConfiguration>(
      "aws:amp/workspaceConfiguration:WorkspaceConfiguration",
    ),
  },
  notify: {
    topic: child<typeof sns.Topic>("aws:sns/topic:Topic"),
    topicPolicy: child<typeof sns.TopicPolicy>("aws:sns/topicPolicy:TopicPolicy"),
    topicSubscription: child<typeof sns.TopicSubscription>("aws:sns/topicSubscription:TopicSubscription"),
    eventRule: child<typeof cloudwatch.EventRule>("aws:cloudwatch/eventRule:EventRule"),
    eventTarget: child<typeof cloudwatch.EventTarget>("aws:cloudwatch/eventTarget:EventTarget"),
    eventConnection: child<typeof cloudwatch.EventConnection>(
      "aws:cloudwatch/eventConnection:EventConnection",
    ),
    eventDestination: child<typeof cloudwatch.EventApiDestination>(
      "aws:cloudwatch/eventApiDestination:EventApiDestination",
    ),
    queue: child<typeof sqs.Queue>("aws:sqs/queue:Queue"),
    queuePolicy: child<typeof sqs.QueuePolicy>("aws:sqs/queuePolicy:QueuePolicy"),
    pipe: child<typeof Pipe>("aws:pipes/pipe:Pipe"),
    secret,
    secretVersion,
    role,
    rolePolicy,
  },
  /** What the kinds of ingress have in common: names, certificates, the firewall, the access logs. */
  proxy: {
    ...bucket,
    certificate: child<typeof Certificate>("aws:acm/certificate:Certificate"),
    certificateValidation: child<typeof CertificateValidation>(
      "aws:acm/certificateValidation:CertificateValidation",
    ),
    record: child<typeof route53.Record>("aws:route53/record:Record"),
    healthCheck: child<typeof route53.HealthCheck>("aws:route53/healthCheck:HealthCheck"),
    webAcl: child<typeof wafv2.WebAcl>("aws:wafv2/webAcl:WebAcl"),
    webAclAssociation: child<typeof wafv2.WebAclAssociation>("aws:wafv2/webAclAssociation:WebAclAssociation"),
    originProof: child<typeof RandomPassword>("random:index/randomPassword:RandomPassword"),
  },
  balancer: {
    loadBalancer: child<typeof lb.LoadBalancer>("aws:lb/loadBalancer:LoadBalancer"),
    listener: child<typeof lb.Listener>("aws:lb/listener:Listener"),
    listenerRule: child<typeof lb.ListenerRule>("aws:lb/listenerRule:ListenerRule"),
    targetGroup: child<typeof lb.TargetGroup>("aws:lb/targetGroup:TargetGroup"),
  },
  cdn: {
    distribution: child<typeof cloudfront.Distribution>("aws:cloudfront/distribution:Distribution"),
    function: child<typeof cloudfront.Function>("aws:cloudfront/function:Function"),
    originAccessControl: child<typeof cloudfront.OriginAccessControl>(
      "aws:cloudfront/originAccessControl:OriginAccessControl",
    ),
    headersPolicy: child<typeof cloudfront.ResponseHeadersPolicy>(
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    ),
  },
  /** Static sites in a bucket, and the tasks that copy them there. */
  sites: { ...task, ...bucket },
} as const;

/** What a file `transforms.aws.ts` of a system exports. */
export type AwsTransforms = TransformsOf<typeof children>;
