import { setTimeout as delay } from "node:timers/promises";
import { ecsClient, type ApiPlace, type EcsClient, type Identity } from "./client";
import { signed, type Unsigned } from "./signature";

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

interface Answer {
  readonly status: number;
  readonly text: string;
}

const attempts = 5;
/** Milliseconds before the first new attempt; each later one waits for twice as long. */
const firstPause = 500;

function isPassing({ status, text }: Answer): boolean {
  return status >= 500 || status === 429 || /Throttling|RequestLimitExceeded/.test(text);
}

function escaped(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}

/** The text of the first element of a name; undefined where there is none. */
function element(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return found === undefined ? undefined : escaped(found);
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

/** The services that are asked, as their hosts are called, and as the provider's settings call them. */
const endpointOf = {
  elasticache: "elasticache",
  elasticfilesystem: "efs",
  elasticloadbalancing: "elbv2",
  kafka: "kafka",
  rds: "rds",
} as const;

type Asked = keyof typeof endpointOf;

class Caller {
  constructor(
    private readonly place: ApiPlace,
    private readonly identity: () => Promise<Identity>,
  ) {}

  /** @throws Error with AWS's own words, where it answers anything but that there is no such thing */
  async ask(service: Asked, unsigned: (base: URL) => Unsigned): Promise<string | undefined> {
    const { region, endpoints = {} } = this.place;
    const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    const base = new URL(endpoints[endpointOf[service]] ?? `https://${service}.${region}.${suffix}`);
    const request = unsigned(base);
    for (let attempt = 1; ; attempt += 1) {
      const { host: _, ...headers } = signed(request, await this.identity(), {
        region,
        service,
        at: new Date(),
      });
      const response = await fetch(request.url, {
        method: request.method,
        headers,
        ...(request.method === "POST" ? { body: request.body } : {}),
      });
      const answer: Answer = { status: response.status, text: await response.text() };
      if (response.ok) return answer.text;
      if (/NotFound/.test(answer.text)) return undefined;
      if (attempt >= attempts || !isPassing(answer)) {
        const message = element(answer.text, "Message") ?? answer.text.slice(0, 200);
        throw new Error(`AWS answers ${answer.status} for ${service}: ${message}`);
      }
      await delay(firstPause * 2 ** (attempt - 1));
    }
  }

  /** One of the older APIs, which take a form and answer in XML. */
  query(
    service: Asked,
    version: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<string | undefined> {
    const body = new URLSearchParams({ Version: version, ...fields }).toString();
    return this.ask(service, (url) => ({
      method: "POST",
      url,
      body,
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    }));
  }

  /** One of the newer APIs, which have a path and answer in JSON. */
  async read(service: Asked, path: string): Promise<unknown> {
    const text = await this.ask(service, (base) => ({
      method: "GET",
      url: new URL(path, base),
      body: "",
      headers: {},
    }));
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }
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
    targets: async (TargetGroupArn) => {
      const fields = { Action: "DescribeTargetHealth", TargetGroupArn };
      return targetsIn((await caller.query("elasticloadbalancing", "2015-12-01", fields)) ?? "");
    },
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
