import { describe, expect, it } from "vitest";
import { closeStorePorts } from "../../../../policies/exposure/close-store-ports";
import { holds, messagesOf, subject } from "../../../support/policies";

const name =
  "Name their security group or their labels instead of an address range. [AWS FSBP v1.0.0: EC2.18, EC2.19]";
const to5432 = `allowed: the components that open connections to port 5432. ${name}`;
const every =
  "allowed: the components that open connections to port 2181, 2379, 3306, 5432, 6333, 6334, 6379, 8500, 9000, 9092, 11211, 27017.";

holds(closeStorePorts, [
  {
    what: "a security group",
    fine: subject("aws:ec2/securityGroup:SecurityGroup", {
      ingress: [
        { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
        { protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16"] },
      ],
    }),
    breaks: [
      [
        "ingress.1.cidrBlocks",
        ["0.0.0.0/0"],
        `aws:SecurityGroup "web": ingress[1].cidrBlocks is "0.0.0.0/0"; ${to5432}`,
      ],
      [
        "ingress.1.ipv6CidrBlocks",
        ["::/0"],
        `aws:SecurityGroup "web": ingress[1].ipv6CidrBlocks is "::/0"; ${to5432}`,
      ],
      [
        "ingress.0.protocol",
        "-1",
        `aws:SecurityGroup "web": ingress[0].cidrBlocks is "0.0.0.0/0"; ${every} ${name}`,
      ],
    ],
  },
  {
    what: "a rule of a security group",
    fine: subject("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      cidrIpv4: "10.0.0.0/16",
    }),
    breaks: [
      ["cidrIpv4", "0.0.0.0/0", `aws:SecurityGroupIngressRule "web": cidrIpv4 is "0.0.0.0/0"; ${to5432}`],
    ],
  },
  {
    what: "a rule of the older kind",
    fine: subject("aws:ec2/securityGroupRule:SecurityGroupRule", {
      type: "ingress",
      protocol: "tcp",
      fromPort: 5000,
      toPort: 5500,
      cidrBlocks: ["10.0.0.0/16"],
    }),
    breaks: [
      ["cidrBlocks", ["0.0.0.0/0"], `aws:SecurityGroupRule "web": cidrBlocks is "0.0.0.0/0"; ${to5432}`],
    ],
  },
  {
    what: "a network policy",
    fine: subject("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
      spec: { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ port: 5432 }] }] },
    }),
    breaks: [
      [
        "spec.ingress.0.from.0.ipBlock.cidr",
        "0.0.0.0/0",
        `kubernetes:NetworkPolicy "web": spec.ingress[0].from[0].ipBlock.cidr is "0.0.0.0/0"; ${to5432}`,
      ],
    ],
  },
]);

describe(closeStorePorts.name, () => {
  it("has its ports from the stack", () => {
    const open = subject("aws:ec2/securityGroup:SecurityGroup", {
      ingress: [{ protocol: "tcp", fromPort: 7687, toPort: 7687, cidrBlocks: ["0.0.0.0/0"] }],
    });
    expect(messagesOf(closeStorePorts, [open])).toEqual([]);
    expect(messagesOf(closeStorePorts, [open], { storePorts: [7687] })).toHaveLength(1);
  });
});
