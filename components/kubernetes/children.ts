import type { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type { DaemonSet, Deployment, StatefulSet } from "@pulumi/kubernetes/apps/v1";
import type { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import type { CronJob, Job } from "@pulumi/kubernetes/batch/v1";
import type * as core from "@pulumi/kubernetes/core/v1";
import type { Ingress, NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import type { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from "@pulumi/kubernetes/rbac/v1";
import type { RandomPassword } from "@pulumi/random";
import type { PrivateKey, SelfSignedCert } from "@pulumi/tls";
import { certificateChildren, child, secretChildren } from "../shared/children";
import type { TransformsOf } from "../shared/transform";

const deployment = child<typeof Deployment>("kubernetes:apps/v1:Deployment");
const statefulSet = child<typeof StatefulSet>("kubernetes:apps/v1:StatefulSet");
const cronJob = (named?: RegExp) => child<typeof CronJob>("kubernetes:batch/v1:CronJob", named);
const job = child<typeof Job>("kubernetes:batch/v1:Job");
const service = child<typeof core.Service>("kubernetes:core/v1:Service");
/** By which each instance is found that is measured. */
const instances = child<typeof core.Service>("kubernetes:core/v1:Service", /-instances$/);
const account = child<typeof core.ServiceAccount>("kubernetes:core/v1:ServiceAccount");
const secret = child<typeof core.Secret>("kubernetes:core/v1:Secret");
const configMap = child<typeof core.ConfigMap>("kubernetes:core/v1:ConfigMap");
const claim = child<typeof core.PersistentVolumeClaim>("kubernetes:core/v1:PersistentVolumeClaim");
const budget = child<typeof PodDisruptionBudget>("kubernetes:policy/v1:PodDisruptionBudget");
const privateKey = child<typeof PrivateKey>("tls:index/privateKey:PrivateKey");
const policy = child<typeof NetworkPolicy>("kubernetes:networking.k8s.io/v1:NetworkPolicy");
const custom = (type: string) => child<typeof CustomResource>(`kubernetes:${type}`);

/** What each component registers in a cluster, by the keys of `transforms.kubernetes.ts` and of `nodes`. */
export const children = {
  /** The volumes that the system's components share. */
  platform: { claim },
  namespace: {
    namespace: child<typeof core.Namespace>("kubernetes:core/v1:Namespace"),
    quota: child<typeof core.ResourceQuota>("kubernetes:core/v1:ResourceQuota"),
    limits: child<typeof core.LimitRange>("kubernetes:core/v1:LimitRange"),
    /** The logins of private registries. */
    login: secret,
  },
  networks: { policy },
  secrets: secretChildren,
  service: {
    deployment,
    instances,
    service,
    account,
    /** What a part of monitoring may read of the namespace. */
    role: child<typeof Role>("kubernetes:rbac.authorization.k8s.io/v1:Role"),
    roleBinding: child<typeof RoleBinding>("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"),
    /** What it may read of the cluster. */
    clusterRole: child<typeof ClusterRole>("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"),
    clusterRoleBinding: child<typeof ClusterRoleBinding>(
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    ),
    secret,
    configMap,
    autoscaler: child<typeof HorizontalPodAutoscaler>("kubernetes:autoscaling/v2:HorizontalPodAutoscaler"),
    /** In place of the autoscaler, where KEDA counts. */
    scaledObject: custom("keda.sh/v1alpha1:ScaledObject"),
    budget,
  },
  /** What runs on each node and sees a folder of it, in a namespace of its own. */
  agents: {
    namespace: child<typeof core.Namespace>("kubernetes:core/v1:Namespace"),
    daemonSet: child<typeof DaemonSet>("kubernetes:apps/v1:DaemonSet"),
    instances,
    account,
    secret,
    configMap,
    policy,
  },
  /** A job of the release, or one that runs on a schedule. */
  job: { job, cronJob: cronJob(), account, secret, configMap },
  store: { statefulSet, service, account, secret, configMap, claim, key: privateKey, ...certificateChildren },
  /** Brings a store's password into force where it was rotated, or its connections are limited. */
  credentials: { job, account, secret, configMap, policy },
  /** Makes the buckets of an object store. */
  buckets: { job, account, secret, configMap, policy },
  /** Redis with Sentinels. */
  sentinel: { statefulSet, service, account, secret, configMap, claim, budget },
  /** The read replicas of a Postgres, and what leads to them. */
  replicas: {
    job,
    statefulSet,
    deployment,
    service,
    account,
    secret,
    configMap,
    claim,
    budget,
    policy,
    password: child<typeof RandomPassword>("random:index/randomPassword:RandomPassword"),
  },
  /** Several nodes of a Qdrant. */
  peers: { statefulSet, service, account, secret, configMap, budget },
  /** Postgres that the operator CloudNativePG runs. */
  cloudNative: {
    cluster: custom("postgresql.cnpg.io/v1:Cluster"),
    scheduledBackup: custom("postgresql.cnpg.io/v1:ScheduledBackup"),
    pooler: custom("postgresql.cnpg.io/v1:Pooler"),
    objectStore: custom("barmancloud.cnpg.io/v1:ObjectStore"),
    service,
    secret,
  },
  /** What a Prometheus Operator is told of the system. */
  operatorObjects: {
    podMonitor: custom("monitoring.coreos.com/v1:PodMonitor"),
    rule: custom("monitoring.coreos.com/v1:PrometheusRule"),
    alertmanagerConfig: custom("monitoring.coreos.com/v1alpha1:AlertmanagerConfig"),
    secret,
    /** Pages of graphs. */
    configMap,
  },
  backup: {
    drill: cronJob(/-drill$/),
    cronJob: cronJob(),
    /** A backup that is taken before a job of the release. */
    first: job,
    /** The exporter of its metrics, and what copies it to a bucket. */
    deployment,
    service,
    account,
    secret,
    configMap,
    claim,
  },
  /** The ingress of kind `proxy`. */
  proxy: { deployment, instances, service, account, secret, configMap, budget },
  /** What serves sites behind Traefik and Kong. */
  siteServer: { deployment, service, account, configMap, budget },
  certificates: {
    certificate: custom("cert-manager.io/v1:Certificate"),
    secret,
    key: privateKey,
    selfSigned: child<typeof SelfSignedCert>("tls:index/selfSignedCert:SelfSignedCert"),
  },
  /** The ingress of kind `ingress-nginx`. */
  ingress: {
    ingress: child<typeof Ingress>("kubernetes:networking.k8s.io/v1:Ingress"),
    configMap,
  },
  /** The ingress of kind `gateway-api`. */
  gateway: { route: custom("gateway.networking.k8s.io/v1:HTTPRoute") },
} as const;

/** What a file `transforms.kubernetes.ts` of a system exports. */
export type KubernetesTransforms = TransformsOf<typeof children>;
