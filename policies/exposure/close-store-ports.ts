import { z } from "zod";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import { list, record, type Fact, type Subject, numberOf } from "../subject";

const world = ["0.0.0.0/0", "::/0"];
/** Ports of the stores that this project knows. */
const storePorts = [2181, 2379, 3306, 5432, 6333, 6334, 6379, 8500, 9000, 9092, 11211, 27017];

interface Opening extends Fact {
  readonly from: number;
  readonly to: number;
}

function range(rule: Readonly<Record<string, unknown>>): { readonly from: number; readonly to: number } {
  // -1 stands for every protocol, and with it for every port.
  if (String(rule.protocol ?? rule.ipProtocol) === "-1") return { from: 0, to: 65535 };
  const from = numberOf(rule.fromPort ?? 0);
  return { from, to: numberOf(rule.toPort ?? from) };
}

/** Rules of AWS by which all the world comes in. */
function openings({ type, props }: Subject): readonly Opening[] {
  const addresses = (rule: Readonly<Record<string, unknown>>, prefix: string): readonly Opening[] =>
    ["cidrBlocks", "ipv6CidrBlocks"].flatMap((name) =>
      list(rule[name])
        .filter((cidr) => world.includes(String(cidr)))
        .map((value) => ({ path: `${prefix}${name}`, value, ...range(rule) })),
    );
  switch (type) {
    case "aws:ec2/securityGroup:SecurityGroup":
    case "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
      return list(props.ingress).flatMap((rule, index) => addresses(record(rule), `ingress[${index}].`));
    case "aws:ec2/securityGroupRule:SecurityGroupRule":
      return props.type === "ingress" ? addresses(props, "") : [];
    case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
      return ["cidrIpv4", "cidrIpv6"]
        .filter((path) => world.includes(String(props[path])))
        .map((path) => ({ path, value: props[path], ...range(props) }));
    default:
      return [];
  }
}

/** Rules of a NetworkPolicy by which all the world comes in; one without ports opens them all. */
function policyOpenings({ type, props }: Subject): readonly Opening[] {
  if (type !== "kubernetes:networking.k8s.io/v1:NetworkPolicy") return [];
  return list(record(props.spec).ingress).flatMap((rule, index) => {
    const ports = list(record(rule).ports).map(record);
    const ranges =
      ports.length === 0
        ? [{ from: 0, to: 65535 }]
        : ports.map(({ port, endPort }) => ({ from: numberOf(port), to: numberOf(endPort ?? port) }));
    return list(record(rule).from).flatMap((peer, at) => {
      const { cidr } = record(record(peer).ipBlock);
      const path = `spec.ingress[${index}].from[${at}].ipBlock.cidr`;
      return world.includes(String(cidr)) ? ranges.map((one) => ({ path, value: cidr, ...one })) : [];
    });
  });
}

export const closeStorePorts = policy({
  name: "close-store-ports",
  description: "No rule lets all the world to the port of a store.",
  severity: "critical",
  references: [awsBestPractices("EC2.18", "EC2.19")],
  thresholds: z.object({
    /** Ports of stores. */
    storePorts: z.array(z.number().int().min(1).max(65535)).default(storePorts),
  }),
  judge: (subjects, thresholds) =>
    subjects.flatMap((subject) =>
      [...openings(subject), ...policyOpenings(subject)].flatMap(
        ({ path, value, from, to }): readonly Finding[] => {
          const hit = thresholds.storePorts.filter((port) => from <= port && port <= to);
          return hit.length === 0
            ? []
            : [
                {
                  subject,
                  path,
                  value,
                  allowed: `the parts that open connections to port ${hit.join(", ")}`,
                  fix: "Name their security group or their labels instead of an address range.",
                },
              ];
        },
      ),
    ),
});
