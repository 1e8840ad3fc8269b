import { ancestry, at, type Subject } from "./subject";

/** Resources that hold what cannot be made again, by their type. */
const stateful: ReadonlySet<string> = new Set([
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticache/serverlessCache:ServerlessCache",
  "aws:efs/fileSystem:FileSystem",
  "aws:ebs/volume:Volume",
  "aws:s3/bucket:Bucket",
  "aws:dynamodb/table:Table",
  "aws:msk/cluster:Cluster",
  "aws:backup/vault:Vault",
  "kubernetes:core/v1:PersistentVolumeClaim",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:postgresql.cnpg.io/v1:Cluster",
]);

/** Components of ours whose volumes are filled again by each update, or hold what is made again. */
const remade: ReadonlySet<string> = new Set([
  "trireme:docker:Sites",
  "trireme:docker:Metrics",
  "trireme:docker:Replicas",
  "trireme:kubernetes:Replicas",
]);

/** Components of ours that are several servers of one store. */
const sets: ReadonlySet<string> = new Set(["trireme:kubernetes:Sentinel", "trireme:kubernetes:Peers"]);

/** The volumes of other components that are work space: by the end of their names. */
const workSpace: Readonly<Record<string, RegExp>> = {
  "trireme:docker:Proxy": /-configuration$/,
  "trireme:docker:Traefik": /-configuration$/,
  "trireme:docker:Kong": /-configuration$/,
  "trireme:docker:SiteServer": /-configuration$/,
  // What the client and the proxy share, which the client writes again from its own state; and that state, which the authority gives again.
  "trireme:docker:Certificates": /-acme(-state)?$/,
  // When a job ran last.
  "trireme:docker:ScheduledJob": /-schedule$/,
  // What another system keeps, a scratch server, and copies that are fetched back from the bucket.
  "trireme:docker:Backup": /-(scratch|fetched)$/,
  // A server's certificate, which is brought again by each update that changes it.
  "trireme:docker:Store": /-certificate$/,
  // The directory of the server's socket; the archive of its log is data.
  "trireme:docker:Platform": /-socket$/,
  "trireme:kubernetes:Backup": /-(?:metrics|fetched)$/,
};

/** Whether a StatefulSet's disks are claims of its templates, which outlive it: what Kubernetes does where nothing else is said. */
function isOutlived({ props }: Subject): boolean {
  const claims = at(props, "spec.volumeClaimTemplates");
  const kept = at(props, "spec.persistentVolumeClaimRetentionPolicy.whenDeleted");
  return Array.isArray(claims) && claims.length > 0 && (kept === undefined || kept === "Retain");
}

/** The servers of our stores on Kubernetes, which may be replaced: their disks are claims beside them. */
function hasDataBeside(subject: Subject): boolean {
  if (subject.type !== "kubernetes:apps/v1:StatefulSet") return false;
  const above = ancestry(subject).at(-1) ?? "";
  return above === "trireme:kubernetes:Store" || (sets.has(above) && isOutlived(subject));
}

function isWorkSpace(subject: Subject): boolean {
  const above = ancestry(subject);
  if (above.some((type) => remade.has(type))) return true;
  // A file system in memory keeps nothing.
  if (at(subject.props, "driverOpts.type") === "tmpfs") return true;
  return workSpace[above.at(-1) ?? ""]?.test(subject.name) ?? false;
}

/** True if a resource holds data that cannot be made again. A volume or a claim counts unless it is known as work space. */
export function isStore(subject: Subject): boolean {
  if (subject.type === "docker:index/volume:Volume") return !isWorkSpace(subject);
  if (subject.type.startsWith("kubernetes:") && (isWorkSpace(subject) || hasDataBeside(subject)))
    return false;
  return stateful.has(subject.type);
}
