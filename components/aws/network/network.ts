import {
  DefaultSecurityGroup,
  Eip,
  FlowLog,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  Vpc,
} from "@pulumi/aws/ec2";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import {
  ComponentResource,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import type { System } from "../../model";
import { zoneRanges, type SubnetKind } from "./cidr.args";
import type { NetworkHandle } from "../context";
import { createEndpoints } from "./endpoints";
import { existingSubnets } from "./existing";
import { systemTags, type Owner } from "../labels";
import { createRole } from "../iam/roles";
import { createSecurityGroups } from "./security";
import type { AwsSettings } from "../settings";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface NetworkArgs {
  readonly owner: Owner;
  readonly system: System;
  readonly settings: AwsSettings;
  readonly keyArn: Input<string>;
}

/** The zones of a VPC, each with three subnets, and the security groups of the model's edges. */
export class Network extends ComponentResource implements NetworkHandle {
  readonly vpcId: Output<string>;
  readonly subnets: NetworkHandle["subnets"];
  readonly tasks: NetworkHandle["tasks"];
  readonly endpointsGroup: Output<string> | undefined;
  private readonly groups: ReadonlyMap<string, Output<string>>;

  constructor(
    private readonly args: NetworkArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { owner, settings } = args;
    super("trireme:aws:Network", `${owner.prefix}-network`, {}, opts);
    const found = settings.network;
    this.vpcId = found === undefined ? this.createVpc().id : output(found.vpc);
    const { subnets, tables } =
      found === undefined ? this.createZones() : { subnets: existingSubnets(found, this), tables: [] };
    this.subnets = subnets;
    const publicAddress = found === undefined && settings.sizes.nat === "none";
    this.tasks = { subnets: publicAddress ? this.subnets.public : this.subnets.private, publicAddress };
    if (settings.sizes.flowLogs) this.createFlowLog();
    const endpoints = createEndpoints(
      owner,
      {
        system: args.system,
        settings,
        vpcId: this.vpcId,
        routeTables: tables.map(({ id }) => id),
        subnets: this.subnets.private,
      },
      this,
    );
    this.endpointsGroup = endpoints.group;
    this.groups = createSecurityGroups(
      owner,
      { system: args.system, settings, vpcId: this.vpcId, endpoints },
      this,
    );
    this.registerOutputs({ vpcId: this.vpcId });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.network> {
    return nodesOf(this, children.network);
  }

  securityGroupOf(component: string): Output<string> {
    const group = this.groups.get(component);
    if (group === undefined) throw new RangeError(`"${component}" has no addresses in the network`);
    return group;
  }

  private tags(name: string): Record<string, string> {
    const { owner } = this.args;
    return { ...systemTags(owner), Name: `${owner.prefix}-${name}` };
  }

  private createVpc(): Vpc {
    const { owner, settings } = this.args;
    const vpc = new Vpc(
      owner.prefix,
      {
        cidrBlock: settings.cidr,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: this.tags("network"),
      },
      { parent: this },
    );
    // What nobody gave a group gets the network's own, which lets nothing in and out.
    new DefaultSecurityGroup(
      `${owner.prefix}-closed`,
      { vpcId: vpc.id, ingress: [], egress: [], tags: this.tags("closed") },
      { parent: this },
    );
    return vpc;
  }

  private createSubnets(): Readonly<Record<SubnetKind, readonly Subnet[]>> {
    const { owner, settings } = this.args;
    const create = (kind: SubnetKind): readonly Subnet[] =>
      settings.zones.map(
        (zone, index) =>
          new Subnet(
            `${owner.prefix}-${kind}-${zone}`,
            {
              vpcId: this.vpcId,
              cidrBlock: zoneRanges(settings.cidr, index)[kind],
              availabilityZone: `${settings.region}${zone}`,
              tags: this.tags(`${kind}-${zone}`),
            },
            { parent: this },
          ),
      );
    return { public: create("public"), private: create("private"), isolated: create("isolated") };
  }

  private associate(name: string, table: RouteTable, subnet: Subnet): void {
    new RouteTableAssociation(
      `${this.args.owner.prefix}-${name}`,
      { routeTableId: table.id, subnetId: subnet.id },
      { parent: this },
    );
  }

  private createTable(name: string): RouteTable {
    return new RouteTable(
      `${this.args.owner.prefix}-${name}`,
      { vpcId: this.vpcId, tags: this.tags(name) },
      { parent: this },
    );
  }

  private createZones(): {
    readonly subnets: NetworkHandle["subnets"];
    readonly tables: readonly RouteTable[];
  } {
    const subnets = this.createSubnets();
    const ids = (kind: SubnetKind) => subnets[kind].map(({ id }) => id);
    const { table, way } = this.createPublicRoutes(subnets.public);
    return {
      subnets: { public: ids("public"), private: ids("private"), isolated: ids("isolated") },
      tables: [table, ...this.createPrivateRoutes(subnets, way)],
    };
  }

  private createPublicRoutes(subnets: readonly Subnet[]): {
    readonly table: RouteTable;
    readonly way: Route;
  } {
    const { owner, settings } = this.args;
    const gateway = new InternetGateway(
      owner.prefix,
      { vpcId: this.vpcId, tags: this.tags("internet") },
      { parent: this },
    );
    const table = this.createTable("public");
    const way = new Route(
      `${owner.prefix}-public`,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
      { parent: this },
    );
    subnets.forEach((subnet, index) => {
      this.associate(`public-${settings.zones[index] ?? ""}`, table, subnet);
    });
    return { table, way };
  }

  private createPrivateRoutes(
    subnets: Readonly<Record<SubnetKind, readonly Subnet[]>>,
    internet: Route,
  ): readonly RouteTable[] {
    const { owner, settings } = this.args;
    const ways = this.createWaysOut(subnets.public, internet);
    const isolated = this.createTable("isolated");
    const tables = settings.zones.map((zone, index) => {
      const table = this.createTable(`private-${zone}`);
      const way = ways[Math.min(index, ways.length - 1)];
      if (way !== undefined)
        new Route(
          `${owner.prefix}-private-${zone}`,
          { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: way.id },
          { parent: this },
        );
      const [inside, store] = [subnets.private[index], subnets.isolated[index]];
      if (inside !== undefined) this.associate(`private-${zone}`, table, inside);
      if (store !== undefined) this.associate(`isolated-${zone}`, isolated, store);
      return table;
    });
    return [...tables, isolated];
  }

  private createWaysOut(subnets: readonly Subnet[], internet: Route): readonly NatGateway[] {
    const { owner, settings } = this.args;
    const count = { none: 0, single: 1, "per-zone": settings.zones.length }[settings.sizes.nat];
    return subnets.slice(0, count).map((subnet, index) => {
      const name = `nat-${settings.zones[index] ?? ""}`;
      const address = new Eip(
        `${owner.prefix}-${name}`,
        { domain: "vpc", tags: this.tags(name) },
        { parent: this },
      );
      return new NatGateway(
        `${owner.prefix}-${name}`,
        { subnetId: subnet.id, allocationId: address.id, tags: this.tags(name) },
        { parent: this, dependsOn: internet },
      );
    });
  }

  private createFlowLog(): void {
    const { owner, settings, keyArn } = this.args;
    const name = `${owner.prefix}-flow-log`;
    const group = new LogGroup(
      name,
      { retentionInDays: settings.sizes.logDays, kmsKeyId: keyArn, tags: this.tags("flow-log") },
      { parent: this },
    );
    const role = createRole(
      owner,
      {
        name: "flow-log",
        service: "vpc-flow-logs.amazonaws.com",
        account: settings.account,
        statements: [
          {
            sid: "WriteFlows",
            actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            resources: [group.arn, group.arn.apply((arn) => `${arn}:*`)],
          },
        ],
      },
      this,
    );
    new FlowLog(
      name,
      {
        vpcId: this.vpcId,
        trafficType: "ALL",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        tags: this.tags("flow-log"),
      },
      { parent: this },
    );
  }
}
