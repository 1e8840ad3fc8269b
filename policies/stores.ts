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
]);

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

/** Our store's server on Kubernetes, which may be replaced: its disk is a claim of its own beside it. */
function hasDataBeside(subject: Subject): boolean {
  return (
    subject.type === "kubernetes:apps/v1:StatefulSet" &&
    ancestry(subject).at(-1) === "trireme:kubernetes:Store"
  );
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
