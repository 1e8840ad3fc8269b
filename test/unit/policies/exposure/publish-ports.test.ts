import { describe, expect, it } from "vitest";
import { hideDatabases, publishProxyOnly } from "../../../../policies/exposure/publish-ports";
import { unknown } from "../../../../policies/subject";
import {
  broken,
  container,
  containerOf,
  deployment,
  holds,
  messagesOf,
  subject,
} from "../../../support/policies";

const only =
  "allowed: published ports of the proxy alone. Add a route to the ingress, and leave the port out. [CIS Docker Benchmark 1.6.0: 5.9; Pod Security restricted v1.33: hostPorts]";
const http = [{ internal: 8080, external: 80, ip: "0.0.0.0" }];

holds(publishProxyOnly, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "ports",
        http,
        `docker:Container "web": ports[0] is {"internal":8080,"external":80,"ip":"0.0.0.0"}; ${only}`,
      ],
      ["publishAllPorts", true, `docker:Container "web": publishAllPorts is true; ${only}`],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        "spec.template.spec.containers.0.ports.0.hostPort",
        80,
        `kubernetes:Deployment "web": spec.template.spec.containers[0].ports[0].hostPort is 80; ${only}`,
      ],
    ],
  },
  {
    what: "a service of Kubernetes",
    fine: subject("kubernetes:core/v1:Service", { spec: { type: "ClusterIP" } }),
    breaks: ["NodePort", "LoadBalancer"].map(
      (type) => ["spec.type", type, `kubernetes:Service "web": spec.type is "${type}"; ${only}`] as const,
    ),
  },
]);

describe(publishProxyOnly.name, () => {
  it("lets the gate of a system's other stacks publish, and no other service", () => {
    const gate = containerOf("service", { ports: http }, "stack-gate");
    expect(messagesOf(publishProxyOnly, [gate])).toEqual([]);
    expect(messagesOf(publishProxyOnly, [containerOf("service", { ports: http })])).toHaveLength(1);
  });

  it("lets the proxy publish", () => {
    expect(messagesOf(publishProxyOnly, [containerOf("proxy", { ports: http })])).toEqual([]);
    const service = {
      metadata: { labels: { "app.kubernetes.io/component": "proxy" } },
      spec: { type: "LoadBalancer" },
    };
    expect(messagesOf(publishProxyOnly, [subject("kubernetes:core/v1:Service", service)])).toEqual([]);
  });

  it("lets a developer publish", () => {
    const published = broken(container, "ports", http);
    expect(messagesOf(publishProxyOnly, [published], { environment: "development" })).toEqual([]);
  });
});

const cited = "[CIS Docker Benchmark 1.6.0: 5.14; AWS FSBP v1.0.0: RDS.2, RDS.46]";
const store = containerOf("store", { ports: [{ internal: 5432, external: 5432, ip: "127.0.0.1" }] }, "db");
const group = subject(
  "aws:rds/subnetGroup:SubnetGroup",
  { subnetIds: ["subnet-1", unknown] },
  { name: "db" },
);
const subnet = (name: string, mapPublicIpOnLaunch: boolean, id: unknown) =>
  subject("aws:ec2/subnet:Subnet", { mapPublicIpOnLaunch, id }, { name });

holds(hideDatabases, [
  {
    what: "a store on Docker",
    fine: store,
    breaks: ["0.0.0.0", "::", undefined].map(
      (ip) =>
        [
          "ports.0.ip",
          ip,
          `docker:Container "db": ports[0].ip is ${ip === undefined ? "not set" : `"${ip}"`}; allowed: 127.0.0.1. Publish it on this machine alone, and reach it through ssh -L. ${cited}`,
        ] as const,
    ),
  },
  {
    what: "a database",
    fine: subject("aws:rds/instance:Instance", {}, { name: "db" }),
    breaks: [
      [
        "publiclyAccessible",
        true,
        `aws:Instance "db": publiclyAccessible is true; allowed: false. Leave it out, and reach it through a bastion or a session of Systems Manager. ${cited}`,
      ],
    ],
  },
  {
    what: "the subnets of a store",
    fine: group,
    beside: [
      subnet("private", false, "subnet-1"),
      subnet("public", true, "subnet-2"),
      subnet("new", true, unknown),
    ],
    breaks: [
      [
        "subnetIds",
        ["subnet-1", "subnet-2"],
        `aws:SubnetGroup "db": subnetIds[1] is "subnet-2"; allowed: private subnets. Take a subnet without public addresses; "public" has mapPublicIpOnLaunch. ${cited}`,
      ],
    ],
  },
]);
