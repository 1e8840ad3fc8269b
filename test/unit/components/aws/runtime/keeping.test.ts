import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { keepingClient, type KeepingClient } from "../../../../../components/aws/runtime/keeping";

const listed = (keys: readonly string[], next = ""): string =>
  `<ListBucketResult><Name>shop</Name>${next}${keys
    .map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>2026-01-01T02:00:00.000Z</LastModified><Size>7</Size></Contents>`,
    )
    .join("")}</ListBucketResult>`;
const snapshots = `<Snapshots>
<Snapshot><SnapshotName>second</SnapshotName><SnapshotStatus>creating</SnapshotStatus></Snapshot>
<Snapshot><SnapshotName>first</SnapshotName><SnapshotStatus>available</SnapshotStatus><EngineVersion>7.1</EngineVersion><NodeSnapshots><NodeSnapshot><CacheSize>5 MB</CacheSize><SnapshotCreateTime>2026-01-01T02:30:00Z</SnapshotCreateTime></NodeSnapshot></NodeSnapshots></Snapshot>
</Snapshots>`;
const instance = `<DBInstance><DBSubnetGroup><SubnetGroupStatus>Complete</SubnetGroupStatus></DBSubnetGroup><DBInstanceStatus>available</DBInstanceStatus><Endpoint><Address>db.example</Address><Port>5432</Port></Endpoint><LatestRestorableTime>2026-01-31T13:55:00Z</LatestRestorableTime></DBInstance>`;

/** What AWS answers to a request, by its path and its body. */
function answer(asked: string): readonly [number, string] {
  if (asked.includes("GET /none?"))
    return [404, "<Error><Code>NoSuchBucket</Code><Message>no bucket</Message></Error>"];
  if (asked.includes("continuation-token=more")) return [200, listed(["daily/b"])];
  if (asked.includes("GET /shop?"))
    return [200, listed(["daily/a"], "<NextContinuationToken>more</NextContinuationToken>")];
  if (asked.includes("GET /shop/daily/a")) return [200, "text"];
  if (asked.startsWith("GET ")) return [404, "<Error><Code>NoSuchKey</Code></Error>"];
  if (asked.includes("DescribeSnapshots")) return [200, snapshots];
  if (asked.includes("DescribeReplicationGroups"))
    return [
      200,
      "<MemberClusters><ClusterId>shop-001</ClusterId><ClusterId>shop-002</ClusterId></MemberClusters>",
    ];
  if (asked.includes("DescribeDBInstances")) return [200, instance];
  if (asked.includes("SourceDBInstanceIdentifier=gone"))
    return [404, "<Error><Code>DBInstanceNotFound</Code><Message>gone not found</Message></Error>"];
  return [200, ""];
}

describe("what keeps data on AWS", () => {
  let server: Server;
  let client: KeepingClient;
  let seen: string[] = [];
  let checksums: (string | string[] | undefined)[] = [];

  beforeAll(async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        const target = request.headers["x-amz-target"];
        const asked = `${request.method ?? ""} ${request.url ?? ""} ${target === undefined ? "" : `${String(target)} `}${body}`;
        seen.push(asked);
        checksums.push(request.headers["x-amz-content-sha256"]);
        const [status, text] = answer(asked);
        response.writeHead(status).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = await keepingClient({
      region: "eu-west-1",
      endpoints: { s3: url, rds: url, elasticache: url, appautoscaling: url },
    });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });
  beforeEach(() => {
    [seen, checksums] = [[], []];
  });

  it("lists a bucket page by page, with the checksum that S3 asks for", async () => {
    const at = "2026-01-01T02:00:00.000Z";
    expect(await client.objects("shop", "daily/")).toEqual([
      { key: "daily/a", size: 7, at },
      { key: "daily/b", size: 7, at },
    ]);
    expect(checksums[0]).toBe(createHash("sha256").digest("hex"));
  });

  it("reads an object, and knows one that is not there from a bucket that is not", async () => {
    expect(await client.text("shop", "daily/a")).toBe("text");
    expect(await client.text("shop", "daily/z")).toBeUndefined();
    await expect(client.objects("none", "daily/")).rejects.toThrow("AWS answers 404 for s3: no bucket");
  });

  it("has the snapshots of a cache in the order of their time, and takes one of a copy", async () => {
    expect(await client.snapshots("shop")).toEqual([
      { name: "first", status: "available", at: "2026-01-01T02:30:00Z", size: "5 MB", version: "7.1" },
      { name: "second", status: "creating" },
    ]);
    await client.takeSnapshot("shop", "now");
    expect(seen.at(-1)).toContain("Action=CreateSnapshot&CacheClusterId=shop-002&SnapshotName=now");
  });

  it("has a database made of a moment in the groups of its source, and refuses where that was not done", async () => {
    expect(await client.instance("shop-db")).toEqual({
      ...{ status: "available", address: "db.example", until: "2026-01-31T13:55:00Z" },
    });
    const wanted = {
      ...{ source: "shop-db", name: "beside", moment: new Date("2026-01-31T13:45:00Z") },
      ...{ subnetGroup: "subnets", securityGroups: ["sg-1", "sg-2"], parameterGroup: "parameters" },
    };
    await client.restoreBeside(wanted);
    const fields = Object.fromEntries(new URLSearchParams((seen.at(-1) ?? "").split(" ").at(-1)));
    expect(fields).toMatchObject({
      Action: "RestoreDBInstanceToPointInTime",
      RestoreTime: "2026-01-31T13:45:00Z",
      DBSubnetGroupName: "subnets",
      "VpcSecurityGroupIds.VpcSecurityGroupId.2": "sg-2",
      PubliclyAccessible: "false",
    });
    await expect(client.restoreBeside({ ...wanted, source: "gone" })).rejects.toThrow("gone not found");
  });

  it("holds an autoscaler in all that it does", async () => {
    await client.holdScaling("service/shop/api", true);
    const [, target, fields = "{}"] = / (\S+RegisterScalableTarget) (.*)$/.exec(seen.at(-1) ?? "") ?? [];
    expect(target).toBe("AnyScaleFrontendService.RegisterScalableTarget");
    expect(JSON.parse(fields)).toMatchObject({
      ResourceId: "service/shop/api",
      SuspendedState: { DynamicScalingInSuspended: true, ScheduledScalingSuspended: true },
    });
  });
});
