import { Caller, element, type Asked } from "./caller";
import { ecsClient, type ApiPlace, type EcsClient } from "./client";

/** An instance behind the load balancer, as the load balancer itself sees it. */
export interface TargetHealth {
  readonly id: string;
  /** `healthy`, `initial`, `draining`, `unhealthy`, `unused` or `unavailable`. */
  readonly state: string;
  readonly reason: string;
}

/** How what a stack has in its account is doing; a status is AWS's own word, and undefined where the thing is not there. */
export interface HealthClient extends Pick<EcsClient, "service" | "tags" | "image"> {
  targets(group: string): Promise<readonly TargetHealth[]>;
  database(identifier: string): Promise<string | undefined>;
  cache(group: string): Promise<string | undefined>;
  broker(arn: string): Promise<string | undefined>;
  fileSystem(id: string): Promise<string | undefined>;
}

/** The targets of a DescribeTargetHealth's answer. */
function targetsIn(xml: string): readonly TargetHealth[] {
  return xml
    .split("<member>")
    .slice(1)
    .map((member) => ({
      id: element(member, "Id") ?? "",
      state: element(member, "State") ?? "unavailable",
      reason: element(member, "Description") ?? element(member, "Reason") ?? "",
    }));
}

/** The instances behind a load balancer, by the ARN of their group. */
export async function targetsOf(caller: Caller, TargetGroupArn: string): Promise<readonly TargetHealth[]> {
  const fields = { Action: "DescribeTargetHealth", TargetGroupArn };
  return targetsIn((await caller.query("elasticloadbalancing", "2015-12-01", fields)) ?? "");
}

/** AWS's APIs, with the credentials that its usual chain finds. */
export async function healthClient(place: ApiPlace): Promise<HealthClient> {
  const ecs = await ecsClient(place);
  const caller = new Caller(place, ecs.identity);
  const word = async (
    api: readonly [service: Asked, version: string],
    fields: Readonly<Record<string, string>>,
    name: string,
  ) => {
    const xml = await caller.query(...api, fields);
    return xml === undefined ? undefined : element(xml, name);
  };
  return {
    service: (cluster, service) => ecs.service(cluster, service),
    tags: (arn) => ecs.tags(arn),
    image: (taskDefinition, container) => ecs.image(taskDefinition, container),
    targets: (group) => targetsOf(caller, group),
    database: (DBInstanceIdentifier) =>
      word(
        ["rds", "2014-10-31"],
        { Action: "DescribeDBInstances", DBInstanceIdentifier },
        "DBInstanceStatus",
      ),
    cache: async (ReplicationGroupId) => {
      const fields = { Action: "DescribeReplicationGroups", ReplicationGroupId };
      const xml = await caller.query("elasticache", "2015-02-02", fields);
      // Its nodes and shards have a Status of their own; the group's stands outside of them.
      return xml === undefined
        ? undefined
        : element(xml.replace(/<(NodeGroups|MemberClusters)>[\s\S]*<\/\1>/g, ""), "Status");
    },
    broker: async (arn) => {
      const answer = await caller.read("kafka", `/v1/clusters/${encodeURIComponent(arn)}`);
      return (answer as { clusterInfo?: { state?: string } } | undefined)?.clusterInfo?.state;
    },
    fileSystem: async (id) => {
      const answer = await caller.read(
        "elasticfilesystem",
        `/2015-02-01/file-systems?FileSystemId=${encodeURIComponent(id)}`,
      );
      return (answer as { FileSystems?: { LifeCycleState?: string }[] } | undefined)?.FileSystems?.[0]
        ?.LifeCycleState;
    },
  };
}
