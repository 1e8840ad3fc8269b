import { Caller, element, elements } from "./caller";
import { ecsClient, sdkAt, type ApiPlace } from "./client";
import { targetsOf } from "./health";

/** An object in a bucket. */
export interface KeptObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601. */
  readonly at: string;
}

/** A snapshot that ElastiCache keeps. */
export interface Snapshot {
  readonly name: string;
  /** ElastiCache's own word: `available` once it is complete. */
  readonly status: string;
  /** ISO 8601; absent while it is being made. */
  readonly at?: string;
  /** As ElastiCache writes it: `5 MB`. */
  readonly size?: string;
  readonly version?: string;
}

/** A database of RDS. */
export interface Instance {
  /** RDS's own word: `available` once it takes connections. */
  readonly status: string;
  readonly address?: string;
  /** The latest moment that it goes back to, ISO 8601. */
  readonly until?: string;
}

/** A database beside another one, as that was at a moment. */
export interface InstanceBeside {
  readonly source: string;
  readonly name: string;
  readonly moment: Date;
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
}

/** What commands ask of the services that keep a stack's data. */
export interface KeepingClient {
  /** What a bucket has below a prefix. */
  objects(bucket: string, prefix: string): Promise<readonly KeptObject[]>;
  /** The text of an object; undefined where it is not there. */
  text(bucket: string, key: string): Promise<string | undefined>;
  /** The snapshots of a replication group, the oldest first. */
  snapshots(group: string): Promise<readonly Snapshot[]>;
  /** Has ElastiCache begin a snapshot of the last node of a group, which is a copy where there is one. */
  takeSnapshot(group: string, name: string): Promise<void>;
  instance(name: string): Promise<Instance | undefined>;
  /** The earliest moment that a database goes back to, ISO 8601. */
  earliest(name: string): Promise<string | undefined>;
  /** Has RDS begin to make a database as another one was at a moment. */
  restoreBeside(wanted: InstanceBeside): Promise<void>;
  /** Has RDS remove a database that was made beside, without a last snapshot. */
  remove(name: string): Promise<void>;
  /** How many instances of a service are wanted, and run. */
  count(cluster: string, service: string): Promise<{ readonly wanted: number; readonly running: number }>;
  setCount(cluster: string, service: string, count: number): Promise<void>;
  /** How the load balancer sees the instances of a group: AWS's own words. */
  targets(group: string): Promise<readonly string[]>;
  /** Holds the autoscaler of a service, or lets it go on. */
  holdScaling(target: string, held: boolean): Promise<void>;
}

const rdsApi = ["rds", "2014-10-31"] as const;
const cacheApi = ["elasticache", "2015-02-02"] as const;

function snapshotIn(xml: string): Snapshot {
  const [at, size, version] = ["SnapshotCreateTime", "CacheSize", "EngineVersion"].map((name) =>
    element(xml, name),
  );
  return {
    name: element(xml, "SnapshotName") ?? "",
    status: element(xml, "SnapshotStatus") ?? "",
    ...(at === undefined ? {} : { at }),
    ...(size === undefined ? {} : { size }),
    ...(version === undefined ? {} : { version }),
  };
}

function instanceIn(xml: string): Instance | undefined {
  const status = element(xml, "DBInstanceStatus");
  if (status === undefined) return undefined;
  // Its groups and its endpoint have elements of the same name; the endpoint's alone is an address.
  const [endpoint = ""] = elements(xml, "Endpoint");
  const [address, until] = [element(endpoint, "Address"), element(xml, "LatestRestorableTime")];
  return {
    status,
    ...(address === undefined ? {} : { address }),
    ...(until === undefined ? {} : { until }),
  };
}

/** A list as the older APIs take it: `Name.member.1`. */
function numbered(name: string, values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}

/** AWS's services as they keep data, with the credentials that the SDK's usual chain finds. */
export async function keepingClient(place: ApiPlace): Promise<KeepingClient> {
  const [{ ecs, client }, common] = await Promise.all([sdkAt(place), ecsClient(place)]);
  const caller = new Caller(place, common.identity);
  const page = async (
    bucket: string,
    prefix: string,
    token: string | undefined,
  ): Promise<readonly KeptObject[]> => {
    const more: Readonly<Record<string, string>> = token === undefined ? {} : { "continuation-token": token };
    const xml = (await caller.object(`/${bucket}`, { "list-type": "2", prefix, ...more })) ?? "";
    const found = elements(xml, "Contents").map((one) => ({
      key: element(one, "Key") ?? "",
      size: Number(element(one, "Size") ?? 0),
      at: element(one, "LastModified") ?? "",
    }));
    const next = element(xml, "NextContinuationToken");
    return next === undefined ? found : [...found, ...(await page(bucket, prefix, next))];
  };
  return {
    objects: (bucket, prefix) => page(bucket, prefix, undefined),
    text: (bucket, key) => caller.object(`/${bucket}/${key}`),
    snapshots: async (ReplicationGroupId) => {
      const fields = { Action: "DescribeSnapshots", ReplicationGroupId };
      const xml = (await caller.query(...cacheApi, fields)) ?? "";
      return elements(xml, "Snapshot")
        .map(snapshotIn)
        .sort((a, b) => ((a.at ?? "~") < (b.at ?? "~") ? -1 : 1));
    },
    takeSnapshot: async (ReplicationGroupId, SnapshotName) => {
      const group = await caller.query(...cacheApi, {
        Action: "DescribeReplicationGroups",
        ReplicationGroupId,
      });
      const CacheClusterId = elements(group ?? "", "ClusterId").at(-1);
      if (CacheClusterId === undefined) throw new Error(`ElastiCache knows no node of ${ReplicationGroupId}`);
      await caller.query(...cacheApi, { Action: "CreateSnapshot", CacheClusterId, SnapshotName }, "refused");
    },
    instance: async (DBInstanceIdentifier) => {
      const xml = await caller.query(...rdsApi, { Action: "DescribeDBInstances", DBInstanceIdentifier });
      return xml === undefined ? undefined : instanceIn(xml);
    },
    earliest: async (DBInstanceIdentifier) => {
      const fields = { Action: "DescribeDBInstanceAutomatedBackups", DBInstanceIdentifier };
      return element((await caller.query(...rdsApi, fields)) ?? "", "EarliestTime");
    },
    restoreBeside: async (wanted) => {
      await caller.query(
        ...rdsApi,
        {
          Action: "RestoreDBInstanceToPointInTime",
          SourceDBInstanceIdentifier: wanted.source,
          TargetDBInstanceIdentifier: wanted.name,
          RestoreTime: wanted.moment.toISOString().replace(/\.\d+Z$/, "Z"),
          DBSubnetGroupName: wanted.subnetGroup,
          DBParameterGroupName: wanted.parameterGroup,
          ...numbered("VpcSecurityGroupIds.VpcSecurityGroupId", wanted.securityGroups),
          // It serves once, and is removed.
          MultiAZ: "false",
          PubliclyAccessible: "false",
          DeletionProtection: "false",
        },
        "refused",
      );
    },
    remove: async (DBInstanceIdentifier) => {
      const fields = { Action: "DeleteDBInstance", DBInstanceIdentifier };
      await caller.query(...rdsApi, { ...fields, SkipFinalSnapshot: "true", DeleteAutomatedBackups: "true" });
    },
    count: async (cluster, service) => {
      const { desiredCount = 0, runningCount = 0 } = (await common.service(cluster, service)) ?? {};
      return { wanted: desiredCount, running: runningCount };
    },
    setCount: async (cluster, service, desiredCount) => {
      await client.send(new ecs.UpdateServiceCommand({ cluster, service, desiredCount }));
    },
    targets: async (group) => (await targetsOf(caller, group)).map(({ state }) => state),
    holdScaling: async (ResourceId, held) => {
      await caller.json("application-autoscaling", "AnyScaleFrontendService.RegisterScalableTarget", {
        ...{ ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount", ResourceId },
        SuspendedState: {
          DynamicScalingInSuspended: held,
          DynamicScalingOutSuspended: held,
          ScheduledScalingSuspended: held,
        },
      });
    },
  };
}
