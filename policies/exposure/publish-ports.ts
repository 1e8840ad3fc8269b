import { z } from "zod";
import { containersOf } from "../containers";
import { dockerLabels } from "../containers.docker";
import { podOf } from "../containers.kubernetes";
import { isPrivateAddress } from "../addresses";
import { policy, type Finding } from "../policy";
import { awsBestPractices, cisDocker, podSecurity } from "../references";
import { at, fact, list, record, unknown, type Fact, type Subject } from "../subject";

/** Whether a container is there to be reached: the proxy, and the gate, where both sides prove who they are. */
function isReached(subject: Subject): boolean {
  const labels = dockerLabels(subject);
  return labels.get("dev.trireme.role") === "proxy" || labels.get("dev.trireme.part") === "stack-gate";
}

/** Whether a port is opened on an address that others reach; the engine's own default is every address. */
function isReachable(port: unknown): boolean {
  const { ip } = record(port);
  return ip !== unknown && !isPrivateAddress(ip ?? "");
}

/** Ports of the host that a container opens, with the path of each. */
function hostPorts({ props }: Subject): readonly Fact[] {
  return list(props.ports).map((value, index) => ({
    path: `ports[${index}]`,
    value,
  }));
}

/** How a pod or a service of Kubernetes takes ports of its node. */
function nodePorts(subject: Subject): readonly Fact[] {
  const pod = podOf(subject);
  const path = pod === undefined ? "" : pod.path;
  const containers = ["containers", "initContainers"].flatMap((group) =>
    list(record(pod?.spec)[group]).flatMap((container, index) =>
      list(record(container).ports).map((port, at) =>
        fact(port, "hostPort", `${path}.${group}[${index}].ports[${at}]`),
      ),
    ),
  );
  const isService = subject.type === "kubernetes:core/v1:Service";
  const type = isService ? [fact(subject.props, "spec.type")] : [];
  const outside = isService ? [fact(subject.props, "spec.externalIPs")] : [];
  return [
    ...containers.filter(({ value }) => value !== undefined),
    ...type.filter(({ value }) => value === "NodePort" || value === "LoadBalancer"),
    ...outside.filter(({ value }) => list(value).length > 0),
  ];
}

function isIngress(subject: Subject): boolean {
  return record(at(subject.props, "metadata.labels"))["app.kubernetes.io/component"] === "proxy";
}

export const publishProxyOnly = policy({
  name: "publish-proxy-only",
  description: "In production requests come in by the proxy alone.",
  severity: "high",
  environments: ["production", "staging"],
  references: [cisDocker("5.9"), podSecurity("hostPorts")],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects.flatMap((subject) => {
      const fix = "Add a route to the ingress, and leave the port out.";
      const opened =
        subject.type === "docker:index/container:Container" && !isReached(subject)
          ? [
              ...hostPorts(subject),
              ...(subject.props.publishAllPorts === true ? [fact(subject.props, "publishAllPorts")] : []),
            ]
          : isIngress(subject)
            ? []
            : nodePorts(subject);
      return opened.map((found) => ({
        ...found,
        subject,
        allowed: "published ports of the proxy alone",
        fix,
      }));
    }),
});

export const hideDatabases = policy({
  name: "hide-databases",
  description: "No store is reached from outside its machine, cluster or private subnets.",
  severity: "critical",
  references: [cisDocker("5.14"), awsBestPractices("RDS.2", "RDS.46")],
  scope: "stack",
  thresholds: z.object({}),
  check: (subjects) =>
    subjects.flatMap((subject) => [...openStores(subject), ...publicSubnets(subject, subjects)]),
});

function openStores(subject: Subject): readonly Finding[] {
  if (containersOf(subject).some(({ role }) => role === "store") && subject.type.startsWith("docker:"))
    return hostPorts(subject)
      .filter(({ value }) => isReachable(value))
      .map(({ path, value }) => ({
        subject,
        path: `${path}.ip`,
        value: record(value).ip,
        allowed: "127.0.0.1",
        fix: "Publish it on this machine alone, and reach it through ssh -L.",
      }));
  const { publiclyAccessible } = subject.props;
  return subject.type.startsWith("aws:") && (publiclyAccessible === true || publiclyAccessible === "true")
    ? [
        {
          subject,
          path: "publiclyAccessible",
          value: publiclyAccessible,
          allowed: "false",
          fix: "Leave it out, and reach it through a bastion or a session of Systems Manager.",
        },
      ]
    : [];
}

const groups: ReadonlySet<string> = new Set([
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
]);

/** Subnets of a store's group that give their machines public addresses. */
function publicSubnets(group: Subject, subjects: readonly Subject[]): readonly Finding[] {
  if (!groups.has(group.type)) return [];
  const open = subjects.filter(
    ({ type, props }) => type === "aws:ec2/subnet:Subnet" && props.mapPublicIpOnLaunch === true,
  );
  return list(group.props.subnetIds).flatMap((value, index) => {
    const subnet = value === unknown ? undefined : open.find(({ props }) => props.id === value);
    return subnet === undefined
      ? []
      : [
          {
            subject: group,
            path: `subnetIds[${index}]`,
            value,
            allowed: "private subnets",
            fix: `Take a subnet without public addresses; "${subnet.name}" has mapPublicIpOnLaunch.`,
          },
        ];
  });
}
