import { labelNames } from "../../components/model/values/naming";
import { containerType } from "../stack/rerun";
import { eitherState, labelsOf } from "./subjects";
import { componentsOf, nameOf, typeOf, type Step } from "./steps";

/** How a resource holds what cannot be made again: in itself, or by using what does. */
export type Holding = "data" | "engine" | "secret";

/** Types that hold data by what they are. */
const holders: ReadonlySet<string> = new Set([
  "aws:backup/vault:Vault",
  "aws:docdb/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:ebs/volume:Volume",
  "aws:efs/fileSystem:FileSystem",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:kms/key:Key",
  "aws:msk/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:rds/cluster:Cluster",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/instance:Instance",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:core/v1:Namespace",
  "kubernetes:core/v1:PersistentVolume",
  "kubernetes:core/v1:PersistentVolumeClaim",
  "kubernetes:postgresql.cnpg.io/v1:Cluster",
]);

/** Types whose value others use, so that a new one reaches all of them. */
const secrets: ReadonlySet<string> = new Set([
  "random:index/randomBytes:RandomBytes",
  "random:index/randomId:RandomId",
  "random:index/randomPassword:RandomPassword",
  "random:index/randomString:RandomString",
  "random:index/randomUuid:RandomUuid",
  "tls:index/privateKey:PrivateKey",
  "aws:secretsmanager/secret:Secret",
  "kubernetes:core/v1:Secret",
]);

/** Volumes that the next deployment fills again, by the end of their names. */
export const refilled = /-(?:acme|configuration|metrics|sites?|socket)$/;

/** How a step's resource holds what cannot be made again; undefined where it holds nothing. */
export function holdingOf(step: Step): Holding | undefined {
  const type = typeOf(step.urn);
  if (holders.has(type)) return "data";
  if (secrets.has(type)) return "secret";
  if (type === containerType)
    return labelsOf(eitherState(step))[labelNames.role] === "store" ? "engine" : undefined;
  if (type !== "docker:index/volume:Volume") return undefined;
  const kept = [step.oldState, step.newState].some(
    (state) => state?.protect === true || state?.retainOnDelete === true,
  );
  // In development nothing is protected; what no deployment fills again is data there, too.
  const ours = componentsOf(step.urn).some((component) => component.startsWith("trireme:"));
  return kept || !ours || !refilled.test(nameOf(step.urn)) ? "data" : undefined;
}
