import { CreateServiceCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEntry } from "../../../lab/tools/aws-tasks";
import { deployToAws, settingsOn, systemOn } from "../../support/aws";
import { deploy, kindOf } from "../../support/mocks";
import { eventually } from "../docker/engine";
import { certificateFor } from "../production/support/certificate";
import { ask, type Listening } from "../production/support/client";
import { AwsAccount } from "./support/aws-account";

const domain = "app.example.com";
const service = "web";
const thorough = process.env.TRIREME_THOROUGH === "1";
const roles = { primary: "eu-west-1", secondary: "eu-central-1" } as const;
type Role = keyof typeof roles;

/** What a stack makes of `failover` in Route 53: its question, and the record of its name. */
interface Made {
  readonly check: {
    readonly resourcePath: string;
    readonly requestInterval: number;
    readonly failureThreshold: number;
  };
  readonly record: {
    readonly setIdentifier: string;
    readonly aliases: readonly { readonly evaluateTargetHealth: boolean }[];
    readonly failoverRoutingPolicies: readonly { readonly type: string }[];
  };
}

async function madeBy(role: Role): Promise<Made> {
  const aws = settingsOn("staging", {
    region: roles[role],
    failover: { role, path: "/health" },
    ingress: { kind: "proxy" },
  });
  const { resources } = await deploy(() => deployToAws(systemOn("simplr", "staging"), { aws }));
  const inputs = (kind: string, has: string) =>
    resources.find(({ type, inputs: one }) => kindOf(type) === kind && has in one)?.inputs;
  return {
    check: inputs("HealthCheck", "resourcePath"),
    record: inputs("Record", "failoverRoutingPolicies"),
  } as unknown as Made;
}

const configuration =
  "error_log stderr; pid /tmp/pid; events {} http { access_log off; server { listen 8080; root /tmp/www; } }";

/** A region: a load balancer, and behind it a service that says which region it is. */
class Region {
  private constructor(
    readonly account: AwsAccount,
    readonly balancer: string,
    private readonly listener: string,
  ) {}

  static async open(account: AwsAccount, role: Role): Promise<Region> {
    const elb = async (Action: string, tag: string, fields: Readonly<Record<string, string>>) => {
      const answer = await account.query("elasticloadbalancing", {
        Action,
        Version: "2015-12-01",
        ...fields,
      });
      return new RegExp(`<${tag}>(.*?)</${tag}>`).exec(answer)?.[1] ?? "";
    };
    const subnet = await account.subnet();
    const group = await elb("CreateTargetGroup", "TargetGroupArn", {
      ...{ Name: service, TargetType: "ip", Protocol: "HTTP", Port: "8080", HealthCheckPath: "/health" },
      ...{ VpcId: await account.vpc(), HealthCheckIntervalSeconds: "5" },
    });
    const made = { Name: service, "Subnets.member.1": subnet };
    const balancer = await elb("CreateLoadBalancer", "LoadBalancerArn", made);
    const name = await elb("DescribeLoadBalancers", "DNSName", { "LoadBalancerArns.member.1": balancer });
    const listener = await elb("CreateListener", "ListenerArn", {
      ...{ LoadBalancerArn: balancer, Protocol: "HTTP", Port: "443" },
      ...{ "DefaultActions.member.1.Type": "forward", "DefaultActions.member.1.TargetGroupArn": group },
    });
    const www = ["mkdir -p /tmp/www", `echo ${role} | tee /tmp/www/index.html >/tmp/www/health`];
    const nginx = [`printf '${configuration}' >/tmp/conf`, "exec nginx -c /tmp/conf -g 'daemon off;'"];
    const definition = await account.define(service, [
      {
        ...{ name: service, image: "nginx:1.30-alpine", entryPoint: ["sh", "-c"], stopTimeout: 2 },
        command: [[...www, ...nginx].join("; ")],
        portMappings: [{ name: "main", containerPort: 8080 }],
        linuxParameters: { initProcessEnabled: true },
      },
    ]);
    await account.ecs.send(
      new CreateServiceCommand({
        ...{ cluster: account.cluster, serviceName: service, taskDefinition: definition, desiredCount: 1 },
        launchType: "FARGATE",
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet], securityGroups: [] } },
        loadBalancers: [{ targetGroupArn: group, containerName: service, containerPort: 8080 }],
      }),
    );
    return new Region(account, name, listener);
  }

  async run(desiredCount: number): Promise<void> {
    const { cluster, ecs } = this.account;
    await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
  }

  /** Its load balancer listens no more, while its tasks go on. */
  async close(): Promise<void> {
    const fields = { Action: "DeleteListener", Version: "2015-12-01", ListenerArn: this.listener };
    await this.account.query("elasticloadbalancing", fields);
  }

  /** Puts what a stack makes of `failover` into a zone, for this region's load balancer. */
  async answerFor(zone: string, { check, record }: Made): Promise<void> {
    const { account, balancer } = this;
    const namespace = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
    const answer = await account.dns(
      "healthcheck",
      `<CreateHealthCheckRequest ${namespace}><CallerReference>${record.setIdentifier}</CallerReference><HealthCheckConfig>
       <Type>HTTPS</Type><Port>443</Port><FullyQualifiedDomainName>${balancer}</FullyQualifiedDomainName>
       <ResourcePath>${check.resourcePath}</ResourcePath><RequestInterval>${check.requestInterval}</RequestInterval>
       <FailureThreshold>${check.failureThreshold}</FailureThreshold></HealthCheckConfig></CreateHealthCheckRequest>`,
    );
    await account.dns(
      `hostedzone/${zone}/rrset/`,
      `<ChangeResourceRecordSetsRequest ${namespace}><ChangeBatch><Changes><Change><Action>CREATE</Action><ResourceRecordSet>
       <Name>${domain}</Name><Type>A</Type><SetIdentifier>${record.setIdentifier}</SetIdentifier>
       <Failover>${record.failoverRoutingPolicies[0]?.type ?? ""}</Failover><AliasTarget><HostedZoneId>Z32O12XQLNTSW2</HostedZoneId>
       <DNSName>${balancer}</DNSName><EvaluateTargetHealth>${String(record.aliases[0]?.evaluateTargetHealth)}</EvaluateTargetHealth>
       </AliasTarget><HealthCheckId>${/<Id>(.*?)<\/Id>/.exec(answer)?.[1] ?? ""}</HealthCheckId></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
    );
  }
}

// In order: each test goes on where the one before it left the two regions.
describe("two regions of the mock of AWS, by the checks and records of two stacks with failover,", () => {
  let first: AwsAccount;
  let regions: Readonly<Record<Role, Region>>;
  let listening: Listening;

  beforeAll(async () => {
    first = await AwsAccount.open("failover");
    const second = await first.in(roles.secondary);
    const made = { primary: await madeBy("primary"), secondary: await madeBy("secondary") };
    regions = {
      primary: await Region.open(first, "primary"),
      secondary: await Region.open(second, "secondary"),
    };
    const answer = await first.dns(
      "hostedzone",
      `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>example.com</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>`,
    );
    const zone = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(answer)?.[1] ?? "";
    await regions.primary.answerFor(zone, made.primary);
    await regions.secondary.answerFor(zone, made.secondary);
    const entry = await openEntry(first.url, certificateFor([`DNS:${domain}`]));
    listening = { address: "127.0.0.1", domain, ...entry };
  });

  afterAll(async () => {
    expect(await first.close()).toEqual([]);
  });

  /** Seconds until people are answered by a region. */
  async function until(role: Role, deadline: number): Promise<number> {
    const began = Date.now();
    const led = async () => {
      const { status, body } = await ask(listening, "/");
      return status === 200 && body.trim() === role ? true : undefined;
    };
    await eventually(`people are not led to the ${role} region`, led, deadline);
    return Math.round((Date.now() - began) / 1000);
  }

  it("lead people to the primary while it serves", async () => {
    await until("primary", 120_000);
  });

  it("lead them to the secondary once the primary's instances are gone, within the five minutes that an instance may take, and back", async () => {
    await regions.primary.run(0);
    const there = await until("secondary", 300_000);
    await regions.primary.run(1);
    const back = await until("primary", 300_000);
    console.log(`to the secondary in ${there} s, back in ${back} s`);
  });

  it.runIf(thorough)(
    "lead them to the secondary once nobody gets in at the primary, though its instances serve: after three questions",
    { timeout: 400_000 },
    async () => {
      await regions.primary.close();
      const seconds = await until("secondary", 300_000);
      console.log(`to the secondary in ${seconds} s`);
      // Three questions thirty seconds apart, of which the first may come at once.
      expect(seconds).toBeGreaterThanOrEqual(58);
    },
  );
});
