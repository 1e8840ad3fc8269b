import { z } from "zod";
import { isWorld } from "../addresses";
import { several } from "../iam";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import { list, record, type Fact, type Subject, numberOf, textOf, unknown } from "../subject";

/** Ports of the stores that this project knows. */
const storePorts = [2181, 2379, 3306, 5432, 6333, 6334, 6379, 8500, 9000, 9092, 11211, 27017];

interface Opening extends Fact {
  readonly from: number;
  readonly to: number;
}

function range(rule: Readonly<Record<string, unknown>>): {
  readonly from: number;
  readonly to: number;
} {
  // -1 stands for every protocol, and with it for every port.
  if (/^(?:-1|all)$/i.test(textOf(rule.protocol ?? rule.ipProtocol ?? ""))) return { from: 0, to: 65535 };
  const from = numberOf(rule.fromPort ?? 0);
  const to = numberOf(rule.toPort ?? from);
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

/** Rules of AWS by which all the world comes in. */
function openings({ type, props }: Subject): readonly Opening[] {
  const addresses = (rule: Readonly<Record<string, unknown>>, prefix: string): readonly Opening[] =>
    ["cidrBlocks", "ipv6CidrBlocks"].flatMap((name) =>
      several(rule[name])
        .filter(isWorld)
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
        .filter((path) => isWorld(props[path]))
        .map((path) => ({ path, value: props[path], ...range(props) }));
    default:
      return [];
  }
}

/** Rules of a NetworkPolicy by which all the world comes in; one without ports opens them all. */
function policyOpenings({ type, props }: Subject): readonly Opening[] {
  if (!/^kubernetes:networking\.k8s\.io\/v1:NetworkPolicy(?:Patch)?$/.test(type)) return [];
  return list(record(props.spec).ingress).flatMap((rule, index) => {
    const ports = list(record(rule).ports).map(record);
    const ranges = ports.length === 0 ? [every] : ports.map(portsOf);
    const here = `spec.ingress[${index}].from`;
    const { from } = record(rule);
    // Without anybody named it is for everybody.
    if (from === undefined || from === null || (Array.isArray(from) && from.length === 0))
      return ranges.map((one) => ({ path: here, value: from, ...one }));
    return list(from).flatMap((peer, at) => {
      const { cidr } = record(record(peer).ipBlock);
      return isWorld(cidr)
        ? ranges.map((one) => ({
            path: `${here}[${at}].ipBlock.cidr`,
            value: cidr,
            ...one,
          }))
        : [];
    });
  });
}

const every = { from: 0, to: 65535 } as const;
/** Names of ports that are known to be those of the web; what another name stands for, its pods say. */
const webPorts = /^(?:https?|web|www|proxy|http-?alt|tls|metrics|admin|acme|redirect)$/i;

function portsOf({ port, endPort }: Readonly<Record<string, unknown>>): {
  readonly from: number;
  readonly to: number;
} {
  if (port === undefined || port === null) return every;
  if (port === unknown) return { from: Number.NaN, to: Number.NaN };
  if (typeof port === "string" && !/^\d+$/.test(port))
    return webPorts.test(port) ? { from: 80, to: 80 } : every;
  return { from: numberOf(port), to: numberOf(endPort ?? port) };
}

export const closeStorePorts = policy({
  name: "close-store-ports",
  description: "No rule opens the port of a store to the world.",
  severity: "critical",
  references: [awsBestPractices("EC2.18", "EC2.19")],
  thresholds: z.object({
    /** Ports of stores. */
    storePorts: z.array(z.number().int().min(1).max(65535)).default(storePorts),
  }),
  check: (subjects, thresholds) =>
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
                  allowed: `the components that open connections to port ${hit.join(", ")}`,
                  fix: "Name their security group or their labels instead of an address range.",
                },
              ];
        },
      ),
    ),
});
