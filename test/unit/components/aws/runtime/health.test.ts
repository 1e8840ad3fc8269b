import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { healthClient, type HealthClient } from "../../../../../components/aws/runtime/health";
import { signed } from "../../../../../components/aws/runtime/signature";

const identity = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const at = new Date("2015-08-30T12:36:00Z");

describe("a signature", () => {
  it.each([
    [
      "of AWS's test suite, get-vanilla",
      "https://example.amazonaws.com/",
      "service",
      {},
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    ],
    [
      "of AWS's example, with a query and a header",
      "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
      "iam",
      { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    ],
  ])("is that %s", (_, url, service, headers, signature) => {
    const request = { method: "GET" as const, url: new URL(url), body: "", headers };
    expect(signed(request, identity, { region: "us-east-1", service, at }).authorization).toContain(
      `Signature=${signature}`,
    );
  });

  it("has a session's token where there is one", () => {
    const request = { method: "GET" as const, url: new URL("https://a.example.com/"), body: "", headers: {} };
    const place = { region: "us-east-1", service: "rds", at };
    const headers = signed(request, { ...identity, sessionToken: "token" }, place);
    expect(headers["x-amz-security-token"]).toBe("token");
    expect(headers.authorization).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token,");
  });
});

const targets = `<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>
<member><HealthCheckPort>80</HealthCheckPort><TargetHealth><State>healthy</State></TargetHealth><Target><Port>80</Port><Id>10.0.0.1</Id></Target></member>
<member><Target><Port>80</Port><Id>10.0.0.2</Id></Target><TargetHealth><Description>Health checks failed with these codes: [502]</Description><Reason>Target.ResponseCodeMismatch</Reason><State>unhealthy</State></TargetHealth></member>
</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`;
const group = `<ReplicationGroup><NodeGroups><NodeGroup><Status>creating</Status></NodeGroup></NodeGroups><Status>available</Status></ReplicationGroup>`;

describe("AWS's answers", () => {
  let server: Server;
  let client: HealthClient;
  const seen: string[] = [];
  let throttled = 1;

  const answer = (place: string): readonly [number, string] => {
    if (place.includes("DBInstanceIdentifier=gone"))
      return [
        404,
        "<Error><Code>DBInstanceNotFound</Code><Message>DBInstance gone not found.</Message></Error>",
      ];
    if (place.includes("DBInstanceIdentifier=closed"))
      return [
        403,
        "<Error><Code>AccessDenied</Code><Message>You are not allowed &amp; so on</Message></Error>",
      ];
    if (place.includes("DescribeDBInstances"))
      return throttled-- > 0
        ? [400, "<Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"]
        : [200, "<DBInstance><DBInstanceStatus>available</DBInstanceStatus></DBInstance>"];
    if (place.includes("DescribeReplicationGroups")) return [200, group];
    if (place.includes("DescribeTargetHealth")) return [200, targets];
    if (place.includes("/v1/clusters/")) return [200, '{"clusterInfo":{"state":"ACTIVE"}}'];
    return [200, '{"FileSystems":[{"LifeCycleState":"available"}]}'];
  };

  beforeAll(async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", identity.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", identity.secretAccessKey);
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const place = `${request.method ?? ""} ${request.url ?? ""} ${body}`;
        seen.push(`${/\/(\w+)\/aws4_request/.exec(request.headers.authorization ?? "")?.[1] ?? ""} ${place}`);
        const [status, text] = answer(place);
        response.writeHead(status).end(text);
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const endpoints = { ecs: url, efs: url, elasticache: url, elbv2: url, kafka: url, rds: url };
    client = await healthClient({ region: "eu-west-1", endpoints });
  }, 60_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });

  it("say how stores and targets are, after a pause where it is asked too often", async () => {
    expect(await client.database("db")).toBe("available");
    expect(await client.cache("cache")).toBe("available");
    expect(await client.broker("arn:aws:kafka:eu-west-1:1:cluster/k/1")).toBe("ACTIVE");
    expect(await client.fileSystem("fs-1")).toBe("available");
    expect(await client.targets("arn:group")).toEqual([
      { id: "10.0.0.1", state: "healthy", reason: "" },
      { id: "10.0.0.2", state: "unhealthy", reason: "Health checks failed with these codes: [502]" },
    ]);
    expect(seen).toEqual([
      "rds POST / Version=2014-10-31&Action=DescribeDBInstances&DBInstanceIdentifier=db",
      "rds POST / Version=2014-10-31&Action=DescribeDBInstances&DBInstanceIdentifier=db",
      "elasticache POST / Version=2015-02-02&Action=DescribeReplicationGroups&ReplicationGroupId=cache",
      "kafka GET /v1/clusters/arn%3Aaws%3Akafka%3Aeu-west-1%3A1%3Acluster%2Fk%2F1 ",
      "elasticfilesystem GET /2015-02-01/file-systems?FileSystemId=fs-1 ",
      "elasticloadbalancing POST / Version=2015-12-01&Action=DescribeTargetHealth&TargetGroupArn=arn%3Agroup",
    ]);
  });

  it("about services come from the endpoint that is named for ECS", async () => {
    expect(await client.service("shop", "web")).toBeUndefined();
    expect(seen.at(-1)).toBe('ecs POST / {"services":["web"],"cluster":"shop"}');
  });

  it("tell what is not there from what must not be asked", async () => {
    expect(await client.database("gone")).toBeUndefined();
    await expect(client.database("closed")).rejects.toThrow(
      "AWS answers 403 for rds: You are not allowed & so on",
    );
  });
});
